"""Matters: what may happen, its dated standards, its admission to workers. No cases."""
