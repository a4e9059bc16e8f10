"""Pages of cases, newest first: as ids, as GeoJSON made by the database, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.basis import grid_of
from gridops.insight.queries.columns import CSV_COLUMNS, FEATURE_COLUMNS, reading_the_map, shown
from gridops.insight.queries.where import Where, where
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Key:
    """Where a page ended: the next one begins after it."""

    reported_at: datetime
    id: UUID


def _narrowed(filters: Filters, actor: Actor, after: Key | None) -> Where:
    found = where(filters, actor)
    if after is not None:
        found.add(
            "(i.reported_at, i.id) < (:after_at, CAST(:after_id AS uuid))",
            after_at=after.reported_at,
            after_id=str(after.id),
        )
    return found


def _newest(filters: Filters, actor: Actor) -> str:
    """The order of pages.

    The planner takes units and persons for common and would walk down all cases by time to find the few that
    are a handler's or a reporter's own. A time that no index holds makes it find those first, then sort.
    """
    is_few = not actor.areas or filters.unit_ids is not None or filters.reporter_id is not None
    time = "i.reported_at + interval '0'" if is_few else "i.reported_at"
    return f"ORDER BY {time} DESC, i.id DESC LIMIT :limit"


def page_ids(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """(reported_at, id) of at most `limit` cases after a key."""
    found = _narrowed(filters, actor, after)
    statement = text(
        f"SELECT i.reported_at, i.id FROM gridops.incident i WHERE {found.sql} {_newest(filters, actor)}"
    )
    with reading_the_map(session):
        return session.execute(statement, found.params | {"limit": limit}).all()


def page_rows(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """Rows of `CSV_COLUMNS` and `label_family` of at most `limit` cases after a key."""
    found = _narrowed(filters, actor, after)
    grid = grid_of(filters.basis)
    columns = ", ".join(shown(c, grid) for c in CSV_COLUMNS)
    statement = text(
        f"SELECT {columns}, i.label_family FROM gridops.incident i {grid.join}"
        f" WHERE {found.sql} {_newest(filters, actor)}"
    )
    with reading_the_map(session):
        return session.execute(statement, found.params | {**grid.params, "limit": limit}).all()


_PROPERTIES = ", ".join(f"'{c}', p.{c}" for c in FEATURE_COLUMNS)
_BESIDE = ("is_restricted", "lon", "lat", "unit_id", "unit_name")
_FEATURES = f"""
    WITH p AS (
        SELECT q.*, row_number() OVER (ORDER BY q.reported_at DESC, q.id DESC) AS n FROM (
            SELECT {{columns}} FROM gridops.incident i {{join}} WHERE {{where}} {{newest}}
        ) q
    )
    SELECT coalesce(string_agg(json_build_object(
               'type', 'Feature', 'id', p.id,
               'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(p.lon, p.lat)),
               'properties', json_build_object({_PROPERTIES}, 'restricted', p.is_restricted,
                   'lon', p.lon, 'lat', p.lat, 'unit', CASE WHEN p.unit_id IS NOT NULL
                   THEN json_build_object('id', p.unit_id, 'name', p.unit_name) END)
           )::text, ',' ORDER BY p.n) FILTER (WHERE p.n < :limit), '') AS features,
           max(p.reported_at) FILTER (WHERE p.n = :limit - 1) AS last_at,
           max(p.id::text) FILTER (WHERE p.n = :limit - 1) AS last_id,
           count(*) = :limit AS has_more
    FROM p
"""


def page_features(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> tuple[str, Key | None]:
    """GeoJSON features of at most `limit` cases, separated by commas, and the key of the next page."""
    found = _narrowed(filters, actor, after)
    grid = grid_of(filters.basis)
    columns = ", ".join(shown(c, grid) for c in (*FEATURE_COLUMNS, *_BESIDE))
    newest = _newest(filters, actor)
    statement = text(_FEATURES.format(columns=columns, join=grid.join, where=found.sql, newest=newest))
    with reading_the_map(session):
        # One more than asked is looked at and not shown: it tells whether there is a next page.
        row = session.execute(statement, found.params | {**grid.params, "limit": limit + 1}).one()
    return row.features, Key(row.last_at, UUID(row.last_id)) if row.has_more else None
