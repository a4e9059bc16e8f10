"""The first steps of a district: its first administrator, and a unit of its own for each grid and village."""
