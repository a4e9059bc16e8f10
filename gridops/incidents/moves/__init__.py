"""The moves of a case: one table of them, who may make which, and what each writes."""
