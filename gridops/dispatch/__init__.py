"""Who goes: routing decided, units told, the one action endpoint and its registry, units and positions."""
