"""The one endpoint of moves: found, permitted, decided, done; and the routing that a dispatch follows."""
