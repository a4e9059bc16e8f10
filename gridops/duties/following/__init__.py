"""Rows of this room follow their areas when boundaries change, and ask where an area was split."""
