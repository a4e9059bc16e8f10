"""Legal holds: what a case holds of persons stays while one is on it, whatever its term."""
