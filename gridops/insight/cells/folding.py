"""Folding the changes of cells, a round at a time: the worker's part. What a tile shows does not change by it."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.insight.cells import queries

#: As much as a round takes, so that a tile never waits for one.
MOST = 20_000


def fold_cells(session: Session) -> int:
    """Fold what waits, up to `MOST`; how many changes there were. Runs as `gridops_system`."""
    return queries.fold(session, limit=MOST)
