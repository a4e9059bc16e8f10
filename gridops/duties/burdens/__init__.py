"""Burdens that were asked of townships and refused. No cases."""
