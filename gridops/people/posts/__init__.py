"""Posts: a role over an area or in a unit, given from a day on and ended on one."""
