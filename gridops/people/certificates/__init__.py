"""Certificates of enforcement officers: a register; one that has run out is marked, none is deleted."""
