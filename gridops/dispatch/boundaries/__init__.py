"""A new set of boundaries comes into force: cases, units and roles are brought under it."""
