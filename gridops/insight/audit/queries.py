"""Reading the log for the auditor: entries that concern his areas, newest first. Runs as the role that reads lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session, acting_as
from gridops.people.rules import Actor

#: An entry, and whether it speaks of a restricted case.
_ENTRIES = """
    SELECT e.id, e.at, e.action, e.entity, e.entity_id, e.version, e.data, e.actor_id,
           coalesce(i.is_restricted, false) AS is_restricted, i.case_number
    FROM gridops.log_entry e
    LEFT JOIN gridops.incident i ON e.entity = 'incident' AND i.id = e.entity_id
    WHERE {where} ORDER BY e.id DESC LIMIT :limit
"""


def entries_for(
    session: Session,
    actor: Actor,
    *,
    is_whole: bool,
    entity: str | None = None,
    entity_id: UUID | None = None,
    actor_id: UUID | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int,
) -> list[Any]:
    """Entries as the auditor may read them; unless `is_whole` only those that concern an area of his."""
    asked: dict[str, Any] = {"limit": limit}
    where = ["true"]
    for condition, name, value in (
        ("e.entity = :entity", "entity", entity),
        ("e.entity_id = :entity_id", "entity_id", entity_id),
        ("e.actor_id = :actor_id", "actor_id", actor_id),
        ("e.at >= :since", "since", since),
        ("e.id < :before", "before", before),
    ):
        if value is not None:
            where.append(condition)
            asked[name] = value
    if not is_whole:
        where.append(_within(actor, asked))
    with acting_as(session, "gridops_map"):
        return list(session.execute(text(_ENTRIES.format(where=" AND ".join(where))), asked))


def _within(actor: Actor, asked: dict[str, Any]) -> str:
    parts = []
    for n, code in enumerate(actor.areas):
        parts.append(f"(c >= :scope_a{n} AND c < :scope_z{n})")
        asked |= {f"scope_a{n}": code, f"scope_z{n}": code + "~"}
    return f"EXISTS (SELECT FROM unnest(e.areas) AS c WHERE {' OR '.join(parts) or 'false'})"
