"""Accounts of others: made, changed, found, taken from sheets by who looks after them."""
