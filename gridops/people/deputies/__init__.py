"""Deputies: who stands in for the holder of a post for a time."""
