"""Commands: start, administration, demonstration, simulation. No rules of the domain."""
