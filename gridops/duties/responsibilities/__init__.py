"""Responsibilities: whose duty a matter is, and what is done first. No cases."""
