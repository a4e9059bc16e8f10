"""Reading legal holds, and the persons of closed cases that none keeps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text

from gridops.db.session import Session, acting_as
from gridops.incidents.holds.models import LegalHold
from gridops.incidents.models import Incident


def find_case_id(session: Session, case_number: str) -> UUID | None:
    """The case of a number, in sight or not: who places a hold sees no more of it than that it is there."""
    with acting_as(session, "gridops_map"):
        return session.scalar(select(Incident.id).where(Incident.case_number == case_number))


def case_numbers(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of cases, in sight or not."""
    with acting_as(session, "gridops_map"):
        rows = session.execute(select(Incident.id, Incident.case_number).where(Incident.id.in_(ids)))
        return {row.id: row.case_number for row in rows}


def lock_hold(session: Session, hold_id: UUID) -> LegalHold | None:
    """A hold, locked until the end of the transaction."""
    return session.scalar(select(LegalHold).where(LegalHold.id == hold_id).with_for_update())


def list_holds(
    session: Session, *, incident_id: UUID | None, on: date | None, before: UUID | None, limit: int
) -> Sequence[LegalHold]:
    """Holds, newest first; those in force on a day only, where one is given."""
    query = select(LegalHold).order_by(LegalHold.id.desc()).limit(limit)
    if incident_id is not None:
        query = query.where(LegalHold.incident_id == incident_id)
    if on is not None:
        query = query.where(
            LegalHold.lifted_at.is_(None), or_(LegalHold.until.is_(None), LegalHold.until >= on)
        )
    if before is not None:
        query = query.where(LegalHold.id < before)
    return session.scalars(query).all()


_HELD = (
    "EXISTS (SELECT FROM gridops.legal_hold h WHERE h.incident_id = i.id AND h.lifted_at IS NULL"
    " AND (h.until IS NULL OR h.until >= :today))"
)
_DUE = (
    " FROM gridops.incident i JOIN gridops.incident_private p ON p.incident_id = i.id"
    " WHERE (p.person_name IS NOT NULL OR p.person_phone IS NOT NULL) AND NOT i.is_open AND i.closed_at < :before"
)


def forget_persons_before(session: Session, before: datetime, *, today: date, limit: int) -> Sequence[Any]:
    """Take name and telephone out of cases that closed before a moment and are not held; (id, case_number) of each."""
    taken = text(
        "UPDATE gridops.incident_private SET person_name = NULL, person_phone = NULL"
        f" FROM (SELECT i.id, i.case_number{_DUE} AND NOT {_HELD} ORDER BY i.closed_at LIMIT :limit) due"
        " WHERE incident_id = due.id RETURNING due.id, due.case_number"
    )
    return session.execute(taken, {"before": before, "today": today, "limit": limit}).all()


def count_held(session: Session, before: datetime, *, today: date) -> int:
    """How many cases would be due and are kept by a hold."""
    counted = session.execute(text(f"SELECT count(*){_DUE} AND {_HELD}"), {"before": before, "today": today})
    return int(counted.scalar_one())
