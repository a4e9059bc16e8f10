"""What is kept and for how long: when a copy was last taken, and what must not go while one is being taken."""
