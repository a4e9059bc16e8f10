"""Reading what the log says of who comes in and who may do what. Runs as a role that may read the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.log.models import LogEntry
from gridops.people.models import ACCESS_ENTITIES


def access_entries(
    session: Session,
    *,
    before: int | None = None,
    since: datetime | None = None,
    actor_id: UUID | None = None,
    entity_id: UUID | None = None,
    actions: Sequence[str] = (),
    limit: int,
) -> Sequence[LogEntry]:
    """Entries of accounts, devices and sign-ins, newest first."""
    query = select(LogEntry).where(LogEntry.entity.in_(ACCESS_ENTITIES)).order_by(LogEntry.id.desc())
    if before is not None:
        query = query.where(LogEntry.id < before)
    if since is not None:
        query = query.where(LogEntry.at >= since)
    if actor_id is not None:
        query = query.where(LogEntry.actor_id == actor_id)
    if entity_id is not None:
        query = query.where(LogEntry.entity_id == entity_id)
    if actions:
        query = query.where(LogEntry.action.in_(actions))
    return session.scalars(query.limit(limit)).all()
