"""Reading the dispatches of cases."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.dispatches.rules import GIVEN_BACK
from gridops.incidents.models import Incident
from gridops.incidents.queries import grouped_by_case


def current_dispatches(session: Session, incident_id: UUID) -> list[Dispatch]:
    """Dispatches that still run, oldest first."""
    return list(
        session.scalars(
            select(Dispatch)
            .where(Dispatch.incident_id == incident_id, Dispatch.is_current)
            .order_by(Dispatch.made_at, Dispatch.id)
        )
    )


def dispatches_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Dispatch]]:
    """All dispatches of some cases, oldest first."""
    if not ids:
        return {}
    return grouped_by_case(
        session.scalars(
            select(Dispatch).where(Dispatch.incident_id.in_(ids)).order_by(Dispatch.made_at, Dispatch.id)
        )
    )


def count_returns(session: Session, incident_id: UUID) -> int:
    """How often units gave the case back (declined or returned), to the desk."""
    given_back = select(func.count()).where(
        Dispatch.incident_id == incident_id, Dispatch.status.in_(GIVEN_BACK)
    )
    return session.scalar(given_back) or 0


def running_cases_of(session: Session, unit_id: UUID, *, limit: int | None = None) -> list[Incident]:
    """Open cases for which a unit is under way, oldest first."""
    return list(session.scalars(_running(unit_id).order_by(Incident.reported_at, Incident.id).limit(limit)))


def count_running_cases(session: Session, unit_id: UUID) -> int:
    """How many open cases a unit is under way for."""
    return session.scalar(select(func.count()).select_from(_running(unit_id).subquery())) or 0


def lock_running_cases(session: Session, unit_id: UUID) -> list[Incident]:
    """The same cases, locked for a change, always in the order of their ids."""
    query = _running(unit_id).order_by(Incident.id).with_for_update()
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _running(unit_id: UUID) -> Select[Incident]:
    sent = select(Dispatch.incident_id).where(Dispatch.unit_id == unit_id, Dispatch.is_current)
    return select(Incident).where(Incident.is_open, Incident.id.in_(sent))
