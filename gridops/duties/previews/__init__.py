"""Previews: what a case would get. Nothing is written."""
