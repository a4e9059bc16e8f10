"""Grids without a worker or a present deputy, and the head of their grids, to whom their cases go."""
