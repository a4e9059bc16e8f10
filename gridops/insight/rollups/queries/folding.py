"""Statements that fold: places learnt, pending rows taken and added to their months in one statement."""

from __future__ import annotations

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.rollups.queries import recounting
from gridops.insight.rollups.queries.keeping import AREAS_ABOVE, DAYS, KEY, by_month, kept

#: Only one at a time folds or fills; who merely reads is not in the way.
LOCK_NOW = text("LOCK TABLE gridops.rollup_state IN EXCLUSIVE MODE NOWAIT")
LOCK = text("LOCK TABLE gridops.rollup_state IN EXCLUSIVE MODE")

_LEARN = text(
    f"""
    INSERT INTO gridops.rollup_place AS p
        (scope_code, district_code, township_code, village_code, west, south, east, north)
    SELECT c.scope_code, {AREAS_ABOVE}, c.west, c.south, c.east, c.north
    FROM (
        SELECT n.scope_code, min(n.west) AS west, min(n.south) AS south, max(n.east) AS east, max(n.north) AS north
        FROM gridops.rollup_pending n LEFT JOIN gridops.rollup_place k USING (scope_code)
        WHERE n.west IS NOT NULL AND (k.scope_code IS NULL
           OR n.west < k.west OR n.south < k.south OR n.east > k.east OR n.north > k.north)
        GROUP BY n.scope_code
    ) c
    ON CONFLICT (scope_code) DO UPDATE SET
        west = least(p.west, excluded.west), south = least(p.south, excluded.south),
        east = greatest(p.east, excluded.east), north = greatest(p.north, excluded.north)
    """
)

_ADDED = ", ".join(f"r.days[{d}] + excluded.days[{d}]" for d in DAYS)
ADD = f"""
    INSERT INTO gridops.rollup_month AS r ({", ".join(KEY)}, n, days) {{monthly}}
    ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET n = r.n + excluded.n, days = ARRAY[{_ADDED}]
"""
# A row whose place was learnt after its box was read waits for the next time.
_FOLD = text(
    f"""
    WITH taken AS (
        DELETE FROM gridops.rollup_pending WHERE ctid = ANY(ARRAY(
            SELECT n.ctid FROM gridops.rollup_pending n JOIN gridops.rollup_place p USING (scope_code)
            WHERE n.west IS NULL
               OR (n.west >= p.west AND n.south >= p.south AND n.east <= p.east AND n.north <= p.north)
            LIMIT :most))
        RETURNING *
    ), netted AS MATERIALIZED (
        SELECT scope_code, day, service_group, service_code, state, level, origin, unit_id, sum(n)::int AS n
        FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0
    ), daily AS ({kept("netted")}), added AS ({ADD.format(monthly=by_month("daily"))})
    SELECT count(*) FROM taken
    """
)

# Which sets there are and since when: where this is unchanged, no area has another one above it.
SETS_MARK = text(
    "SELECT md5(coalesce(string_agg(id::text, ',' ORDER BY id), '')) FROM gridops.boundary_set WHERE state <> 'draft'"
)
_READ_MARK = text("SELECT sets_mark FROM gridops.rollup_state")
_WRITE_MARK = text("UPDATE gridops.rollup_state SET sets_mark = :mark")


def learn_places(session: Session) -> None:
    """Keep the areas above each code that is new among the pending rows, and how far its points reach."""
    session.execute(_LEARN)


def take_pending(session: Session, most: int) -> int:
    """Take up to `most` pending rows and add them to their months, in one statement; how many were taken."""
    return session.scalar(_FOLD, {"most": most}) or 0


def are_places_stale(session: Session) -> bool:
    """Whether a set has put other areas above a known code; asked once for each change of the sets.

    True also where nothing was ever filled.
    """
    mark, held = session.scalar(SETS_MARK), session.scalar(_READ_MARK)
    if mark == held:
        return False
    if not held or recounting.stale_places(session):
        return True
    session.execute(_WRITE_MARK, {"mark": mark})
    return False
