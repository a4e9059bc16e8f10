"""Counting by a set that lies two sets away, forwards on the eve and backwards when both have come into force."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from gridops import clock
from gridops.territory.models import BoundarySet
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.territory.sets.rebasing import rebase_codes
from gridops.worker.firing import fire_due
from tests.dispatch.new_boundaries import DAY, EVE, point_in
from tests.territory.redrawn import Layers, draft, put

THIRD = date(2027, 2, 1)
PERIOD = {"from": "2027-01-01", "to": "2027-02-10"}


@pytest.fixture
def renamed(plan) -> str:
    """The code that the smaller half of the cut grid has in the third set."""
    return f"{plan.village}099"


@pytest.fixture
def ids(service, plan, renamed, tmp_path) -> list:
    """The ids of three sets in force one after the other, seen from the eve of the second."""

    def rename(layers: Layers) -> None:
        put(layers, "grid", renamed, layers["grid"].pop(plan.smaller))

    with clock.frozen(datetime(2027, 1, 20, tzinfo=UTC)), service.database.transaction() as session:
        draft(session, tmp_path, "third", rename)
    with service.database.transaction() as session:
        put_in_force(session, "third", THIRD)
        return list(
            session.scalars(
                select(BoundarySet.id).where(BoundarySet.state == "in_force").order_by(BoundarySet.valid_from)
            )
        )


def count(service, **asked):
    body = {"area": "370611", **PERIOD, "group_by": ["grid"], **asked}
    answer = service.client("supervisor.fushan").post("/api/v1/area-queries", json=body)
    assert answer.status_code == 200, answer.data
    return {c["key"]["grid"]: c["n"] for c in answer.json["counts"]}


def test_only_what_went_whole_has_a_code_in_a_set_two_steps_away(service, plan, renamed, ids):
    with service.database.transaction() as session:
        ahead, back, none = (
            rebase_codes(session, ids[0], ids[2]),
            rebase_codes(session, ids[2], ids[0]),
            rebase_codes(session, ids[1], ids[1]),
        )
    assert plan.grid not in ahead.grids
    assert ahead.grids[plan.leaving_grid] == plan.joined
    assert ahead.uppers[plan.leaving] == plan.staying
    assert ahead.uppers["370611001"] == "370611001"
    assert back.grids[plan.joined] == plan.leaving_grid
    assert renamed not in ahead.grids.values()
    assert plan.staying not in back.uppers
    assert none.grids == {}


def test_a_set_that_was_never_in_force_has_nothing_to_say(service, ids):
    with service.database.transaction() as session:
        drafted = BoundarySet(name="only a draft")
        session.add(drafted)
        session.flush()
        assert rebase_codes(session, ids[0], drafted.id).grids == {}
        assert rebase_codes(session, drafted.id, ids[0]).uppers == {}


def test_cases_are_counted_two_sets_ahead_and_two_sets_back(service, plan, renamed, ids):
    for share in (0.9, 0.92, 0.3):
        service.report("worker.qingyang", location=point_in(plan.old_shape, share))
    service.report("worker.gaotuan", location=point_in(plan.leaving_shape))
    today = {plan.grid: 3, plan.leaving_grid: 1}
    at_last = {renamed: 2, plan.larger: 1, plan.joined: 1}
    assert count(service) == today
    assert count(service, on=str(DAY)) == {plan.smaller: 2, plan.larger: 1, plan.joined: 1}
    assert count(service, on=str(THIRD)) == at_last
    assert count(service, on=str(THIRD), area=plan.village) == {renamed: 2, plan.larger: 1}
    with clock.frozen(EVE) as stopped:
        stopped.at = datetime(2027, 2, 2, tzinfo=UTC)
        while fire_due(service.database):
            stopped.advance(timedelta(seconds=1))
        assert count(service) == at_last
        assert count(service, on=str(DAY - timedelta(days=1))) == today
        assert count(service, on=str(DAY)) == {plan.smaller: 2, plan.larger: 1, plan.joined: 1}
