"""A new case is written: its row, what stands beside it, its first log entry. For every room above."""
