"""Registers that follow their areas: broken off in the middle, over two sets, without an heir, and hours by season."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from gridops.dispatch.boundaries import rescoping
from gridops.duties.area_questions.models import AreaQuestion
from gridops.duties.following.carrying import follow_areas
from gridops.duties.following.fates import AreaChange, Fate
from gridops.worker.firing import fire_due
from tests.dispatch.new_boundaries import DAY, Plan, carry_out, entries, on_the_day
from tests.dispatch.test_carry_registers import (
    ADMIN,
    answer,
    give_power,
    held,
    list_item,
    post,
    powers,
    questions,
    registers,
)
from tests.duties.versions import today
from tests.service import Service

WINTER = {
    "spells": [{"start": "08:30", "end": "12:00"}, {"start": "14:00", "end": "17:30"}],
    "season_from": "10-01",
    "season_to": "04-30",
    "valid_from": "2026-01-01",
}
NEXT_DAY = date(2027, 2, 1)


class Killed(BaseException):
    """As a SIGKILL: nothing catches it, the transaction is gone."""


def test_hours_of_a_recoded_grid_hold_under_its_new_code_in_their_season(
    service: Service, plan: Plan
) -> None:
    post(service, f"{ADMIN}/working-hours", **WINTER, area_code=plan.leaving_grid)
    carry_out(service)
    with on_the_day(120):
        rows = service.client("admin").get(f"{ADMIN}/calendar?year=2027").json["hours"]
        told = sorted(
            (row["area_code"], row["valid_from"], row["valid_to"], row["season_to"]) for row in rows
        )
        assert told == [
            (plan.leaving_grid, "2026-01-01", str(DAY), "04-30"),
            (plan.joined, str(DAY), None, "04-30"),
        ]
        asked = {"start": "2027-01-18T17:00:00+08:00", "limit": "1小时", "area_code": plan.joined}
        # Half an hour is left of the winter's day in that grid, where the district works until later.
        assert post(service, f"{ADMIN}/clock", **asked)["due_at"] == "2027-01-19T01:00:00Z"


def test_a_worker_killed_while_registers_follow_has_them_follow_once(
    service: Service, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_power(service, plan.leaving_grid)
    give_power(service, plan.grid)
    list_item(service, plan.leaving)
    starts, real, kills = today(service).isoformat(), rescoping.follow_areas, []

    def follow_and_die(*args: Any) -> Any:
        done = real(*args)
        if len(kills) < 2:
            kills.append(done)
            raise Killed
        return done

    monkeypatch.setattr(rescoping, "follow_areas", follow_and_die)
    before = registers(service)[:-1]
    with on_the_day(90) as stopped:
        while len(kills) < 2:
            try:
                assert fire_due(service.database, limit=1)
            except Killed:
                assert registers(service)[:-1] == before
            stopped.advance(timedelta(seconds=1))
        while fire_due(service.database):
            stopped.advance(timedelta(seconds=1))
    assert powers(service) == [
        (plan.grid, starts, None),
        (plan.leaving_grid, starts, str(DAY)),
        (plan.joined, str(DAY), None),
    ]
    assert len([e for e in entries(service, "power.changed") if "followed" in e.data]) == 1
    assert len(entries(service, "area_question.asked")) == 1


def test_a_question_still_open_names_what_became_of_its_areas_in_the_next_set(
    service: Service, plan: Plan
) -> None:
    give_power(service, plan.grid)
    carry_out(service)
    further = AreaChange(NEXT_DAY, {plan.smaller: Fate(follows=True, heirs=(plan.staying,))})
    with on_the_day(120), service.database.transaction("gridops_system") as session:
        follow_areas(session, further)
    with on_the_day(125):
        (asked,) = questions(service)
        assert [one["code"] for one in asked["heirs"]] == [plan.larger, plan.staying]
        assert asked["reason"] == "split"


def test_a_row_whose_area_is_gone_without_an_heir_asks_and_can_only_end(service: Service, plan: Plan) -> None:
    give_power(service, plan.staying)
    gone = AreaChange(DAY, {plan.staying: Fate(follows=False, heirs=())})
    with on_the_day(120):
        with service.database.transaction("gridops_system") as session:
            assert follow_areas(session, gone) == {"rows.asked": 1, "rows.followed": 0}
        (asked,) = questions(service)
        assert (asked["reason"], asked["heirs"]) == ("gone", [])
        assert answer(service, asked, heirs=[plan.staying]).status_code == 422
        assert answer(service, asked, ends=True).status_code == 200
        assert held(service, plan.staying) == []
        with service.database.transaction() as session:
            assert session.scalars(select(AreaQuestion.answer)).one() == []
