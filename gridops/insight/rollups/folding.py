"""Folding: pending rows are added to their months. One at a time; questions asked meanwhile miss and double nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.insight.rollups.queries import folding

#: Rows that one statement folds: enough to share keys, few enough to be done at once.
MOST = 5_000


def fold_pending(session: Session, *, most: int = MOST) -> int | None:
    """Fold up to `most` pending rows; returns how many. Raises the database's refusal where another one folds.

    None where a set has put other areas above a known code: everything is to be counted anew then (filling.py).
    """
    session.execute(folding.LOCK_NOW)
    if folding.are_places_stale(session):
        return None
    folding.learn_places(session)
    return folding.take_pending(session, most)
