"""Reading the dispatches of cases."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.dispatches.rules import GIVEN_BACK
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
