"""The statement of one question, put together: months, what is pending, and the cases that neither can answer for.

One statement sees one picture: whatever is folded at that instant is counted once, here or there. Nothing is run here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridops.incidents.shown import CODE
from gridops.insight.filters import Filters
from gridops.insight.rollups.rules import AREA_WORDS, TIME_WORDS, Edges, Plan
from gridops.people.rules import Actor

_TIME = {
    "day": "to_char({day}, 'YYYY-MM-DD')",
    "week": "to_char(date_trunc('week', {day}), 'YYYY-MM-DD')",
    "month": "to_char({month}, 'YYYY-MM')",
}


@dataclass(frozen=True)
class Branch:
    """How one of the places says a word: the code of the area, the day, and the words themselves."""

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
_FOLDED = Branch("r.area_code", "(r.month + CAST(u.d AS int) - 1)", "r.month", "r", "nullif(r.unit, '')")
_PENDING = Branch("n.scope_code", "n.day", "n.day", "n", "n.unit_id::text")
CASES = Branch(CODE, _LOCAL, _LOCAL, "i", "i.unit_id::text")
#: Cases that are not restricted: where they stand is in columns of their own, and so in an index.
PLAIN = Branch("i.scope_code", _LOCAL, _LOCAL, "i", "i.unit_id::text")


class Question(ABC):
    """What a question's statement is put together from, with its parameters."""

    def __init__(self, filters: Filters, actor: Actor, plan: Plan, group_by: Sequence[str]) -> None:
        self.filters, self.actor, self.plan, self.group_by = filters, actor, plan, group_by
        days = plan.days
        self.params: dict[str, Any] = {
            "first": days.first,
            "last": days.last,
            "first_month": days.first.replace(day=1),
            "last_month": days.last.replace(day=1),
        }
        self.words = ""
        for column, values in (
            ("service_code", filters.service_codes),
            ("state", filters.states),
            ("level", filters.levels),
        ):
            if values:
                self.words += f" AND {{alias}}.{column} = ANY(CAST(:of_{column} AS text[]))"
                self.params[f"of_{column}"] = sorted(set(values))

    @abstractmethod
    def sql(self) -> str:
        """The whole statement: rows of (n, k0, k1, …)."""

    def within(self, spans: Edges) -> str:
        """The SQL that a case was reported in one of the spans of time; false without any."""
        parts = []
        for a, b in spans:
            n = len([name for name in self.params if name.startswith("edge_a")])
            parts.append(f"(i.reported_at >= :edge_a{n} AND i.reported_at < :edge_z{n})")
            self.params |= {f"edge_a{n}": a, f"edge_z{n}": b}
        return "(" + (" OR ".join(parts) or "false") + ")"

    def summed(self, folded: Mapping[str, str], pending_within: str, counted: Iterable[str]) -> str:
        """Months of each level within its condition, what is pending, and SELECTs of (k0, k1, …, n) for each case."""
        branches = [self._folded(level, within) for level, within in folded.items()]
        pending = (
            f"SELECT {self.keys(_PENDING)} n.n FROM gridops.rollup_pending n"
            f" WHERE n.day BETWEEN :first AND :last AND {pending_within.format(code='n.scope_code')}"
            f"{self.words.format(alias='n')}"
        )
        keys = ", ".join(f"k{n}" for n in range(len(self.group_by)))
        grouping = f"GROUP BY {keys} HAVING sum(n) <> 0" if keys else ""
        columns = ", ".join(["coalesce(sum(n), 0)::bigint AS n", *([keys] if keys else [])])
        rows = " UNION ALL ".join((*branches, pending, *counted))
        return f"SELECT {columns} FROM ({rows}) c {grouping}"

    def keys(self, branch: Branch) -> str:
        """The SQL of the keys as a branch says them, each with a comma behind it."""
        return "".join(f"{branch.key(word)} AS k{n}, " for n, word in enumerate(self.group_by))

    def _folded(self, level: str, within: str) -> str:
        found = f"r.cut = '{self.plan.cut}' AND r.area_level = '{level}'"
        # Months are listed, so that the index is entered once for each; only such as there are.
        ends = (f"(SELECT {end}(month) FROM gridops.rollup_month r WHERE {found})" for end in ("min", "max"))
        first, last = (
            f"{inner}(:{name}_month, {end})"
            for inner, name, end in zip(("greatest", "least"), ("first", "last"), ends, strict=True)
        )
        sql = (
            f"SELECT {self.keys(_FOLDED)} {self._days()} AS n FROM gridops.rollup_month r {self._by_day()}"
            f" WHERE {found} AND r.month = ANY(ARRAY("
            f"SELECT generate_series({first}, {last}, interval '1 month')::date))"
            f" AND {within.format(code='r.area_code')}{self.words.format(alias='r')}"
        )
        if self._by_day():
            sql += " AND u.n <> 0 AND r.month + CAST(u.d AS int) - 1 BETWEEN :first AND :last"
        return sql

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
