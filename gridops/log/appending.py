"""Appending to the log, in the caller's own transaction. Never commits, never tells anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from gridops import clock
from gridops.db.gathering import Gathered
from gridops.db.session import Session, say_before

CHANNEL_PENDING = "gridops_pending"
CHANNEL_NUMBERED = "gridops_numbered"


@dataclass(frozen=True)
class Entry:
    """What is to be appended: `areas`, `units`, `persons` are those concerned before and after the change."""

    action: str
    entity: str
    entity_id: UUID
    version: int
    actor_id: UUID | None
    areas: Sequence[str] = ()
    units: Sequence[UUID] = ()
    persons: Sequence[UUID] = ()
    data: dict[str, Any] = field(default_factory=dict)


_APPEND = text(
    """
    WITH sent AS (
        SELECT r.*, t.n FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS t(v, n),
        jsonb_to_record(t.v) AS r(at timestamptz, actor_id uuid, action text, entity text, entity_id uuid, version int,
                                  data jsonb, areas text[], units uuid[], persons uuid[])
    ), added AS (
        INSERT INTO gridops.log_entry
            (at, actor_id, action, entity, entity_id, version, data, areas, units, persons)
        SELECT at, actor_id, action, entity, entity_id, version, data, areas, units, persons
        FROM sent ORDER BY n
        RETURNING id
    )
    INSERT INTO gridops.log_pending (entry_id) SELECT id FROM added
    """
)


def append_gathered(session: Session, gathered: Gathered) -> None:
    """Append the entries that were held back, in the trip of the next statement."""
    rows = gathered.take("log_entry")
    if rows:
        say_before(session, _APPEND.text.replace(":rows", "%s"), orjson.dumps(rows).decode())


def append(session: Session, *entries: Entry) -> None:
    """Append `entries` in their order; call it after the rows they speak of have been locked or written.

    Where rows are gathered, they are written with those.
    """
    if not entries:
        return
    at = clock.now()
    rows = [
        {
            "at": at,
            "actor_id": e.actor_id,
            "action": e.action,
            "entity": e.entity,
            "entity_id": e.entity_id,
            "version": e.version,
            "data": e.data,
            "areas": sorted(set(e.areas)),
            "units": sorted(set(e.units), key=str),
            "persons": sorted(set(e.persons), key=str),
        }
        for e in entries
    ]
    session.hint(CHANNEL_PENDING)
    if session.gathered is not None:
        session.gathered.add("log_entry", *rows)
        return
    session.flush()
    append_rows(session, rows)


def append_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append entries that were gathered and say themselves when they were made, in this order."""
    session.hint(CHANNEL_PENDING)
    session.execute(_APPEND, {"rows": orjson.dumps(rows).decode()})
