"""Whether the service does what its document tells: the whole document, a role at a time, by schemathesis."""
