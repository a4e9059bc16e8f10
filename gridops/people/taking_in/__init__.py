"""Units, shifts and certificates taken in from sheets: each row by the same use case as one that is typed."""
