"""Routing: who is to handle a matter at a place. No cases."""
