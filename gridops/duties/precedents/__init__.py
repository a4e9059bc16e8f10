"""Precedents: decisions after two returns. Nothing is read from the cases they name."""
