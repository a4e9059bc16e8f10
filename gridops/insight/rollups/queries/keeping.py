"""The one place that says in SQL under which keys a case is kept. Folding, filling and verifying all take it."""

from __future__ import annotations

from gridops.incidents.shown import CODE
from gridops.insight.rollups.rules import CUTS, KEPT

DAYS = range(1, 32)
WORDS = ("service_group", "service_code", "state", "level", "origin", "unit")
KEY = ("cut", "area_level", "month", "area_code", *WORDS)

_AREA = {
    "district": "p.district_code",
    "township": "p.township_code",
    "village": "p.village_code",
    "grid": "p.scope_code",
}
_VALUE = {**{word: f"b.{word}" for word in WORDS}, "unit": "coalesce(b.unit_id::text, '')"}


def _books() -> str:
    """One row of VALUES for each cut of each level: what a case counts under there."""
    return ", ".join(
        "(" + ", ".join(
            [f"'{cut}'", f"'{level}'", _AREA[level], *(_VALUE[w] if w in CUTS[cut] else "''" for w in WORDS)]
        ) + ")"
        for level, cuts in KEPT.items()
        for cut in cuts
    )  # fmt: skip


def kept(base: str) -> str:
    """The SELECT of (…KEY, d, n) over `base`: (scope_code, day, words…, unit_id, n). What nets to 0 is left out.

    `n` is an integer in both: a sum of bigints is numeric, and thirty-one of these for each key cost the most.
    """
    key = ", ".join(("k.cut", "k.area_level", "month", "k.area_code", *(f"k.{word}" for word in WORDS)))
    return f"""
    SELECT {key}, extract(day FROM b.day)::int AS d, sum(b.n)::int AS n
    FROM {base} b JOIN gridops.rollup_place p USING (scope_code)
    CROSS JOIN LATERAL (VALUES {_books()}) k(cut, area_level, area_code, {", ".join(WORDS)})
    CROSS JOIN LATERAL (SELECT date_trunc('month', b.day)::date AS month) m
    GROUP BY {key}, d HAVING sum(b.n) <> 0
    """


def by_month(daily: str) -> str:
    """The SELECT of rows for `rollup_month` over `daily`, rows of (…KEY, d, n)."""
    key = ", ".join(KEY)
    days = ", ".join(f"coalesce(sum(n) FILTER (WHERE d = {d}), 0)" for d in DAYS)
    return f"SELECT {key}, sum(n)::int AS n, CAST(ARRAY[{days}] AS integer[]) AS days FROM {daily} GROUP BY {key}"


#: What `filled_by_month` wants: one month's kinds with the areas above them, the number of the day, all words.
PLACED = f"""
    SELECT p.district_code, p.township_code, p.village_code, p.scope_code, extract(day FROM b.day)::int AS d,
           {", ".join(f"{value} AS {word}" for word, value in _VALUE.items())}, b.n
    FROM cases b JOIN gridops.rollup_place p USING (scope_code)
"""


def filled_by_month(placed: str) -> str:
    """What `by_month` over `kept` gives of one :month, `placed`, in the order of KEY: each cut of each level by itself.

    Grouped and sorted by the few words that it keeps apart, and not all by all words, it takes half the time; areas
    looked up once and not for each cut, a third less.
    """
    books = sorted((cut, level) for level, cuts in KEPT.items() for cut in cuts)
    return " UNION ALL ".join(_book_by_month(placed, cut, level) for cut, level in books)


def _book_by_month(placed: str, cut: str, level: str) -> str:
    words = [word for word in WORDS if word in CUTS[cut]]
    own = ", ".join(("area_code", *words))
    shown = ", ".join(word if word in words else f"'' AS {word}" for word in WORDS)
    days = ", ".join(f"coalesce(sum(n) FILTER (WHERE d = {d}), 0)" for d in DAYS)
    return f"""(
    SELECT '{cut}' AS cut, '{level}' AS area_level, CAST(:month AS date) AS month, area_code, {shown},
           sum(n)::int AS n, CAST(ARRAY[{days}] AS integer[]) AS days
    FROM (
        SELECT {", ".join((f"{_AREA[level]} AS area_code", *words))}, d, sum(n)::int AS n
        FROM {placed} p GROUP BY {own}, d
    ) daily
    GROUP BY {own} ORDER BY {own})"""


_ABOVE = """
    coalesce((
        SELECT v.code FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id
        WHERE s.state <> 'draft' AND v.level = '{level}' AND v.code = ANY(
            ARRAY(SELECT left(c.scope_code, k) COLLATE "C" FROM generate_series(1, length(c.scope_code)) k))
        ORDER BY length(v.code) DESC LIMIT 1), c.scope_code)
"""
#: The areas above a code, by every set that was put in force: a code's beginning is its area's code.
AREAS_ABOVE = ", ".join(
    f"{_ABOVE.format(level=level)} AS {level}_code" for level in ("district", "township", "village")
)

#: Cases as `kept` wants them, at most one row for each kind, with their number.
CASES = f"""
    SELECT {CODE} AS scope_code, (i.reported_at AT TIME ZONE :zone)::date AS day, i.service_group, i.service_code,
           i.state, i.level, i.origin, i.unit_id, count(*)::int AS n
    FROM gridops.incident i
    WHERE i.merged_into IS NULL AND i.reported_at >= :since AND i.reported_at < :until
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
