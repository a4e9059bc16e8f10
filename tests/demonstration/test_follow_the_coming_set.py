"""The demonstration's coming set from its eve to the day after: seen before, carried out, followed by all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from gridops import clock
from gridops.demonstration.coming import SET_NAME, load_coming
from gridops.demonstration.load_territory import load_other_codes
from gridops.dispatch.boundaries.models import BoundaryChange
from gridops.log.models import LogEntry
from gridops.territory.models import BoundarySet
from gridops.worker.firing import fire_due
from tests.conftest import settings_for
from tests.demonstration.drawn import FOLDER, read
from tests.reports import at
from tests.service import Service

DAY = date(2027, 1, 1)
MIDNIGHT = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
EVE = MIDNIGHT - timedelta(hours=5)
PERIOD = {"from": "2026-12-31", "to": "2027-01-03"}
TOWN, COMMUNITY = "370611105", "370611102001"


@dataclass
class World:
    """The morning after: cases by what should have become of them, as they were reported."""

    service: Service
    set_id: str
    cases: dict[str, dict[str, Any]]
    before: dict[str, Any]


def inside(name: str, code: str) -> dict[str, Any]:
    """A location well inside a feature of a file."""
    shape = next(shape for one, shape in read(FOLDER / f"{name}.geojson") if one["code"] == code)
    place = shape.representative_point()
    return at(round(place.x, 6), round(place.y, 6), accuracy_m=1.0)


def get(service: Service, path: str, username: str = "supervisor.fushan") -> Any:
    answer = service.client(username).get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.data
    return answer.json


def count(service: Service, username: str = "supervisor.fushan", **asked: Any) -> dict[str | None, int]:
    """Village → cases."""
    body = {"area": "370611", **PERIOD, "group_by": ["village"], **asked}
    answer = service.client(username).post("/api/v1/area-queries", json=body)
    assert answer.status_code == 200, answer.data
    return {c["key"]["village"]: c["n"] for c in answer.json["counts"]}


def report_cases(service: Service) -> dict[str, dict[str, Any]]:
    own = inside("grids", "370611102200001")
    case = service.report("worker.gaotuan", location=own)
    return {
        "merged": service.act("dispatcher.gaotuan", case, "dispatch"),
        "settled": service.report("worker.gaotuan", location=own, resolved_on_site={"notes": "已清理"}),
        "joined": service.report("worker2.qingyang", location=inside("grids", "370611104211001")),
        "recoded": service.report("worker2.qingyang", location=inside("grids", "370611007234001")),
        "school": service.report("worker.gaotuan", location=inside("special_grids", "370611102200901")),
        "beyond": service.report("worker2.qingyang", location=inside("coming/villages", f"{TOWN}201")),
        "elsewhere": service.report("worker.qingyang"),
    }


@pytest.fixture(scope="module")
def world(databases, tmp_path_factory) -> Iterator[World]:
    """Read by many tests, changed by none."""
    with clock.frozen(EVE) as stopped, databases.copy() as url:
        service = Service(settings_for(url, tmp_path_factory.mktemp("coming")))
        with service.database.transaction() as session:
            load_other_codes(session)
            set_id = str(load_coming(session, DAY).id)
        cases = report_cases(service)
        before = {
            "sets": get(service, "boundary-sets")["items"],
            "towns": get(service, "areas?level=township")["items"],
            "coming_towns": get(service, f"areas?level=township&on={DAY}")["items"],
            "comparison": get(service, f"boundary-sets/{set_id}/comparison"),
            "counts": count(service),
            "coming_counts": count(service, on=str(DAY)),
        }
        stopped.at = MIDNIGHT + timedelta(seconds=5)
        while fire_due(service.database):
            stopped.advance(timedelta(seconds=1))
            stopped.at = max(stopped.at, MIDNIGHT + timedelta(seconds=80))
        stopped.at = MIDNIGHT + timedelta(hours=9)
        yield World(service, set_id, cases, before)
        service.close()


def test_on_the_eve_the_set_is_seen_and_nothing_has_changed(world):
    first, coming = world.before["sets"]
    assert (first["is_current"], first["valid_to"]) == (True, str(DAY))
    assert (coming["id"], coming["name"], coming["is_current"]) == (world.set_id, SET_NAME, False)
    assert (coming["valid_from"], coming["counts"]["village"]) == (str(DAY), 313)
    assert coming["tiles"].startswith(f"/tiles/territory/{world.set_id}/")
    assert len(world.before["towns"]) == 7
    assert {area["code"] for area in world.before["coming_towns"]} - {
        area["code"] for area in world.before["towns"]
    } == {TOWN}
    assert world.cases["merged"]["grid"]["code"] == "370611102200001"


def test_what_it_will_change_is_listed_with_the_open_cases_concerned(world):
    changes = {(c["kind"], tuple(c["new_codes"])): c for c in world.before["comparison"]["changes"]}
    assert world.before["comparison"]["forbidden_codes"] == []
    merged = changes["merged", (COMMUNITY,)]
    assert (len(merged["old_codes"]), merged["households"], merged["open_cases"]) == (3, 925, 2)
    assert changes["recoded", ("370611007005",)]["open_cases"] == 1
    assert changes["merged", ("370611104210",)]["open_cases"] == 1
    assert changes["added", (TOWN,)]["area_m2"] > 100e6
    assert sum(kind == "added" and len(codes[0]) == 12 for kind, codes in changes) == 74


def test_the_job_ran_to_its_end_with_nobody_in_doubt(world):
    told = get(world.service, f"boundary-sets/{world.set_id}/first-day")
    assert (told["phase"], told["counts"]["cases_moved"]) == ("done", 6)
    # Every new grid and village of the town has a unit; the merged ones keep one of theirs.
    assert told["counts"]["unit.opened"] >= 74 * 2
    assert [d for d in told["doubts"] if d["entity"] != "unit"] == []
    with world.service.database.transaction() as session:
        assert session.scalars(select(BoundaryChange.phase)).one() == "done"


def test_the_town_and_its_74_villages_are_there_and_the_merged_ones_gone(world):
    today = get(world.service, "areas?level=township")["items"]
    villages = get(world.service, f"areas?parent={TOWN}&level=village&limit=500")["items"]
    assert (len(today), len(villages)) == (8, 74)
    assert "臧家庄村委会" in {v["name"] for v in villages}
    client = world.service.client("supervisor.fushan")
    assert client.get("/api/v1/areas/370611102205").status_code == 404
    assert get(world.service, "areas/370611102205?on=2026-12-31")["name"] == "邹格庄村委会"
    assert get(world.service, f"areas/{COMMUNITY}")["households"] == 925
    tile = client.get(f"/tiles/territory/{world.set_id}/10/856/397.mvt")
    assert tile.status_code == 200
    assert TOWN.encode() in tile.data


def test_a_worker_has_his_grid_under_its_new_code(world):
    actor = world.service.client("worker.gaotuan").get("/api/v1/sessions/current").json["actor"]
    assert actor["areas"] == [f"{COMMUNITY}002"]


@pytest.mark.parametrize(
    ("name", "grid"),
    [
        ("merged", f"{COMMUNITY}002"),
        ("joined", "370611104210001"),
        ("recoded", "370611007005001"),
        ("elsewhere", None),
    ],
)
def test_open_cases_stand_in_the_new_grids_and_remember_the_old_ones(world, name, grid):
    case = world.cases[name]
    now = get(world.service, f"incidents/{case['id']}")
    assert now["grid"]["code"] == (grid or case["grid"]["code"])
    assert (now["recorded_grid"] or now["grid"])["code"] == case["grid"]["code"]
    assert now["reported_location"] == case["reported_location"]


def test_the_unit_that_was_sent_is_that_of_the_same_people(world):
    case = world.cases["merged"]
    assert case["state"] == "dispatched"
    now = get(world.service, f"incidents/{case['id']}")
    assert now["unit"]["id"] == case["unit"]["id"]


def test_a_school_is_its_special_grid_under_the_new_code(world):
    now = get(world.service, f"incidents/{world.cases['school']['id']}")
    assert now["special_grid"]["code"] == f"{COMMUNITY}901"


def test_a_report_from_beyond_the_border_has_found_its_village(world):
    case = world.cases["beyond"]
    assert case["grid"]["method"] == "unresolved"
    now = get(world.service, f"incidents/{case['id']}")
    assert [area["code"] for area in now["areas"]] == ["370611", TOWN, f"{TOWN}201", f"{TOWN}201001"]


def test_a_settled_case_keeps_its_grid_and_counts_in_the_new_village(world):
    now = get(world.service, f"incidents/{world.cases['settled']['id']}")
    assert (now["grid"]["code"], now["areas"][-1]["code"]) == ("370611102200001", f"{COMMUNITY}002")


def test_the_same_cases_are_counted_as_recorded_and_by_the_new_villages(world):
    recorded, today = count(world.service, basis="recorded"), count(world.service)
    assert recorded == world.before["counts"]
    assert today == world.before["coming_counts"]
    assert count(world.service, on="2026-12-31") == recorded
    assert sum(recorded.values()) == sum(today.values()) == len(world.cases)
    assert (recorded["370611102200"], today[COMMUNITY]) == (3, 3)
    assert (recorded["370611104211"], today["370611104210"]) == (1, 1)
    assert (recorded[None], today[f"{TOWN}201"]) == (1, 1)
    assert COMMUNITY not in recorded


def test_a_village_group_is_asked_about_through_the_change_of_its_members(world):
    group = "370611102G01"
    assert sum(count(world.service, area=group, basis="recorded").values()) == 3
    assert count(world.service, area=group) == {COMMUNITY: 3}


def test_a_special_grid_is_asked_about_by_either_of_its_codes(world):
    old, new = "370611102200901", f"{COMMUNITY}901"
    assert sum(count(world.service, area=new).values()) == 1
    assert sum(count(world.service, area=old, basis="recorded").values()) == 1
    assert sum(count(world.service, area=old, on="2026-12-31").values()) == 1
    assert sum(count(world.service, area=old).values()) == 0


def test_everyone_concerned_is_told_through_the_log(world):
    moved = {case["id"] for name, case in world.cases.items() if name != "elsewhere"}
    with world.service.database.transaction() as session:
        entries = session.scalars(select(LogEntry).order_by(LogEntry.id)).all()
        rescoped = [e for e in entries if e.action == "incident.rescoped"]
        told = [e for e in entries if e.action == "account.changed"]
        worker = world.service.client("worker.gaotuan").actor["id"]
    assert sorted(str(e.entity_id) for e in rescoped) == sorted(moved)
    assert {str(e.entity_id) for e in told} == {worker}
    (merged,) = (e for e in rescoped if str(e.entity_id) == world.cases["merged"]["id"])
    assert {"370611102200001", f"{COMMUNITY}002"} <= set(merged.areas)


def test_an_area_keeps_the_history_of_its_codes_in_both_lists(world):
    recoded = get(world.service, "areas/370611007005/codes")["items"]
    assert [(c["system"], c["code"], c["valid_from"], c["valid_to"]) for c in recoded] == [
        ("statistics", "370611007234", "2024-01-01", str(DAY)),
        ("statistics", "370611007005", str(DAY), None),
    ]
    street = get(world.service, "areas/370611007/codes")["items"]
    assert {(c["system"], c["code"]) for c in street} == {
        ("statistics", "370611007"),
        ("district", "370611003"),
    }
    found = get(world.service, "areas?q=370611003&level=township")["items"]
    assert [area["name"] for area in found] == ["门楼街道"]


def test_what_became_of_an_area_is_told_with_its_shares(world):
    links = get(world.service, f"boundary-sets/{world.set_id}/lineage?code={COMMUNITY}")["items"]
    assert {link["from_code"] for link in links} == {"370611102200", "370611102205", "370611102207"}
    assert all(link["share_of_old"] == pytest.approx(1) for link in links)
    assert sum(link["share_of_new"] for link in links) == pytest.approx(1, abs=1e-6)


def test_a_code_that_was_given_up_is_never_issued_again(world):
    with world.service.database.transaction() as session:
        rows = session.execute(
            text(
                "SELECT code, valid_from, valid_to FROM gridops.area_code WHERE system = 'statistics'"
                " AND code IN ('370611102205', :new) ORDER BY code"
            ),
            {"new": COMMUNITY},
        ).all()
        sets = session.scalars(select(BoundarySet).where(BoundarySet.state == "in_force")).all()
    assert [(r.code, r.valid_from, r.valid_to) for r in rows] == [
        (COMMUNITY, DAY, None),
        ("370611102205", date(2024, 1, 1), DAY),
    ]
    assert sorted((s.valid_from, s.valid_to or date.max) for s in sets) == [
        (date(2024, 1, 1), DAY),
        (DAY, date.max),
    ]
