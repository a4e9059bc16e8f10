"""Sheets of standards as offices hold them, taken in and written. No rule of what a matter is."""
