"""Reading the stamp of the reference data, for who did not sign in; how many rows parts of a statement wrote."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import CTE, func, select

from gridops.db.models import ReferenceStamp
from gridops.db.session import Session


def read_stamp(session: Session) -> int:
    """Which reference data there is at this moment."""
    return session.scalars(select(ReferenceStamp.stamp)).one()


def count_each(session: Session, parts: Sequence[CTE]) -> Sequence[int]:
    """How many rows each of several writes touched, all of them done by this one statement."""
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return session.connection().execute(select(*counts)).one()
