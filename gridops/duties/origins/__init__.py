"""Origins: how cases are treated by where they come from. No cases."""
