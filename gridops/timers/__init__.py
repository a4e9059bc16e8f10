"""Timers: rows that come due. Knows no entity; who handles a kind is injected by app.py."""
