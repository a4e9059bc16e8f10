"""Telling the log that units have become busier or freer. A unit's entry speaks of the unit alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from gridops.db.session import Session
from gridops.log.appending import Entry, append
from gridops.people import queries as people_queries
from gridops.territory import queries as territory_queries


def append_unit_entries(session: Session, unit_ids: Iterable[UUID], *, actor_id: UUID | None) -> None:
    """One `unit.status_changed` for each unit; who sees the unit's area learns of it, not of the case."""
    units = people_queries.units_by_id(session, sorted(set(unit_ids), key=str))
    groups = territory_queries.groups_of(session, sorted({unit.area_code for unit in units.values()}))
    # Towns that share a squad all see it.
    members = {group.code: group.member_codes for group in groups}
    append(
        session,
        *(
            Entry(
                action="unit.status_changed",
                entity="unit",
                entity_id=unit.id,
                version=1,
                actor_id=actor_id,
                areas=[unit.area_code, *members.get(unit.area_code, ())],
                units=[unit.id],
            )
            for unit in units.values()
        ),
    )
