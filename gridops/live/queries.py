"""Reading for the stream: open cases in sight, counters, the cases and units that entries speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.units.queries import readiness_of
from gridops.incidents import queries as incident_queries
from gridops.incidents.models import Incident
from gridops.incidents.shown import CODE, LAT, LON, stands_within, unless_restricted
from gridops.live.wire import CountersOut, UnitBrief
from gridops.people import queries as people_queries
from gridops.people.rules import Sight
from gridops.people.scope import scope_clause
from gridops.territory.places.rules import PIN_FLAGS

#: A time as the wire models write it, so that snapshot and stream say the same.
_TIME = """replace(to_char(i.{0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z')"""
#: property of `IncidentBrief` → its SQL; a test holds them against the model.
_BRIEF = {
    **{
        name: f"i.{name}"
        for name in (
            "id", "case_number", "service_code", "service_name", "service_group", "label_family", "origin",
            "urgency", "state", "level", "due_state", "version",
        )
    },
    "restricted": "i.is_restricted",
    "lon": LON,
    "lat": LAT,
    "scope_code": CODE,
    "grid_code": unless_restricted("coalesce(nullif(i.today_grid_code, ''), i.grid_code)"),
    "grid_name": unless_restricted("coalesce(nullif(i.today_grid_name, ''), i.grid_name)"),
    "needs_pin": "i.location_flags && CAST(:pin_flags AS text[])",
    "unit": "CASE WHEN i.unit_id IS NOT NULL AND NOT (i.is_restricted AND EXISTS (SELECT FROM gridops.unit u"
    " WHERE u.id = i.unit_id AND u.kind = 'grid')) THEN json_build_object('id', i.unit_id, 'name', i.unit_name) END",
    "reported_at": _TIME.format("reported_at"),
    "due_at": _TIME.format("due_at"),
}  # fmt: skip
# One more than asked is looked at and not shown: it tells whether there is a next page.
_BRIEFS = """
    SELECT coalesce(string_agg(p.brief, ',' ORDER BY p.n) FILTER (WHERE p.n <= :limit), '') AS briefs,
           max(p.reported_at) FILTER (WHERE p.n = :limit) AS last_at,
           max(p.id::text) FILTER (WHERE p.n = :limit) AS last_id, count(*) > :limit AS has_more
    FROM (
        SELECT q.*, row_number() OVER (ORDER BY q.reported_at, q.id) AS n FROM (
            SELECT i.reported_at, i.id, CAST(json_build_object({brief}) AS text) AS brief
            FROM gridops.incident i WHERE {where} ORDER BY i.reported_at, i.id LIMIT :limit + 1
        ) q
    ) p
"""
#: More than are ever open: the whole snapshot is a page too.
EVERYTHING = 10_000_000


def _within(sight: Sight) -> tuple[str, dict[str, Any]]:
    clause, params = scope_clause(sight, "i")
    if sight.area is None:
        return clause, params
    narrowed = (
        f"({stands_within('only_a', 'only_z')}"
        " OR (NOT i.is_restricted AND i.special_grid_code >= :only_a AND i.special_grid_code < :only_z))"
    )
    return f"{clause} AND {narrowed}", params | {"only_a": sight.area, "only_z": sight.area + "~"}


def open_briefs(
    session: Session, sight: Sight, *, after: tuple[datetime, UUID] | None = None, limit: int = EVERYTHING
) -> tuple[str, tuple[datetime, UUID] | None]:
    """Open cases in sight, oldest first, as JSON objects separated by commas, and the key of the next page.

    Made by the database: twenty thousand cases as objects of ours take ten times as long. Runs as `gridops_map`.
    """
    clause, params = _within(sight)
    if after is not None:
        clause += " AND (i.reported_at, i.id) > (:after_at, CAST(:after_id AS uuid))"
        params |= {"after_at": after[0], "after_id": str(after[1])}
    brief = ", ".join(f"'{name}', {sql}" for name, sql in _BRIEF.items())
    row = session.execute(
        text(_BRIEFS.format(brief=brief, where=f"i.is_open AND {clause}")),
        {**params, "limit": limit, "pin_flags": sorted(PIN_FLAGS)},
    ).one()
    return row.briefs, (row.last_at, UUID(row.last_id)) if row.has_more else None


def counters(session: Session, sight: Sight, zone: str) -> CountersOut:
    """Counts for the wall; merged cases are left out. Runs as `gridops_map`."""
    clause, params = _within(sight)
    local = clock.now().astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date(), time(), ZoneInfo(zone))
    rows = session.execute(
        text(
            "SELECT i.state, i.due_state, count(*) AS n FROM gridops.incident i"
            f" WHERE i.is_open AND {clause} GROUP BY i.state, i.due_state"
        ),
        params,
    ).all()
    today = session.execute(
        text(
            "SELECT count(*) FILTER (WHERE i.reported_at >= :midnight) AS reported,"
            " count(*) FILTER (WHERE i.state = 'closed' AND i.closed_at >= :midnight) AS closed"
            " FROM gridops.incident i WHERE i.merged_into IS NULL"
            f" AND (i.reported_at >= :midnight OR i.closed_at >= :midnight) AND {clause}"
        ),
        {**params, "midnight": midnight},
    ).one()
    states: dict[str, int] = {}
    for row in rows:
        states[row.state] = states.get(row.state, 0) + row.n
    return CountersOut(
        open=sum(states.values()),
        soon=sum(row.n for row in rows if row.due_state == "soon"),
        overdue=sum(row.n for row in rows if row.due_state == "overdue"),
        reported_today=today.reported,
        closed_today=today.closed,
        by_state=states,
    )


def _briefs(session: Session, rows: Sequence[Any]) -> list[UnitBrief]:
    ready = readiness_of(session, [row.id for row in rows])
    found = []
    for row in rows:
        state = ready.get(row.id)
        found.append(
            UnitBrief(
                id=row.id,
                name=row.name,
                kind=row.kind,
                agency_code=row.agency_code,
                area_code=row.area_code,
                status=state.status if state else "available",
                open_dispatches=state.open_dispatches if state else 0,
            )
        )
    return found


def units_in_sight(session: Session, sight: Sight) -> list[UnitBrief]:
    """Units of the areas in sight (of the area asked for), and one's own."""
    if sight.area is not None:
        return _briefs(session, people_queries.units_in(session, [sight.area]))
    return _briefs(session, people_queries.units_in(session, sight.areas, sight.units))


def unit_briefs(session: Session, ids: Iterable[UUID]) -> dict[UUID, UnitBrief]:
    """Units by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {u.id: u for u in _briefs(session, people_queries.units_in(session, (), wanted))}


def incidents_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Incident]:
    """Cases by id as they are now."""
    wanted = list(ids)
    return incident_queries.incidents_by_id(session, wanted) if wanted else {}


def recent_positions(session: Session) -> Sequence[Any]:
    """(unit_id, area_code, lon, lat, at, accuracy_m) of the units that told their position in the last ten minutes."""
    return session.execute(
        text(
            "SELECT p.unit_id, u.area_code, p.lon, p.lat, p.at, p.accuracy_m"
            " FROM gridops.unit_position p JOIN gridops.unit u ON u.id = p.unit_id"
            " WHERE p.at > now() - interval '10 minutes'"
        )
    ).all()
