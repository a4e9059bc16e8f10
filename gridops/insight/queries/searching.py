"""Pages of cases that hold a word: among the newest first, then by the index of what is written. Ids only.

The beginning of many cases' numbers is looked for in the days of those numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.order import Key, narrowed, newest
from gridops.insight.queries.where import Where, where
from gridops.insight.queries.written import NUMBERED, beginning, is_found, is_written
from gridops.people.rules import Actor

#: So many of the newest cases are looked at one by one before the index is asked for all that hold the word.
LOOKED_AT = 3_000

# A word that is on every tenth case would have the index name them all, only to sort them and show a page of them;
# one that fills no page from the newest is rare enough to be looked up. So nobody has to guess how frequent it is.
# Row by row, so that the look ends where the page is full.
_LOOK = """
    SELECT c.reported_at, c.id, c.is_hit, c.n FROM (
        SELECT p.*, row_number() OVER (ORDER BY p.reported_at DESC, p.id DESC) AS n FROM (
            SELECT i.reported_at, i.id, ({whole}) AS is_hit FROM gridops.incident i WHERE {wide} {newest}
        ) p
    ) c WHERE c.is_hit OR c.n = :limit ORDER BY c.reported_at DESC, c.id DESC LIMIT :page
"""
_LOOK_UP = "SELECT i.reported_at, i.id FROM gridops.incident i WHERE {where} {newest}"
#: Digits that all numbers share: the county's.
SHARED_DIGITS = 6

# A number is given out by the deployment's day on which a case is reported: those of one beginning are of the days
# from the first of them to the last. Within a day the order of numbers is not that of time where serials grow a digit.
_DAYS_OF_NUMBERS = text(
    f"""
    WITH d AS (SELECT coalesce((SELECT time_zone FROM gridops.deployment), 'UTC') AS zone)
    SELECT (SELECT count(*) FROM (SELECT FROM gridops.incident i WHERE {NUMBERED} LIMIT :most) c) AS n,
           date_trunc('day', first.reported_at AT TIME ZONE d.zone) AT TIME ZONE d.zone AS since,
           (date_trunc('day', last.reported_at AT TIME ZONE d.zone) + interval '1 day') AT TIME ZONE d.zone AS until
    FROM d, (SELECT i.reported_at FROM gridops.incident i WHERE {NUMBERED} ORDER BY i.case_number LIMIT 1) first,
        (SELECT i.reported_at FROM gridops.incident i WHERE {NUMBERED} ORDER BY i.case_number DESC LIMIT 1) last
    """
)


def search_ids(
    session: Session, actor: Actor, filters: Filters, *, after: Key | None, limit: int
) -> Sequence[Any]:
    """(reported_at, id) of at most `limit` cases after a key that hold `filters.q`, newest first."""
    hits, before = _among_newest(session, actor, filters, after=after, limit=limit)
    if before is None or len(hits) >= limit:
        return hits[:limit]
    left = limit - len(hits)
    days = _days_of_many_numbers(session, filters.q or "")
    if days is None:
        return [*hits, *_below(session, actor, filters, narrowed(filters, actor, before), left)]
    plain = replace(filters, q=None)
    by_number, by_text = narrowed(plain, actor, before), narrowed(plain, actor, before)
    if days.until < before.reported_at:
        # Of two upper ends the walk would begin at either.
        by_number = narrowed(plain, actor, None)
        by_number.add("i.reported_at < :numbered_until", numbered_until=days.until)
    by_number.add(
        f"{NUMBERED} AND i.reported_at >= :numbered_since",
        begins=beginning(filters.q or ""),
        numbered_since=days.since,
    )
    condition, params = is_found(filters.q or "", with_numbers=False)
    by_text.add(condition, **params)
    both = {
        *_below(session, actor, plain, by_number, left),
        *_below(session, actor, filters, by_text, left),
    }
    return [*hits, *sorted(both, key=lambda row: (row.reported_at, row.id), reverse=True)[:left]]


def _below(session: Session, actor: Actor, ordered_as: Filters, found: Where, limit: int) -> Sequence[Any]:
    statement = text(_LOOK_UP.format(where=found.sql, newest=newest(ordered_as, actor)))
    with reading_the_map(session):
        return session.execute(statement, found.params | {"limit": limit}).all()


def _days_of_many_numbers(session: Session, word: str) -> Any:
    """(since, until) of the numbers that begin with a word, where these are too many to be sorted; else None."""
    if not word.isdigit() or len(word) <= SHARED_DIGITS:
        return None
    with reading_the_map(session):
        days = session.execute(_DAYS_OF_NUMBERS, {"begins": beginning(word), "most": LOOKED_AT}).first()
    return days if days is not None and days.n >= LOOKED_AT else None


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
        _LOOK.format(whole=f"{written} AND {whole.sql}", wide=bounds.sql, newest=newest(wide, actor))
    )
    most = max(LOOKED_AT, limit)
    with reading_the_map(session):
        rows = session.execute(
            statement, whole.params | bounds.params | params | {"limit": most, "page": limit}
        ).all()
    hits = [row for row in rows if row.is_hit]
    is_all = len(hits) < limit and (not rows or rows[-1].n < most)
    return hits, None if is_all else Key(rows[-1].reported_at, rows[-1].id)
