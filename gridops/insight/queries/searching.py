"""Pages of cases that hold a word: among the newest first, then by the index of what is written. Ids only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.order import Key, narrowed, newest
from gridops.insight.queries.where import where
from gridops.insight.queries.written import is_written
from gridops.people.rules import Actor

#: So many of the newest cases are looked at one by one before the index is asked for all that hold the word.
LOOKED_AT = 3_000

# A word that is on every tenth case would have the index name them all, only to sort them and show a page of them;
# one that fills no page from the newest is rare enough to be looked up. So nobody has to guess how frequent it is.
_LOOK = """
    SELECT c.reported_at, c.id, c.is_hit, c.n FROM (
        SELECT p.*, row_number() OVER () AS n FROM (
            SELECT i.reported_at, i.id, ({whole}) AS is_hit FROM gridops.incident i WHERE {wide} {newest}
        ) p
    ) c WHERE c.is_hit OR c.n = :limit ORDER BY c.n
"""
_LOOK_UP = "SELECT i.reported_at, i.id FROM gridops.incident i WHERE {where} {newest}"


def search_ids(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """(reported_at, id) of at most `limit` cases after a key that hold `filters.q`, newest first."""
    hits, before = _among_newest(session, actor, filters, after=after, limit=limit)
    if before is None or len(hits) >= limit:
        return hits[:limit]
    found = narrowed(filters, actor, before)
    statement = text(_LOOK_UP.format(where=found.sql, newest=newest(filters, actor)))
    with reading_the_map(session):
        return [*hits, *session.execute(statement, found.params | {"limit": limit - len(hits)}).all()]


def _among_newest(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> tuple[list[Any], Key | None]:
    """Those among the newest that hold the word, and how far down was looked; None where nothing lies below."""
    # Only what an index narrows down bounds the look, the rest is asked of each case: else the look for a word in
    # what is itself rare would go through everything.
    wide = replace(
        filters, q=None, polygon=None, bbox=None, near=None, service_codes=(), levels=(), origins=(),
        due_states=(), grid_methods=(),
    )  # fmt: skip
    bounds, whole = narrowed(wide, actor, after), where(replace(filters, q=None), actor)
    written, params = is_written(filters.q or "")
    statement = text(
        _LOOK.format(whole=f"{whole.sql} AND {written}", wide=bounds.sql, newest=newest(wide, actor))
    )
    most = max(LOOKED_AT, limit)
    with reading_the_map(session):
        rows = session.execute(statement, whole.params | bounds.params | params | {"limit": most}).all()
    hits = [row for row in rows if row.is_hit]
    is_all = not rows or rows[-1].n < most
    return hits, None if is_all else Key(rows[-1].reported_at, rows[-1].id)
