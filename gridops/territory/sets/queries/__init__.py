"""Statements on sets: found by day, copied, compared, exported, one concern a file."""
