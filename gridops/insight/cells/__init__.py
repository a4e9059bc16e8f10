"""Cases counted by cells of the map: kept by triggers, folded by the worker, read by tiles. No case by name."""
