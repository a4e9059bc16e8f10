"""The faults, each in a file of its own: what is done to a running service. What follows is not looked at."""
