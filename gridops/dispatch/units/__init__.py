"""Units as the centre sees them: how busy, where."""
