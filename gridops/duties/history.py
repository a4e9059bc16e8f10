"""Who changed what in this room, as the log keeps it. Writes nothing."""

from __future__ import annotations

from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.duties.registers.wire import RecordedChangeOut
from gridops.log import queries as log_queries
from gridops.people import queries as people_queries


def changes_of(session: Session, entity_id: UUID) -> list[RecordedChangeOut]:
    """Who changed an entity of this room, and what, newest first."""
    with acting_as(session, "gridops_map"):
        entries = log_queries.timeline(session, entity_id)[-200:]
    names = people_queries.names_of(session, [e.actor_id for e in entries if e.actor_id])
    return [
        RecordedChangeOut(
            at=e.at,
            actor=names.get(e.actor_id) if e.actor_id else None,
            action=e.action,
            version=e.version,
            data=e.data,
        )
        for e in reversed(entries)
    ]
