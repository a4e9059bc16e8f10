"""Attacks on a service that runs, and what they must not do to others."""
