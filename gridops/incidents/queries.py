"""Reading cases by id: locked for a move, with companions for an answer. Lists stand in listing.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from gridops.db.session import Session
from gridops.incidents.models import Incident, IncidentPrivate


def lock_incident(session: Session, incident_id: UUID) -> Incident | None:
    """A case in sight, locked until the end of the transaction and read afresh."""
    return session.scalar(
        select(Incident)
        .where(Incident.id == incident_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def find_incident(session: Session, incident_id: UUID) -> Incident | None:
    """A case in sight."""
    return session.scalar(select(Incident).where(Incident.id == incident_id))


def incidents_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Incident]:
    """Cases in sight by id, read afresh."""
    rows = session.scalars(
        select(Incident).where(Incident.id.in_(list(ids))).execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def private_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, IncidentPrivate]:
    """Private rows of some cases that the policy lets through."""
    if not ids:
        return {}
    rows = session.scalars(select(IncidentPrivate).where(IncidentPrivate.incident_id.in_(ids)))
    return {row.incident_id: row for row in rows}


def count_open(session: Session) -> int:
    """Open cases in sight."""
    return session.scalar(select(func.count()).select_from(Incident).where(Incident.is_open)) or 0


def grouped_by_case(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows of a case's companions by the case's id, in their order."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.incident_id].append(row)
    return found


@dataclass(frozen=True)
class CaseSelection:
    """Which cases to look at: by area, by special grid, by unit, and points that lay in no grid."""

    codes: Sequence[str]
    special_codes: Sequence[str] = ()
    unit_ids: Sequence[UUID] = ()
    with_unresolved: bool = False


def lock_selected(
    session: Session, selection: CaseSelection, *, after: UUID | None, limit: int
) -> list[Incident]:
    """The next cases in order of their id, open and closed ones, locked."""
    ways: list[ColumnElement[bool]] = [
        Incident.scope_code.in_(list(selection.codes)),
        Incident.special_grid_code.in_(list(selection.special_codes)),
    ]
    if selection.unit_ids:
        ways.append(and_(Incident.is_open, Incident.unit_ids.overlap(list(selection.unit_ids))))
    if selection.with_unresolved:
        ways.append(and_(Incident.grid_method == "unresolved", Incident.location_source != "area"))
    query = select(Incident).where(or_(*ways)).order_by(Incident.id).limit(limit).with_for_update()
    if after is not None:
        query = query.where(Incident.id > after)
    return list(session.scalars(query.execution_options(populate_existing=True)))
