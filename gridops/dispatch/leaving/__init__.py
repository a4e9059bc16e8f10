"""Somebody leaves: what is open in his name goes to a named person, listed before it is done."""
