"""After a change of boundaries the same cases are counted as recorded, by today's areas, or by another day's."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from gridops import clock
from tests.dispatch.new_boundaries import DAY, EVE, MIDNIGHT

PERIOD = {"from": (EVE - timedelta(days=1)).isoformat(), "to": (MIDNIGHT + timedelta(days=9)).isoformat()}


def counts(world, word="grid", username="supervisor.fushan", **asked):
    body = {"area": "370611", **PERIOD, "group_by": [word], **asked}
    answer = world.service.client(username).post("/api/v1/area-queries", json=body)
    assert answer.status_code == 200, answer.data
    assert answer.json["total"] == sum(c["n"] for c in answer.json["counts"])
    return {c["key"][word]: c["n"] for c in answer.json["counts"]}


@pytest.fixture
def before(world):
    """Grid → cases as each was recorded (None for the village that was named)."""
    rows = world.recorded
    return Counter(row.grid_code for row in rows)


def test_as_recorded_the_old_grids_have_their_cases(world, plan, before):
    found = counts(world, basis="recorded")
    assert found == before
    assert found[plan.grid] == 4
    assert counts(world, "village", basis="recorded")[plan.leaving] == 2


def test_by_todays_areas_they_stand_in_the_new_grids(world, plan):
    found = counts(world)
    assert (found[plan.smaller], found[plan.larger], found[plan.joined]) == (3, 1, 1)
    assert plan.grid not in found
    assert counts(world, "village")[plan.staying] == 2
    assert counts(world, on=DAY.isoformat()) == found


def test_re_based_to_an_earlier_day_the_old_areas_have_them_again(world, plan, before):
    assert counts(world, on=(DAY - timedelta(days=1)).isoformat()) == before


def test_re_based_to_a_day_to_come_the_coming_areas_have_them(world, plan):
    with clock.frozen(EVE):
        coming = counts(world, on=DAY.isoformat())
    assert (coming[plan.smaller], coming[plan.larger], coming[plan.joined]) == (3, 1, 1)


def test_an_old_area_is_asked_for_by_its_old_code(world, plan):
    assert sum(counts(world, area=plan.leaving, basis="recorded").values()) == 2
    assert sum(counts(world, area=plan.leaving).values()) == 0
    assert sum(counts(world, area=plan.staying).values()) == 2


def test_names_are_those_of_the_set_that_is_counted_by(world, plan):
    body = {"area": "370611", **PERIOD, "group_by": ["village"], "basis": "recorded"}
    rows = world.service.client("supervisor.fushan").post("/api/v1/area-queries", json=body).json["counts"]
    names = {r["key"]["village"]: r["key"]["village_name"] for r in rows}
    assert names[plan.leaving]


def test_a_day_goes_with_rebased_only_and_must_have_a_set(world):
    client = world.service.client("supervisor.fushan")
    body = {"area": "370611", **PERIOD, "basis": "recorded", "on": DAY.isoformat()}
    assert client.post("/api/v1/area-queries", json=body).status_code == 422
    body = {"area": "370611", **PERIOD, "on": "1990-01-01"}
    assert client.post("/api/v1/area-queries", json=body).status_code == 404
