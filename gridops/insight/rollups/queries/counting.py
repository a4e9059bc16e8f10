"""Counting from the roll-ups in one statement: months, what is pending, and the cases that neither can answer for.

One statement sees one picture: whatever is folded at that instant is counted once, here or there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.shown import CODE, LAT, LON, stands_among
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.insight.rollups.rules import AREA_WORDS, TIME_WORDS, Plan, outermost
from gridops.people.rules import Actor

_LEVELS_OF = text(
    "SELECT DISTINCT v.level FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id"
    " WHERE s.state <> 'draft' AND v.code = ANY(CAST(:codes AS text[]))"
)

_TIME = {
    "day": "to_char({day}, 'YYYY-MM-DD')",
    "week": "to_char(date_trunc('week', {day}), 'YYYY-MM-DD')",
    "month": "to_char({month}, 'YYYY-MM')",
}
_HOLDS = text(
    """
    SELECT EXISTS (SELECT FROM gridops.rollup_place p WHERE ST_Covers(CAST(:polygon AS geometry),
        ST_MakeEnvelope(p.west, p.south, p.east, p.north, 4490)))
    """
)


@dataclass(frozen=True)
class _Branch:
    """How one of the three places says a word: the code of the area, the day, and the words themselves."""

    area: str
    day: str
    month: str
    alias: str
    unit: str

    def key(self, word: str) -> str:
        """The SQL of a word's key."""
        if word in AREA_WORDS:
            return self.area
        if word in TIME_WORDS:
            return _TIME[word].format(day=self.day, month=self.month)
        return self.unit if word == "unit" else f"{self.alias}.{word}"


_LOCAL = "(i.reported_at AT TIME ZONE :zone)"
_FOLDED = _Branch("r.area_code", "(r.month + CAST(u.d AS int) - 1)", "r.month", "r", "nullif(r.unit, '')")
_PENDING = _Branch("n.scope_code", "n.day", "n.day", "n", "n.unit_id::text")
_CASES = _Branch(CODE, _LOCAL, _LOCAL, "i", "i.unit_id::text")


def levels_of(session: Session, codes: Sequence[str]) -> list[str]:
    """The levels that codes have had in any set that was put in force."""
    return list(session.scalars(_LEVELS_OF, {"codes": list(codes)}))


def count_planned(
    session: Session, actor: Actor, filters: Filters, plan: Plan, *, group_by: Sequence[str], zone: str
) -> Sequence[Any]:
    """Rows of (n, k0, k1, …) as `queries.counts.count_groups` gives them, from the roll-up that `plan` names."""
    question = _Question(filters, actor, plan, group_by)
    statement = text(question.by_polygon() if filters.polygon is not None else question.by_areas())
    with reading_the_map(session):
        return session.execute(statement, question.params | {"zone": zone}).all()


def holds_a_place(session: Session, polygon: str) -> bool:
    """Whether a code lies within a polygon as a whole, so that its roll-up is of use. Decides no count."""
    with reading_the_map(session):
        return bool(session.scalar(_HOLDS, {"polygon": polygon}))


class _Question:
    """The statement of one question, put together with its parameters."""

    def __init__(self, filters: Filters, actor: Actor, plan: Plan, group_by: Sequence[str]) -> None:
        self.filters, self.actor, self.plan, self.group_by = filters, actor, plan, group_by
        days = plan.days
        self.params: dict[str, Any] = {
            "first": days.first,
            "last": days.last,
            "first_month": days.first.replace(day=1),
            "last_month": days.last.replace(day=1),
        }
        self._words = ""
        for column, values in (
            ("service_code", filters.service_codes),
            ("state", filters.states),
            ("level", filters.levels),
        ):
            if values:
                self._words += f" AND {{alias}}.{column} = ANY(CAST(:of_{column} AS text[]))"
                self.params[f"of_{column}"] = sorted(set(values))

    def by_areas(self) -> str:
        """Counted in areas, all of which the asker may ask about: nothing in them is out of his sight."""
        span = self.filters.span
        codes = outermost(span.codes if span is not None else ())
        ranges = []
        for n, code in enumerate(codes):
            ranges.append(f"({{code}} >= :in_a{n} AND {{code}} < :in_z{n})")
            self.params |= {f"in_a{n}": code, f"in_z{n}": code + "~"}
        within = "(" + (" OR ".join(ranges) or "false") + ")"
        found = where(replace(self.filters, since=None, until=None), self.actor)
        self.params |= found.params
        cases = f"{found.sql} AND {self._within(self.plan.days.edges)}"
        return self._summed({self.plan.level: within}, within, cases)

    def by_polygon(self) -> str:
        """Codes whose points all lie inside come from the roll-up, those at the edge or out of scope from the cases."""
        # The index of places would bring every case within, of all years; here the codes lead, the point decides.
        found = where(replace(self.filters, since=None, until=None, polygon=None), self.actor)
        found.add(f"ST_Intersects({_POINT}, CAST(:polygon AS geometry))", polygon=self.filters.polygon)
        scope = []
        for n, code in enumerate(self.actor.areas):
            scope.append(f"(scope_code >= :own_a{n} AND scope_code < :own_z{n})")
            self.params |= {f"own_a{n}": code, f"own_z{n}": code + "~"}
        whole = ((self.filters.since, self.filters.until),)
        self.params |= found.params
        edge = stands_among(_CODES.format(column="scope_code", condition="is_met AND NOT is_inside"))
        cases = f"{edge} AND {self._within(whole)}"
        if self.plan.days.edges:
            inside = stands_among(_CODES.format(column="scope_code", condition="is_inside"))
            cases = f"({cases} OR {inside} AND {self._within(self.plan.days.edges)})"
        met = _MET.format(scope=" OR ".join(scope) or "false", hair=_HAIR)
        pending = _AMONG.format(column="scope_code", condition="is_inside")
        folded = (
            {"grid": pending}
            if "grid" in self.group_by
            else {
                "village": _AMONG.format(column="village_code", condition="is_whole"),
                "grid": _AMONG.format(column="scope_code", condition="is_inside AND NOT is_whole"),
            }
        )
        return f"{met} {self._summed(folded, pending, f'{found.sql} AND {cases}')}"

    def _within(self, spans: Any) -> str:
        """The SQL that a case was reported in one of the spans of time; without any it asks for an empty one."""
        parts = []
        for a, b in spans or ((self.filters.since, self.filters.since),):
            n = len([name for name in self.params if name.startswith("edge_a")])
            parts.append(f"(i.reported_at >= :edge_a{n} AND i.reported_at < :edge_z{n})")
            self.params |= {f"edge_a{n}": a, f"edge_z{n}": b}
        return "(" + " OR ".join(parts) + ")"

    def _summed(self, folded: Mapping[str, str], pending_within: str, cases: str) -> str:
        """Months of each level within its condition, what is pending, and the cases that a condition picks."""
        branches = [self._folded(level, within) for level, within in folded.items()]
        pending = (
            f"SELECT {self._keys(_PENDING)} n.n FROM gridops.rollup_pending n"
            f" WHERE n.day BETWEEN :first AND :last AND {pending_within.format(code='n.scope_code')}"
            f"{self._words.format(alias='n')}"
        )
        counted = f"SELECT {self._keys(_CASES)} 1 FROM gridops.incident i WHERE {cases}"
        keys = ", ".join(f"k{n}" for n in range(len(self.group_by)))
        grouping = f"GROUP BY {keys} HAVING sum(n) <> 0" if keys else ""
        columns = ", ".join(["coalesce(sum(n), 0)::bigint AS n", *([keys] if keys else [])])
        rows = " UNION ALL ".join((*branches, pending, counted))
        return f"SELECT {columns} FROM ({rows}) c {grouping}"

    def _folded(self, level: str, within: str) -> str:
        found = f"r.cut = '{self.plan.cut}' AND r.area_level = '{level}'"
        # Months are listed, so that the index is entered once for each; only such as there are.
        ends = (f"(SELECT {end}(month) FROM gridops.rollup_month r WHERE {found})" for end in ("min", "max"))
        first, last = (
            f"{inner}(:{name}_month, {end})"
            for inner, name, end in zip(("greatest", "least"), ("first", "last"), ends, strict=True)
        )
        sql = (
            f"SELECT {self._keys(_FOLDED)} {self._days()} AS n FROM gridops.rollup_month r {self._by_day()}"
            f" WHERE {found} AND r.month = ANY(ARRAY("
            f"SELECT generate_series({first}, {last}, interval '1 month')::date))"
            f" AND {within.format(code='r.area_code')}{self._words.format(alias='r')}"
        )
        if self._by_day():
            sql += " AND u.n <> 0 AND r.month + CAST(u.d AS int) - 1 BETWEEN :first AND :last"
        return sql

    def _keys(self, branch: _Branch) -> str:
        return "".join(f"{branch.key(word)} AS k{n}, " for n, word in enumerate(self.group_by))

    def _by_day(self) -> str:
        """The days of a row one by one, where days or weeks are asked for."""
        is_by_day = {"day", "week"} & set(self.group_by)
        return "CROSS JOIN LATERAL unnest(r.days) WITH ORDINALITY u(n, d)" if is_by_day else ""

    def _days(self) -> str:
        """The SQL of a row's cases within the period."""
        if self._by_day():
            return "u.n"
        first, last = self.plan.days.first, self.plan.days.last
        if first.replace(day=1) == last.replace(day=1):
            return _sum(first.day, last.day)
        return (
            f"CASE r.month WHEN :first_month THEN {_sum(first.day, 31)}"
            f" WHEN :last_month THEN {_sum(1, last.day)} ELSE r.n END"
        )


def _sum(first: int, last: int) -> str:
    if (first, last) == (1, 31):
        return "r.n"
    return "(" + " + ".join(f"r.days[{d}]" for d in range(first, last + 1)) + ")"


#: Degrees by which a reach is widened: that of a single point has no area, and PostGIS finds nothing in it.
_HAIR = "1e-7"
_POINT = f"ST_SetSRID(ST_MakePoint({LON}, {LAT}), 4490)"
_CODES = "ARRAY(SELECT {column} FROM met WHERE {condition} GROUP BY 1)"
_AMONG = "{{code}} = ANY(" + _CODES + ")"
# How far the points of each code reach, pending ones too, against the polygon. A code that the asker may not see as a
# whole counts as one at the edge: there each case is looked at, and so is whether he sees it. A village is whole where
# every code in it is inside; its rows then stand for theirs.
_MET = """
WITH reach AS (
    SELECT scope_code, min(village_code) AS village_code,
           min(west) - {hair} AS west, min(south) - {hair} AS south,
           max(east) + {hair} AS east, max(north) + {hair} AS north
    FROM (SELECT scope_code, village_code, west, south, east, north FROM gridops.rollup_place
          UNION ALL SELECT scope_code, NULL, west, south, east, north FROM gridops.rollup_pending) every
    GROUP BY scope_code
), placed AS (
    SELECT scope_code, village_code, ({scope}) AND ST_Covers(CAST(:polygon AS geometry), box) AS is_inside,
           ST_Intersects(CAST(:polygon AS geometry), box) AS is_met
    FROM reach CROSS JOIN LATERAL (SELECT ST_MakeEnvelope(west, south, east, north, 4490) AS box) b
), met AS MATERIALIZED (
    SELECT scope_code, village_code, is_inside, is_met, coalesce(
        bool_and(is_inside) OVER (PARTITION BY village_code) AND village_code IS NOT NULL, false) AS is_whole
    FROM placed
)
"""
