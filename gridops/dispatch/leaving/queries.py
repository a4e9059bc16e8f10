"""Reading what of cases is open in a person's name: tasks taken on, reports of his own. Runs as `gridops_system`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident


def open_tasks(session: Session, account_id: UUID) -> Sequence[tuple[Dispatch, Incident]]:
    """Dispatches that run and that a person has taken on, with their cases, the oldest first."""
    rows = session.execute(
        select(Dispatch, Incident)
        .join(Incident, Incident.id == Dispatch.incident_id)
        .where(Dispatch.assignee_id == account_id, Dispatch.is_current)
        .order_by(Dispatch.made_at, Dispatch.id)
    )
    return [(row[0], row[1]) for row in rows]


def open_reports(session: Session, account_id: UUID) -> Sequence[Incident]:
    """Open cases that a person reported, the oldest first: those nobody has taken up yet, and those under way."""
    return session.scalars(
        select(Incident)
        .where(Incident.reporter_id == account_id, Incident.is_open)
        .order_by(Incident.reported_at, Incident.id)
    ).all()
