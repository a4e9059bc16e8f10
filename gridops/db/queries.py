"""Reading the stamp of the reference data, for who did not sign in."""

from __future__ import annotations

from sqlalchemy import select

from gridops.db.models import ReferenceStamp
from gridops.db.session import Session


def read_stamp(session: Session) -> int:
    """Which reference data there is at this moment."""
    return session.scalars(select(ReferenceStamp.stamp)).one()
