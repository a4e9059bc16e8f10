"""A draft as a whole: checked, redrawn, put in force by an administrator. Layers come in through importing."""
