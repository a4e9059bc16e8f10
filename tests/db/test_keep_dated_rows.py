"""One code for every register of dated rows: over any history the rows are what a list of what was laid down says.

The list knows nothing of how rows are stored: a row ends on the earliest of the ends that were laid down for it and
of the first days of what replaced it; what is withdrawn has never been.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from gridops.db.dated.register import DatedRegister
from gridops.db.session import Database, Session
from gridops.duties.calendar.editing_hours import CLASSES, HOURS
from gridops.duties.matters.editing import STANDARDS
from gridops.duties.matters.models import Matter
from gridops.duties.origins.editing import POLICIES
from gridops.duties.powers.editing import REGISTER as POWERS
from gridops.duties.responsibilities.editing import REGISTER as RESPONSIBILITIES
from gridops.duties.routing.editing import RULES
from gridops.errors import Problem

FIRST = date(2027, 3, 1)
MATTERS = [uuid.UUID(int=n) for n in (1, 2)]
POWER = {"item_name": "事", "basis": "delegated", "reference": "文", "in_name_of": "镇"}
ITEM = {"item_name": "事", "kind": "basic", "paid_by": "township", "reference": "文"}
STANDARD = {"service_name": "事", "service_group": "类", "group_code": "T9", "label_family": "city"} | {
    "intake_mode": "manual",
    "default_level": "township",
    "lead_agency": "",
    "conditions": [{"limits": []}],
    "verification": "visit",
}

#: Register → the columns of a row of its line 0 or 1 (`note` marks the row where there is a column for it).
REGISTERS: dict[str, tuple[DatedRegister[Any], Callable[[int], dict[str, Any]]]] = {
    "standard": (STANDARDS, lambda n: {"matter_id": MATTERS[n], **STANDARD}),
    "power": (
        POWERS.dated,
        lambda n: (
            {"item_code": "T9", "act": "order", "service_code": "T9", "group_code": ""}
            | {"holder": "township", "agency_code": "", "area_code": f"37061100{n}", **POWER}
        ),
    ),
    "responsibility": (
        RESPONSIBILITIES.dated,
        lambda n: {"item_code": "T9", "area_code": f"37061100{n}", **ITEM},
    ),
    "routing_rule": (RULES, lambda n: {"code": f"t9-{n}", "name": "规则"}),
    "origin_policy": (POLICIES, lambda n: {"origin": ("agency", "leader")[n], "may_reject": True}),
    "working_hours": (
        HOURS,
        lambda n: (
            {"area_code": f"37061100{n}", "season_from": 101, "season_to": 1231}
            | {"spells": [["08:00", "12:00"]]}
        ),
    ),
    "area_class": (CLASSES, lambda n: {"area_code": f"37061100{n}", "class_name": "核心", "percent": 50}),
}


@dataclass
class Told:
    """A row as it was laid down: `replaces` is the row that ends where this one begins."""

    id: uuid.UUID
    line: int
    starts: date
    ends: date | None
    replaces: Told | None = None


@dataclass
class History:
    """The rows that were laid down and not withdrawn."""

    rows: list[Told] = field(default_factory=list)

    def end_of(self, row: Told) -> date | None:
        days = [row.ends, *(one.starts for one in self.rows if one.replaces is row)]
        return min((day for day in days if day is not None), default=None)

    def meets(self, line: int, starts: date, ends: date | None, but: Told | None = None) -> bool:
        return any(
            starts < (self.end_of(row) or date.max) and row.starts < (ends or date.max)
            for row in self.rows
            if row.line == line and row is not but
        )

    def withdraw(self, row: Told) -> None:
        self.rows.remove(row)
        before = row.replaces
        for one in self.rows:
            if one.replaces is row:
                one.replaces = before
        if before is None:
            return
        # Whatever came between ends the one before, as it would have, had there been no other.
        for one in sorted(self.rows, key=lambda told: told.starts):
            if one is not before and one.line == before.line and one.replaces is None:
                end = self.end_of(before)
                if one.starts > before.starts and (end is None or one.starts < end):
                    one.replaces = before

    def as_spans(self) -> dict[uuid.UUID, tuple[date, date | None]]:
        return {row.id: (row.starts, self.end_of(row)) for row in self.rows}


days, lines, picks = st.integers(0, 12), st.integers(0, 1), st.integers(0, 9)
steps = st.one_of(
    st.tuples(st.just("add"), lines, days, st.none() | days),
    st.tuples(st.just("succeed"), lines, days, st.none() | days),
    st.tuples(st.just("succeed"), lines, days, st.none()),
    st.tuples(st.just("replace"), picks, lines, days, st.none() | days),
    st.tuples(st.just("end"), picks, days),
    st.tuples(st.just("withdraw"), picks),
    st.tuples(st.just("withdraw"), picks),
    st.tuples(st.just("wait"), st.integers(1, 2)),
)


class Register:
    """A register beside its history: every step is tried on both, and what the one refuses the other has not."""

    def __init__(self, session: Session, name: str) -> None:
        self.session = session
        self.register, self.columns = REGISTERS[name]
        self.told, self.today = History(), FIRST

    def take(self, step: tuple[Any, ...]) -> None:
        if step[0] == "wait":
            self.today += timedelta(days=step[1])
        elif step[0] in {"add", "succeed"}:
            self._write(step[0], step[1], FIRST + timedelta(days=step[2]), step[3])
        elif self.told.rows:
            row = self.told.rows[step[1] % len(self.told.rows)]
            getattr(self, f"_{step[0]}")(row, *step[2:])
        self.compare()

    def compare(self) -> None:
        model = self.register.model
        query = select(model.id, model.valid_from, model.valid_to).where(model.id.in_([*self.ids()]))
        found = {row[0]: (row[1], row[2]) for row in self.session.execute(query)}
        assert found == self.told.as_spans()

    def ids(self) -> Iterator[uuid.UUID]:
        yield from (row.id for row in self.told.rows)

    def _tried(self, act: Callable[[], Any]) -> Any:
        refusal = None
        try:
            with self.session.begin_nested():
                return act()
        except Problem as problem:
            refusal = problem
        assert refusal.kind.code == "invalid"
        return None

    def _write(self, verb: str, line: int, starts: date, length: int | None) -> None:
        ends = None if length is None else FIRST + timedelta(days=length)
        columns, span = self.columns(line), (starts, ends)
        if verb == "add":
            made = self._tried(lambda: self.register.add(self.session, columns, span))
            may = (ends is None or ends > starts) and not self.told.meets(line, starts, ends)
            assert (made is not None) == may
            if made is not None:
                self.told.rows.append(Told(made.id, line, starts, ends))
            return
        written = self._tried(lambda: self.register.succeed(self.session, columns, span, today=self.today))
        mine = [row for row in self.told.rows if row.line == line]
        newest = max(mine, key=lambda row: row.starts, default=None)
        is_open = newest is not None and self.told.end_of(newest) is None and newest.starts < starts
        before = newest if is_open else None
        may = (ends is None or ends > starts) and (not mine or starts >= self.today)
        may = may and not self.told.meets(line, starts, ends, but=before)
        assert (written is not None) == may
        if written is not None:
            self.told.rows.append(Told(written.row.id, line, starts, ends, before))

    def _replace(self, row: Told, line: int, offset: int, length: int | None) -> None:
        starts = FIRST + timedelta(days=offset)
        ends = None if length is None else FIRST + timedelta(days=length)
        held = self._held(row)
        written = self._tried(
            lambda: self.register.replace(
                self.session, held, self.columns(line), (starts, ends), today=self.today
            )
        )
        may = starts >= self.today and starts > row.starts and (ends is None or ends > starts)
        may = may and not self.told.meets(line, starts, ends, but=row)
        assert (written is not None) == may
        if written is not None:
            is_replacing = starts < (self.told.end_of(row) or date.max)
            self.told.rows.append(Told(written.row.id, line, starts, ends, row if is_replacing else None))

    def _end(self, row: Told, offset: int) -> None:
        day, held, end = FIRST + timedelta(days=offset), self._held(row), self.told.end_of(row)
        done = self._tried(lambda: self.register.end(self.session, held, day, today=self.today) or True)
        assert (done is not None) == (day >= self.today and row.starts < day < (end or date.max))
        if done is not None:
            row.ends = day

    def _withdraw(self, row: Told) -> None:
        held = self._held(row)
        done = self._tried(lambda: [self.register.withdraw(self.session, held, today=self.today)])
        if done is not None:
            assert row.starts > self.today
            self.told.withdraw(row)
        elif row.starts > self.today:
            # Only where what came between replaces something else and the one before would overlap it.
            assert row.replaces is not None

    def _held(self, row: Told) -> Any:
        return self.register.get(self.session, row.id)


@pytest.fixture(scope="module")
def matters(databases: Any) -> Iterator[Database]:
    """A database with two matters that have no version."""
    with databases.copy() as url:
        database = Database(url, pool_size=2)
        with database.transaction() as session:
            rows = [{"id": one, "service_code": f"T9{n}"} for n, one in enumerate(MATTERS)]
            session.execute(insert(Matter), rows)
        yield database
        database.close()


class Undo(Exception):
    """The history is over."""


@pytest.mark.parametrize("name", REGISTERS)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(steps, min_size=3, max_size=16))
def test_rows_are_what_was_laid_down_over_any_history(
    matters: Database, name: str, history: list[tuple[Any, ...]]
) -> None:
    with suppress(Undo), matters.transaction() as session:
        register, _ = REGISTERS[name]
        if name != "standard":
            session.execute(delete(register.model))
        held = Register(session, name)
        for step in history:
            held.take(step)
        raise Undo
