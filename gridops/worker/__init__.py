"""The worker process: numbers the log, fires timers, folds the roll-ups, clears what has expired."""
