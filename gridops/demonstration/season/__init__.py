"""A season of past cases for the demonstration: planned by a seed, played by the rooms' own moves, written at once."""
