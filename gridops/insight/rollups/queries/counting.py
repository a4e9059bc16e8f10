"""Counting from the roll-ups, in one statement for a question; which of them answers it is decided by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session, say_before
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.insight.rollups.queries.polygons import PolygonQuestion
from gridops.insight.rollups.queries.summing import CASES, Question
from gridops.insight.rollups.rules import Plan, outermost
from gridops.people.rules import Actor

_LEVELS_OF = text(
    "SELECT DISTINCT v.level FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id"
    " WHERE s.state <> 'draft' AND v.code = ANY(CAST(:codes AS text[]))"
)


def levels_of(session: Session, codes: Sequence[str]) -> list[str]:
    """The levels that codes have had in any set that was put in force."""
    return list(session.scalars(_LEVELS_OF, {"codes": list(codes)}))


def count_planned(
    session: Session, actor: Actor, filters: Filters, plan: Plan, *, group_by: Sequence[str], zone: str
) -> Sequence[Any]:
    """Rows of (n, k0, k1, …) as `queries.counts.count_groups` gives them, from the roll-up that `plan` names."""
    asked = AreasQuestion if filters.polygon is None else PolygonQuestion
    question = asked(filters, actor, plan, group_by)
    statement = text(question.sql())
    with reading_the_map(session):
        # How few cases are looked at is seen too late by the planner: to start a process takes longer than all of them.
        say_before(session, "SET LOCAL max_parallel_workers_per_gather = 0")
        rows = session.execute(statement, question.params | {"zone": zone}).all()
        say_before(session, "SET LOCAL max_parallel_workers_per_gather TO DEFAULT")
    return rows


class AreasQuestion(Question):
    """Counted in areas, all of which the asker may ask about: nothing in them is out of his sight."""

    def sql(self) -> str:
        """The areas' rows of the level that the plan names; of the cases only the parts of days."""
        span = self.filters.span
        codes = outermost(span.codes if span is not None else ())
        ranges = []
        for n, code in enumerate(codes):
            ranges.append(f"({{code}} >= :in_a{n} AND {{code}} < :in_z{n})")
            self.params |= {f"in_a{n}": code, f"in_z{n}": code + "~"}
        within = "(" + (" OR ".join(ranges) or "false") + ")"
        found = where(replace(self.filters, since=None, until=None), self.actor)
        self.params |= found.params
        cases = (
            f"SELECT {self.keys(CASES)} 1 FROM gridops.incident i"
            f" WHERE {found.sql} AND {self.within(self.plan.days.edges)}"
        )
        return self.summed({self.plan.level: within}, within, [cases])
