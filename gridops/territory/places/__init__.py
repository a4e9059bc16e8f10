"""Point → grid: which grid a fix belongs to, how surely, and what else it may be. No case is known here."""
