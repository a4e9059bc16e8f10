"""After a change of boundaries lists, tables, layers and polygons are asked as recorded or by a day's boundaries."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import shapely

from gridops import clock
from tests.dispatch.new_boundaries import DAY, EVE, MIDNIGHT

URL = "/api/v1/incidents"
DAY_BEFORE = DAY - timedelta(days=1)
PERIOD = {"from": (EVE - timedelta(days=1)).isoformat(), "to": (MIDNIGHT + timedelta(days=9)).isoformat()}


def ask(world, accept="application/json", **query):
    client = world.service.client("supervisor.fushan")
    answer = client.get(URL, query_string=query, headers={"Accept": accept})
    assert answer.status_code == 200, answer.data
    return answer


def ids(world, **query):
    return {item["id"] for item in ask(world, **query).json["items"]}


def table(world, **query):
    """Case → grid of the table."""
    rows = csv.DictReader(io.StringIO(ask(world, "text/csv", **query).data.decode("utf-8-sig")))
    return {row["系统编号"]: row["网格代码"].strip() for row in rows}


def layer(world, **query):
    features = ask(world, "application/geo+json", **query).json["features"]
    return {f["id"]: f["properties"]["grid_code"] for f in features}


@pytest.mark.parametrize("query", ["basis=recorded&on=2027-01-15", "basis=today", "on=tomorrow"])
def test_what_cannot_be_asked_is_refused(world, query):
    assert world.service.client("supervisor.fushan").get(f"{URL}?{query}").status_code == 422


def test_a_day_without_boundaries_is_not_found(world):
    assert world.service.client("supervisor.fushan").get(f"{URL}?on=1990-01-01").status_code == 404


def test_a_list_by_an_old_village_holds_what_was_recorded_there(world, plan):
    left = {world.cases[name]["id"] for name in ("joined", "village")}
    assert ids(world, area=plan.leaving, basis="recorded") == left
    assert ids(world, area=plan.leaving, on=str(DAY_BEFORE)) == left
    assert ids(world, area=plan.leaving) == set()
    assert ids(world, area=plan.staying) == left
    assert ids(world, area=plan.staying, basis="rebased") == left
    assert ids(world, area=plan.staying, basis="recorded") == set()


def test_without_saying_a_table_shows_each_case_as_it_stands(world, plan):
    found = table(world)
    assert found[world.cases["east"]["id"]] == plan.smaller
    assert found[world.cases["settled"]["id"]] == plan.grid


@pytest.mark.parametrize("read", [table, layer])
def test_a_table_and_a_layer_show_the_grids_of_the_boundaries_asked_for(world, plan, read):
    east, settled, village = (world.cases[name]["id"] for name in ("east", "settled", "village"))
    recorded, today, before = (
        read(world, basis="recorded"),
        read(world, basis="rebased"),
        read(world, on=str(DAY_BEFORE)),
    )
    assert (recorded[east], recorded[settled]) == (plan.grid, plan.grid)
    assert (today[east], today[settled]) == (plan.smaller, plan.smaller)
    assert (before[east], before[settled]) == (plan.grid, plan.grid)
    # Of the whole village nobody knows a grid, in whichever boundaries.
    assert {not found[village] for found in (recorded, today, before)} == {True}
    assert set(recorded) == set(today) == set(before)


def test_a_day_to_come_shows_the_coming_grids(world, plan):
    with clock.frozen(EVE):
        coming = table(world, on=str(DAY))
    assert coming[world.cases["settled"]["id"]] == plan.smaller


def test_tiles_of_an_old_village_are_drawn_as_recorded(world, plan):
    client = world.service.client("supervisor.fushan")
    path = "/tiles/incidents/0/0/0.mvt"
    assert client.get(f"{path}?area={plan.leaving}").status_code == 204
    assert client.get(f"{path}?area={plan.leaving}&basis=recorded").status_code == 200


def test_a_polygon_is_counted_by_either_and_the_totals_are_equal(world, plan):
    shape = shapely.geometry.mapping(shapely.box(*plan.old_shape.bounds))
    polygon = {"type": "Polygon", "coordinates": [[list(point) for point in shape["coordinates"][0]]]}
    body = {"polygon": polygon, **PERIOD, "group_by": ["grid"]}
    found = {}
    for name, asked in (("recorded", {"basis": "recorded"}), ("today", {}), ("day", {"on": str(DAY)})):
        answer = world.service.client("supervisor.fushan").post(
            "/api/v1/area-queries", json={**body, **asked}
        )
        assert answer.status_code == 200, answer.data
        found[name] = {c["key"]["grid"]: c["n"] for c in answer.json["counts"]}
    assert found["recorded"] == {plan.grid: 4}
    assert found["today"] == found["day"] == {plan.smaller: 3, plan.larger: 1}
