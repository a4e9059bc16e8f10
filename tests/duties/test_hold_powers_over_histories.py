"""The property: over any history of the register, no act that needs a power is done without one valid at that
moment for that matter and place, and the refusal names everybody who has it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions.acting import act
from gridops.dispatch.actions.wire import HandleIn
from gridops.duties.powers import editing as power_editing
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import PowerContent
from gridops.errors import Problem
from gridops.people import scope
from gridops.people.rules import Actor, Grant
from tests.duties.powers import GAOTUAN, MENLOU, unit_of
from tests.service import Service

DISTRICT = "370611"
KINDS = ("persuade", "order", "penalise", "permit", "remove")
NAMES = {GAOTUAN: "高疃镇", MENLOU: "门楼街道", "enforcement": "综合行政执法", "housing": "住房和城乡建设"}


@dataclass(frozen=True)
class Row:
    """A row of the register as the history knows it, by itself."""

    id: uuid.UUID
    content: PowerContent
    starts: date
    ends: date | None
    replaces: uuid.UUID | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

    def is_about(self, place: str) -> bool:
        what = self.content.service_code == "C0303" or self.content.group_code == "C03"
        return what and self.content.area_code in {"", place}

    def is_of(self, agency: str, area: str) -> bool:
        c = self.content
        stationed = agency == "enforcement" and area != DISTRICT
        if c.holder == "agency":
            return c.agency_code == agency and (stationed or area in {DISTRICT, c.area_code})
        if c.agency_code:
            return c.agency_code == agency and (stationed or area == c.area_code)
        return area == c.area_code and not stationed


@dataclass(frozen=True)
class Standing:
    """A case that waits for its unit to say that it is done."""

    case: dict[str, Any]
    actor: Actor
    agency: str
    unit_area: str
    place: str


@pytest.fixture
def standings(service: Service) -> list[Standing]:
    """The same matter in two towns, with a squad, the town's own office, and the bureau on it."""
    found = []
    handler = service.client("head.enforcement").actor
    for place, agency, unit_area in (
        (GAOTUAN, "enforcement", GAOTUAN),
        (GAOTUAN, "housing", GAOTUAN),
        (GAOTUAN, "housing", DISTRICT),
        (MENLOU, "enforcement", MENLOU),
    ):
        where = {"source": "area", "area_code": place}
        case = service.report("dispatcher.fushan", service_code="C0303", origin="desk", location=where)
        unit = unit_of(service, agency, unit_area)
        case = service.act("dispatcher.fushan", case, "dispatch", unit_ids=[unit])
        case = service.act("dispatcher.fushan", case, "accept")
        grants = (Grant("handler", unit=uuid.UUID(unit)),)
        actor = Actor(uuid.UUID(handler["id"]), "handler", "handler", grants)
        found.append(Standing(case, actor, agency, unit_area, place))
    return found


contents = st.builds(
    PowerContent,
    item_code=st.sampled_from(["A", "B"]),
    item_name=st.just("测试"),
    act=st.sampled_from(KINDS[1:3]),
    holder=st.sampled_from(["township", "agency"]),
    basis=st.just("delegated"),
    reference=st.just("测试"),
    in_name_of=st.just("测试"),
    service_code=st.sampled_from(["C0303", "C0303", "C0302"]),
    agency_code=st.sampled_from(["", "enforcement", "housing"]),
    area_code=st.sampled_from(["", GAOTUAN, MENLOU]),
)
whats = contents.map(lambda c: replace(c, service_code="", group_code="C03"))
days = st.integers(-3, 6)
steps = st.one_of(
    st.tuples(st.just("add"), contents | whats, days, st.none() | days),
    st.tuples(st.just("replace"), contents | whats, days, st.none() | days, st.integers(0, 9)),
    st.tuples(st.just("end"), days, st.integers(0, 9)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.integers(1, 2)),
    st.tuples(st.just("handle"), st.integers(0, 3), st.sampled_from(KINDS)),
    st.tuples(st.just("handle"), st.integers(0, 3), st.sampled_from(KINDS[1:3])),
)


class Undo(Exception):
    """What was accepted is taken back, so that the case can be tried again."""


def tried(service: Service, write: Callable[[Session], Any]) -> Problem | None:
    """Run `write` in a transaction of its own; the refusal, where there was one."""
    try:
        with service.database.transaction() as session:
            write(session)
    except Problem as problem:
        return problem
    except Undo:
        return None
    return None


class History:
    """The register's service beside a list kept by the history itself."""

    def __init__(self, service: Service, standings: list[Standing], stopped: clock.StoppedClock) -> None:
        self.service, self.standings, self.stopped = service, standings, stopped
        self.first = (stopped.at + timedelta(hours=8)).date()
        self.rows: list[Row] = []
        with service.database.transaction("gridops_system") as session:
            session.execute(delete(Power))

    def day(self, offset: int | None) -> date | None:
        return None if offset is None else self.first + timedelta(days=offset)

    def edit(self, step: tuple[Any, ...]) -> None:
        """Try an edit; the list changes only where the service took it."""
        if step[0] != "add" and not self.rows:
            return
        after: list[list[Row]] = []
        refusal = tried(self.service, lambda session: after.append(self._edited(session, step)))
        assert refusal is None or refusal.kind.code == "invalid"
        if refusal is None:
            self.rows = after[0]

    def _edited(self, session: Session, step: tuple[Any, ...]) -> list[Row]:
        if step[0] == "add":
            dates = {"valid_from": self.day(step[2]), "valid_to": self.day(step[3])}
            made = power_editing.add_power(session, None, step[1], **dates)
            return [*self.rows, Row(made.id, step[1], made.valid_from, made.valid_to)]
        old = self.rows[step[-1] % len(self.rows)]
        row = power_editing.get_power(session, old.id)
        rest = [r for r in self.rows if r is not old]
        if step[0] == "end":
            power_editing.end_power(session, None, row, valid_to=self.day(step[1]))
            return [*rest, replace(old, ends=self.day(step[1]))]
        if step[0] == "withdraw":
            power_editing.withdraw_power(session, None, row)
            return [replace(r, ends=old.until) if r.id == old.replaces else r for r in rest]
        content = replace(step[1], item_code=old.content.item_code)
        dates = {"valid_from": self.day(step[2]), "valid_to": self.day(step[3])}
        made = power_editing.replace_power(session, None, row, content, **dates)
        closed = replace(old, ends=min(made.valid_from, old.ends or date.max))
        new = Row(made.id, content, made.valid_from, made.valid_to, replaces=old.id, until=old.ends)
        return [*rest, closed, new]

    def handle(self, which: int, kind: str) -> None:
        """Try an act, and hold what became of it against the list."""
        here = self.standings[which]
        today = (self.stopped.at + timedelta(hours=8)).date()
        valid = [
            r for r in self.rows if r.content.act == kind and r.holds_on(today) and r.is_about(here.place)
        ]
        may = kind == "persuade" or any(r.is_of(here.agency, here.unit_area) for r in valid)
        body = HandleIn(version=here.case["version"], kind=kind, note="办理")
        done = []

        def attempt(session: Session) -> None:
            scope.enter(session, here.actor)
            done.append(act(session, here.actor, uuid.UUID(here.case["id"]), "handle", body))
            raise Undo

        refusal = tried(self.service, attempt)
        assert bool(done) == may, (kind, here.agency, here.unit_area, valid)
        if refusal is not None:
            assert refusal.kind.code == "no-power"
            holders = [
                r.content.area_code if r.content.holder == "township" else r.content.agency_code
                for r in valid
            ]
            assert all(NAMES[holder] in refusal.detail[0] for holder in holders)

    def has_no_overlap(self) -> bool:
        return not any(
            a is not b
            and a.content.line == b.content.line
            and a.starts < (b.ends or date.max)
            and b.starts < (a.ends or date.max)
            for a in self.rows
            for b in self.rows
        )


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(steps, min_size=4, max_size=24))
def test_no_act_that_needs_a_power_is_done_without_one(
    service: Service, standings: list[Standing], history: list[tuple[Any, ...]]
) -> None:
    with clock.frozen(clock.now()) as stopped:
        told = History(service, standings, stopped)
        for step in history:
            if step[0] == "wait":
                stopped.advance(timedelta(days=step[1]))
            elif step[0] == "handle":
                told.handle(step[1], step[2])
            else:
                told.edit(step)
            assert told.has_no_overlap()
        for which in range(len(standings)):
            for kind in KINDS[:3]:
                told.handle(which, kind)
