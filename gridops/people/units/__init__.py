"""Agencies and units looked after: made, changed, taken from sheets. What becomes of cases is decided above."""
