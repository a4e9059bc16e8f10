"""From units to the contract's unit: status from running dispatches, numbers for those entitled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gridops.db.session import Session, acting_as
from gridops.dispatch.units.queries import positions_of, readiness_of
from gridops.dispatch.units.wire import UnitsOut, UnitStatusOut
from gridops.http import paging
from gridops.people import queries as people_queries
from gridops.people.roles import PHONE_READERS
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def unit_statuses(
    session: Session, actor: Actor, areas: Sequence[str], *, with_own: bool = True
) -> list[UnitStatusOut]:
    """Units of `areas` (and one's own) with status and latest position, by area and agency."""
    rows = people_queries.units_in(session, areas, actor.units if with_own else ())
    ids = [row.id for row in rows]
    # A unit is as busy as all its dispatches make it, also those that the caller may not see.
    with acting_as(session, "gridops_map"):
        ready = readiness_of(session, ids)
        positions = positions_of(session, ids)
    shared = territory_queries.groups_within(session, areas)
    may_call = actor.has_role(*PHONE_READERS)
    found = []
    for row in rows:
        state, position = ready.get(row.id), positions.get(row.id)
        found.append(
            UnitStatusOut(
                id=row.id,
                name=row.name,
                kind=row.kind,
                agency_code=row.agency_code,
                agency_name=row.agency_name,
                area_code=row.area_code,
                serves=shared.get(row.area_code, []),
                phone=row.phone if may_call else None,
                status=state.status if state else "available",
                open_dispatches=state.open_dispatches if state else 0,
                lon=position.lon if position else None,
                lat=position.lat if position else None,
                position_at=position.at if position else None,
            )
        )
    return found


def present_units(session: Session, actor: Actor, query: Any) -> UnitsOut:
    """A page of units in sight."""
    areas = [query.area] if query.area else list(actor.areas)
    units = unit_statuses(session, actor, areas, with_own=query.area is None)
    if query.status:
        units = [u for u in units if u.status == query.status]
    after = paging.decode(query.cursor, 3)
    keys = [[u.area_code, u.agency_code, str(u.id)] for u in units]
    start = next((n for n, key in enumerate(keys) if after is None or key > after), len(units))
    page = units[start : start + query.limit]
    more = start + query.limit < len(units)
    return UnitsOut(items=page, next_cursor=paging.encode(keys[start + len(page) - 1]) if more else None)
