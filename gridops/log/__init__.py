"""The log: audit record, timeline line and message in one. Knows no entity by name."""
