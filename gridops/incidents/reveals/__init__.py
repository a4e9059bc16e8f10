"""A person's name and number shown to whoever says why: who asked, when, for what. Nothing is shown unlogged."""
