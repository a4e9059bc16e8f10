"""Counts kept beside the cases: written by the database itself, folded by the worker, verified against the cases."""
