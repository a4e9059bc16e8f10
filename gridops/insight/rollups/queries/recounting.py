"""Statements that hold the roll-ups against the cases: every key whose number differs, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.shown import CODE, LAT, LON
from gridops.insight.rollups.queries.keeping import AREAS_ABOVE, CASES, KEY, kept

#: A month is counted in memory where it fits; what does not goes to disk by itself. To compile a statement of a few
#: hundred expressions anew for each month takes as long as to run it.
ROOM = text("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
_MONTHS = text(
    """
    WITH zone AS (SELECT coalesce((SELECT time_zone FROM gridops.deployment), 'UTC') AS name), seen AS (
        SELECT month FROM gridops.rollup_month GROUP BY month
        UNION SELECT date_trunc('month', day)::date FROM gridops.rollup_pending GROUP BY 1
        UNION SELECT generate_series(
            date_trunc('month', (SELECT min(reported_at) FROM gridops.incident) AT TIME ZONE name),
            (SELECT max(reported_at) FROM gridops.incident) AT TIME ZONE name, interval '1 month')::date FROM zone
    )
    SELECT month, zone.name AS zone, month::timestamp AT TIME ZONE zone.name AS since,
           (month + interval '1 month') AT TIME ZONE zone.name AS until
    FROM seen, zone ORDER BY month
    """
)

_PENDING = """
    SELECT scope_code, day, service_group, service_code, state, level, origin, unit_id, sum(n)::int AS n
    FROM gridops.rollup_pending WHERE day >= :month AND day < :month + interval '1 month'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0
"""
_KEPT_DAYS = f"""
    SELECT {", ".join(KEY)}, u.d::int AS d, u.n
    FROM gridops.rollup_month r CROSS JOIN LATERAL unnest(r.days || r.n) WITH ORDINALITY u(n, d)
    WHERE r.month = :month AND u.n <> 0
"""
# The 32nd number of a row is its sum, which has to be that of its days.
_DIFFERENCES = text(
    f"""
    WITH cases AS MATERIALIZED ({CASES}), pending AS MATERIALIZED ({_PENDING}),
    counted AS MATERIALIZED (
        SELECT {", ".join(KEY)}, d, sum(n) AS n FROM ({kept("cases")}) c GROUP BY {", ".join(KEY)}, d
    ),
    held AS (
        SELECT {", ".join(KEY)}, d, n FROM ({_KEPT_DAYS}) k
        UNION ALL SELECT {", ".join(KEY)}, x.d, n FROM ({kept("pending")}) p
            CROSS JOIN LATERAL (VALUES (p.d), (32)) x(d)
    ),
    expected AS (
        SELECT {", ".join(KEY)}, x.d, n FROM counted c CROSS JOIN LATERAL (VALUES (c.d), (32)) x(d)
    )
    SELECT {", ".join(KEY)}, d, sum(counted)::int AS counted, sum(held)::int AS held
    FROM (SELECT {", ".join(KEY)}, d, n AS counted, 0 AS held FROM expected
          UNION ALL SELECT {", ".join(KEY)}, d, 0, n FROM held) both_sides
    GROUP BY {", ".join(KEY)}, d HAVING sum(counted) <> sum(held)
    ORDER BY {", ".join(KEY)}, d
    """
)
# What is counted under a code has to lie within the reach that polygons go by, and the code has to be known.
_BEYOND = text(
    f"""
    WITH reach AS (
        SELECT scope_code, min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north
        FROM (SELECT scope_code, west, south, east, north FROM gridops.rollup_place
              UNION ALL SELECT scope_code, west, south, east, north FROM gridops.rollup_pending) r GROUP BY 1
    )
    SELECT i.scope_code, count(*) AS n
    FROM (SELECT {CODE} AS scope_code, {LON} AS lon, {LAT} AS lat FROM gridops.incident i WHERE i.merged_into IS NULL) i
    LEFT JOIN reach r USING (scope_code)
    WHERE (r.west IS NULL
       OR i.lon < r.west OR i.lon > r.east OR i.lat < r.south OR i.lat > r.north)
    GROUP BY 1 ORDER BY 1
    """
)
_STALE = text(
    f"""
    SELECT p.scope_code, p.village_code, now.village_code AS village_now, p.township_code,
           now.township_code AS township_now
    FROM gridops.rollup_place p JOIN (SELECT c.scope_code, {AREAS_ABOVE} FROM gridops.rollup_place c) now
        USING (scope_code)
    WHERE (p.district_code, p.township_code, p.village_code)
       <> (now.district_code, now.township_code, now.village_code)
    ORDER BY p.scope_code
    """
)


@dataclass(frozen=True)
class Month:
    """A month of the deployment's zone, as statements ask for it."""

    first: date
    params: dict[str, Any]


def months(session: Session) -> Sequence[Month]:
    """Every month that has cases or counts, in order."""
    return [Month(row.month, dict(row._mapping)) for row in session.execute(_MONTHS)]


def differences(session: Session, month: Month) -> Iterator[Any]:
    """Rows of (…KEY, d, counted, held) of a month, where cases and roll-ups differ; `d` 32 is the whole month."""
    yield from session.execute(_DIFFERENCES, month.params)


def beyond_reach(session: Session) -> Sequence[Any]:
    """(scope_code, n) of cases that lie beyond what is known of their code."""
    return session.execute(_BEYOND).all()


def stale_places(session: Session) -> Sequence[Any]:
    """Codes that are kept under other areas than the sets put above them: (scope_code, both ways of either level)."""
    return session.execute(_STALE).all()
