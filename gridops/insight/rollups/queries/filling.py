"""Statements that fill the roll-ups anew from the cases, month by month."""

from __future__ import annotations

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.shown import CODE, LAT, LON
from gridops.insight.rollups.queries.folding import SETS_MARK
from gridops.insight.rollups.queries.keeping import AREAS_ABOVE, CASES, KEY, PLACED, filled_by_month
from gridops.insight.rollups.queries.recounting import Month

ONE_PICTURE = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

# No TRUNCATE: who reads an older picture would find nothing.
_CLEAR = (
    text("DELETE FROM gridops.rollup_pending"),
    text("DELETE FROM gridops.rollup_month"),
    text("DELETE FROM gridops.rollup_place"),
)
_PLACES = text(
    f"""
    INSERT INTO gridops.rollup_place
        (scope_code, district_code, township_code, village_code, west, south, east, north)
    SELECT c.scope_code, {AREAS_ABOVE}, c.west, c.south, c.east, c.north
    FROM (SELECT {CODE} AS scope_code, min({LON}) AS west, min({LAT}) AS south, max({LON}) AS east, max({LAT}) AS north
          FROM gridops.incident i WHERE i.merged_into IS NULL GROUP BY 1) c
    """
)
_MARK = text(
    "INSERT INTO gridops.rollup_state (id, sets_mark) VALUES (1, :mark)"
    " ON CONFLICT (id) DO UPDATE SET sets_mark = excluded.sets_mark"
)
_FILL = text(
    f"""
    WITH cases AS MATERIALIZED ({CASES}), placed AS MATERIALIZED ({PLACED}),
    -- In order, so that what is asked together lies together.
    added AS (
        INSERT INTO gridops.rollup_month ({", ".join(KEY)}, n, days) {filled_by_month("placed")}
    )
    SELECT coalesce(sum(n), 0)::bigint FROM cases
    """
)


def clear(session: Session) -> None:
    """Forget what was kept, and what was pending in this transaction's picture."""
    for statement in _CLEAR:
        session.execute(statement)


def place_all(session: Session) -> None:
    """Learn every code under which cases stand, by the sets there are."""
    session.execute(_PLACES)
    session.execute(_MARK, {"mark": session.scalar(SETS_MARK)})


def fill_month(session: Session, month: Month) -> int:
    """Keep the counts of one month; returns how many cases it has."""
    return session.scalar(_FILL, month.params) or 0
