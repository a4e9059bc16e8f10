"""Vector tiles of a set's borders. Reads only."""
