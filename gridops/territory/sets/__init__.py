"""Boundary sets in time: drafts, first days, what became of what, files to take away. No file comes in here."""
