"""Pages of cases, newest first: as ids, as GeoJSON made by the database, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.basis import grid_of
from gridops.insight.queries.columns import CSV_COLUMNS, FEATURE_COLUMNS, reading_the_map, shown
from gridops.insight.queries.order import Key, after_key, is_few, narrowed, newest
from gridops.insight.queries.searching import LOOKED_AT, search_ids
from gridops.insight.queries.where import Where, where
from gridops.people.rules import Actor


def _wanted(session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int) -> Where:
    """The condition for a page; a word is looked for beforehand, so that the page is read by id."""
    if not filters.q:
        return narrowed(filters, actor, after)
    ids = search_ids(session, actor, filters, after=after, limit=limit)
    found = where(replace(filters, q=None), actor)
    found.add("i.id = ANY(CAST(:found AS uuid[]))", found=[str(row.id) for row in ids])
    return found


_PAGE = "SELECT i.reported_at, i.id FROM gridops.incident i WHERE {where} {newest}"
# A unit of a whole town has been on every tenth case: the index would name them all, only to sort them. Where the
# newest cases of all fill the page, it is not asked.
_PAGE_OF_FEW = """
    WITH hit AS MATERIALIZED (
        SELECT p.reported_at, p.id FROM (
            SELECT i.reported_at, i.id, ({where}) AS is_hit FROM gridops.incident i WHERE {recent}
            ORDER BY i.reported_at DESC, i.id DESC LIMIT :looked_at
        ) p WHERE p.is_hit LIMIT :limit
    ), one AS (
        SELECT h.* FROM hit h WHERE (SELECT count(*) FROM hit) >= :limit
        UNION ALL SELECT * FROM ({page}) i WHERE (SELECT count(*) FROM hit) < :limit
    )
    SELECT reported_at, id FROM one ORDER BY reported_at DESC, id DESC
"""


def page_ids(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """(reported_at, id) of at most `limit` cases after a key."""
    if filters.q:
        return search_ids(session, actor, filters, after=after, limit=limit)
    found = narrowed(filters, actor, after)
    page = _PAGE.format(where=found.sql, newest=newest(filters, actor))
    if is_few(filters, actor):
        recent = after_key(Where(["true"]), after)
        page = _PAGE_OF_FEW.format(where=found.sql, recent=recent.sql, page=page)
    with reading_the_map(session):
        params = found.params | {"limit": limit, "looked_at": LOOKED_AT}
        return session.execute(text(page), params).all()


def page_rows(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """Rows of `CSV_COLUMNS` and `label_family` of at most `limit` cases after a key."""
    found = _wanted(session, actor, filters, after=after, limit=limit)
    grid = grid_of(filters.basis)
    columns = ", ".join(shown(c, grid) for c in CSV_COLUMNS)
    statement = text(
        f"SELECT {columns}, i.label_family FROM gridops.incident i {grid.join}"
        f" WHERE {found.sql} {newest(filters, actor)}"
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
    found = _wanted(session, actor, filters, after=after, limit=limit + 1)
    grid = grid_of(filters.basis)
    columns = ", ".join(shown(c, grid) for c in (*FEATURE_COLUMNS, *_BESIDE))
    order = newest(filters, actor)
    statement = text(_FEATURES.format(columns=columns, join=grid.join, where=found.sql, newest=order))
    with reading_the_map(session):
        # One more than asked is looked at and not shown: it tells whether there is a next page.
        row = session.execute(statement, found.params | {**grid.params, "limit": limit + 1}).one()
    return row.features, Key(row.last_at, UUID(row.last_id)) if row.has_more else None
