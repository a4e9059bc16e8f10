"""Simulated phones, desks and handlers that know the service only by its HTTP contract.

The database is never touched from here, and no case that was not made here is ever moved.
"""
