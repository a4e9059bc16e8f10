"""A set comes into force: units, roles and cases follow, what was recorded stays, nothing twice, nothing missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from gridops import clock
from gridops.dispatch.boundaries import rescoping
from gridops.dispatch.boundaries.models import BoundaryChange, BoundaryDoubt
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident
from gridops.people.models import Post, Unit
from gridops.territory.models import BoundarySet
from gridops.timers.models import Timer
from gridops.worker.firing import fire_due
from tests.dispatch.new_boundaries import (
    MIDNIGHT,
    codes,
    entries,
    get,
    point_in,
    recorded,
)


def test_before_the_day_nothing_moves(service, plan):
    case = service.report("worker.qingyang", location=point_in(plan.old_shape, 0.9))
    with clock.frozen(MIDNIGHT - timedelta(seconds=1)):
        assert fire_due(service.database) == 0
        assert get(service, case)["grid"]["code"] == plan.grid
    assert entries(service, "incident.rescoped") == []


def test_a_timer_that_fires_too_early_only_waits(service, plan):
    with (
        clock.frozen(MIDNIGHT - timedelta(hours=3)),
        service.database.transaction("gridops_system") as session,
    ):
        found = session.scalars(select(BoundarySet).where(BoundarySet.name == "next")).one()
        assert rescoping.comes_into_force(session, found.id) is True
        assert session.scalars(select(Timer).where(Timer.entity_id == found.id)).one().due_at == MIDNIGHT
        assert session.scalars(select(BoundaryChange)).all() == []


def test_open_cases_move_with_their_point_and_closed_ones_keep_their_grid(world, plan):
    east, west, settled = (get(world.service, world.cases[name]) for name in ("east", "west", "settled"))
    assert (east["grid"]["code"], codes(east)[-1]) == (plan.smaller, plan.smaller)
    assert east["recorded_grid"]["code"] == plan.grid
    assert (west["grid"]["code"], codes(west)[-1]) == (plan.larger, plan.larger)
    assert (settled["grid"]["code"], settled["recorded_grid"]) == (plan.grid, None)
    assert codes(settled)[-1] == plan.smaller
    joined, village, elsewhere = (
        get(world.service, world.cases[name]) for name in ("joined", "village", "elsewhere")
    )
    assert codes(joined)[2:] == [plan.staying, plan.joined]
    assert codes(village)[-1] == plan.staying
    assert elsewhere["version"] == world.cases["elsewhere"]["version"]


def test_what_a_case_recorded_stays_in_its_row(world):
    assert recorded(world.service) == world.recorded
    with world.service.database.transaction() as session:
        moved = session.scalar(
            select(func.count()).select_from(Incident).where(Incident.recorded_scope_code.is_not(None))
        )
    assert moved == len(world.cases)


def test_the_unit_of_an_open_case_is_that_of_its_grid_of_today(world, plan):
    before, east = world.cases["east"]["unit"], get(world.service, world.cases["east"])
    assert east["state"] == "dispatched"
    assert east["unit"]["id"] != before["id"]
    assert [(d["unit"]["id"], d["status"]) for d in east["dispatches"]] == [
        (before["id"], "recalled"),
        (east["unit"]["id"], "dispatched"),
    ]
    with world.service.database.transaction() as session:
        unit = session.get_one(Unit, east["unit"]["id"])
        assert (unit.area_code, unit.is_active) == (plan.smaller, True)
        assert session.get_one(Unit, before["id"]).area_code == plan.larger
        running = session.scalars(select(Dispatch.unit_id).where(Dispatch.is_current)).all()
    assert list(map(str, running)) == [east["unit"]["id"]]


def test_every_new_grid_and_village_has_a_unit_and_old_ones_have_none(world):
    missing = text(
        "SELECT v.code FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id"
        " WHERE s.name = 'next' AND v.level IN ('grid', 'village') AND NOT EXISTS (SELECT FROM gridops.unit u"
        " JOIN gridops.agency a ON a.id = u.agency_id WHERE u.area_code = v.code AND u.is_active AND a.code ="
        " CASE v.level WHEN 'grid' THEN 'grid' ELSE 'village' END)"
    )
    idle = text(
        "SELECT u.area_code FROM gridops.unit u WHERE u.is_active AND NOT EXISTS (SELECT FROM"
        " gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id"
        " WHERE s.name = 'next' AND v.code = u.area_code)"
        # A squad serves an enforcement area: a group by membership, no part of the partition.
        " AND NOT EXISTS (SELECT FROM gridops.area_group g WHERE g.code = u.area_code)"
    )
    with world.service.database.transaction() as session:
        assert session.scalars(missing).all() == []
        assert session.scalars(idle).all() == []


def test_workers_follow_the_larger_share_and_doubtful_ones_are_listed(world, plan):
    for username, area in (("worker.qingyang", plan.larger), ("worker.gaotuan", plan.joined)):
        actor = world.service.client(username).get("/api/v1/sessions/current").json["actor"]
        assert actor["areas"] == [area]
    head = world.service.client("head.qingyang").get("/api/v1/sessions/current").json["actor"]
    assert head["areas"] == [plan.village]
    worker = world.service.client("worker.qingyang").actor["id"]
    with world.service.database.transaction() as session:
        doubts = session.scalars(select(BoundaryDoubt)).all()
        people = [(str(d.entity_id), d.from_code, d.to_code) for d in doubts if d.entity == "account"]
        assert people == [(worker, plan.grid, plan.larger)]
        assert {d.from_code for d in doubts} == {plan.grid}
        assert all(d.share == pytest.approx(0.6, abs=0.01) for d in doubts)
        over = session.scalars(select(Post.area_code).where(Post.area_code.is_not(None))).all()
    assert plan.grid not in over


def test_the_people_concerned_are_told_through_the_log_before_and_after(world, plan):
    told = {str(e.entity_id): e for e in entries(world.service, "incident.rescoped")}
    moved = {case["id"] for name, case in world.cases.items() if name != "elsewhere"}
    assert set(told) == moved | {world.other["id"]}
    east = told[world.cases["east"]["id"]]
    assert {plan.grid, plan.smaller} <= set(east.areas)
    assert len(east.units) == 2
    assert east.data["scope"] == [plan.grid, plan.smaller]
    changed = entries(world.service, "account.changed")
    workers = {world.service.client(u).actor["id"] for u in ("worker.qingyang", "worker.gaotuan")}
    assert {str(e.entity_id) for e in changed} == workers
    assert all([str(p) for p in e.persons] == [str(e.entity_id)] for e in changed)
    (began,) = entries(world.service, "boundary_set.came_into_force")
    (ended,) = entries(world.service, "boundary_set.rescoped")
    assert began.id < min(e.id for e in told.values()) < ended.id
    assert ended.data["cases_moved"] == len(told)


def test_the_worker_of_the_larger_part_loses_sight_of_the_smaller_one(world, plan):
    worker = world.service.client("worker.qingyang")
    assert worker.get(f"/api/v1/incidents/{world.other['id']}").status_code == 404
    # His own reports stay his.
    assert get(world.service, world.cases["east"], "worker.qingyang")["grid"]["code"] == plan.smaller


def test_the_first_day_is_told_to_those_who_answer_for_the_whole_district(world, plan):
    with world.service.database.transaction() as session:
        set_id = session.scalars(select(BoundarySet.id).where(BoundarySet.name == "next")).one()
    path = f"/api/v1/boundary-sets/{set_id}/first-day"
    assert world.service.client("worker.qingyang").get(path).status_code == 403
    assert world.service.client("dispatcher.qingyang").get(path).status_code == 403
    told = world.service.client("admin").get(path).json
    assert (told["phase"], told["counts"]["cases_moved"]) == ("done", 6)
    assert {d["from_code"] for d in told["doubts"]} == {plan.grid}
    links = world.service.client("admin").get(f"/api/v1/boundary-sets/{set_id}/lineage?code={plan.grid}")
    assert [row["to_code"] for row in links.json["items"]] == [plan.larger, plan.smaller]


def test_a_set_is_compared_with_open_cases_for_an_administrator_who_sees_none_of_them(service, plan):
    with service.database.transaction() as session:
        set_id = session.scalars(select(BoundarySet.id).where(BoundarySet.name == "next")).one()
    service.report("worker.qingyang", location=point_in(plan.old_shape, 0.9))
    path = f"/api/v1/boundary-sets/{set_id}/comparison"
    assert service.client("supervisor.qingyang").get(path).status_code == 403
    told = service.client("admin").get(path).json
    by_kind = {(c["kind"], c["level"]): c for c in told["changes"]}
    split = by_kind["split", "grid"]
    assert (split["old_codes"], split["new_codes"]) == ([plan.grid], [plan.larger, plan.smaller])
    assert split["open_cases"] == 1
    assert split["area_m2"] > 1000
    assert by_kind["merged", "village"]["open_cases"] == 0
    assert (told["forbidden_codes"], told["orphans"]) == ([], [])
