"""The worker process: numbers the log, fires timers, clears what has expired."""
