"""Reading what was handed down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import load_only

from gridops.db.session import Session
from gridops.dispatch.hand_downs.models import HandDown
from gridops.incidents.models import Incident

#: What the map's role may read of a case, too.
_SHOWN = (
    Incident.case_number,
    Incident.service_name,
    Incident.state,
    Incident.is_restricted,
    Incident.scope_code,
    Incident.special_grid_code,
    Incident.unit_ids,
    Incident.person_ids,
    Incident.joined_ids,
)


def last_hand_down(session: Session, incident_id: UUID) -> HandDown | None:
    """The latest hand-down of a case that was made, locked."""
    return session.scalar(
        select(HandDown)
        .where(HandDown.incident_id == incident_id, HandDown.state != "refused")
        .order_by(HandDown.made_at.desc(), HandDown.id.desc())
        .limit(1)
        .with_for_update()
    )


def was_handed_down(session: Session, incident_id: UUID) -> bool:
    """Whether a case is with its township because the district handed it down, and nobody has decided otherwise."""
    last = session.execute(
        select(HandDown.state, HandDown.decision)
        .where(HandDown.incident_id == incident_id, HandDown.state != "refused")
        .order_by(HandDown.made_at.desc(), HandDown.id.desc())
        .limit(1)
    ).one_or_none()
    return last is not None and last.state != "declined" and last.decision != "district"


def hand_downs_of(session: Session, incident_id: UUID) -> Sequence[HandDown]:
    """Every hand-down of a case, refused ones too, oldest first."""
    return session.scalars(
        select(HandDown).where(HandDown.incident_id == incident_id).order_by(HandDown.made_at, HandDown.id)
    ).all()


@dataclass(frozen=True)
class HandDownFilter:
    """Which hand-downs: of the townships in `area`, made from `since` until `until`, half-open."""

    area: str | None
    since: datetime | None
    until: datetime | None


def _narrowed(statement: Any, wanted: HandDownFilter) -> Any:
    if wanted.area is not None:
        statement = statement.where(func.starts_with(HandDown.township_code, wanted.area))
    if wanted.since is not None:
        statement = statement.where(HandDown.made_at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(HandDown.made_at < wanted.until)
    return statement


def hand_downs_in(
    session: Session,
    wanted: HandDownFilter,
    *,
    state: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[HandDown, Incident]]:
    """Hand-downs with their cases in sight, the newest first; one more than `limit`.

    Of the cases no more is read than the report shows and its reader's right to the words needs.
    """
    statement = (
        select(HandDown, Incident)
        .join(Incident, Incident.id == HandDown.incident_id)
        .options(load_only(*_SHOWN, raiseload=True))
    )
    if state is not None:
        statement = statement.where(HandDown.state == state)
    if before is not None:
        statement = statement.where(tuple_(HandDown.made_at, HandDown.id) < before)
    narrowed = _narrowed(statement, wanted)
    rows = session.execute(narrowed.order_by(HandDown.made_at.desc(), HandDown.id.desc()).limit(limit + 1))
    return [(row[0], row[1]) for row in rows]


def count_hand_downs(session: Session, wanted: HandDownFilter) -> dict[str, int]:
    """How many hand-downs in sight stand in each state."""
    counted = select(HandDown.state, func.count()).join(Incident, Incident.id == HandDown.incident_id)
    rows = session.execute(_narrowed(counted, wanted).group_by(HandDown.state))
    return {row[0]: row[1] for row in rows}
