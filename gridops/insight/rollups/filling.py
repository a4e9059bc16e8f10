"""Filling: everything counted anew from the cases, in a transaction that sees one picture of them.

Cases may be written meanwhile: what they changed after that picture is pending, and stays so.
"""

from __future__ import annotations

from gridops.db.session import Session
from gridops.insight.rollups.queries import filling, folding, recounting


def fill(session: Session) -> int:
    """Count all cases anew, in a transaction that has read nothing yet; returns how many there are.

    Waits for whoever folds; readers see what was there until the end.
    """
    session.execute(filling.ONE_PICTURE)
    # Taken before the picture is: nobody folds what the picture holds.
    session.execute(folding.LOCK)
    session.execute(recounting.ROOM)
    filling.clear(session)
    filling.place_all(session)
    return sum(filling.fill_month(session, month) for month in recounting.months(session))
