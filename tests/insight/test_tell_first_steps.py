"""The first-run endpoint: what is missing follows from the database, and each sheet is taken in as it is given."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gridops.db import migrate
from gridops.db.session import Database
from gridops.duties.sheets.rules import read_sheet
from gridops.insight.first_run.steps import steps_of
from gridops.people.beginning.first_administrator import begin_administration
from gridops.sheets import open_book
from gridops.territory.deploying import init_deployment
from gridops.territory.importing.checking import check_file
from gridops.territory.importing.reading import ReadOptions
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import Client, Service
from tests.statements import statements_of

PATH = "/api/v1/admin/first-run"
UNITS = f"{PATH}/own-units"
DEPLOYMENT = "/api/v1/admin/deployment"


@pytest.fixture(scope="module")
def begun(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Client]]:
    """A district of which nothing is there but its first administrator."""
    with databases.copy(is_empty=True) as url:
        migrate.upgrade(url)
        database = Database(url)
        with database.transaction() as session:
            init_deployment(session, "370611", "新区", 4528)
            code = begin_administration(session, "370611").code
        database.close()
        opened = Service(settings_for(url, tmp_path_factory.mktemp("begun")))
        answer = opened.anonymous().post("/api/v1/sessions", json={"username": "admin", "code": code})
        yield opened, Client(opened.anonymous(), answer.json["token"], answer.json["actor"])
        opened.close()


def lacks(found: dict[str, Any]) -> dict[str, list[str]]:
    return {step["name"]: [lack["code"] for lack in step["lacks"]] for step in found["steps"]}


@pytest.mark.parametrize("username", ["worker.qingyang", "dispatcher.fushan", "supervisor.fushan", "auditor"])
def test_nobody_but_an_administrator_is_told_or_does_it(service: Service, username: str) -> None:
    client = service.client(username)
    assert client.get(PATH).status_code == 403
    assert client.get(f"{PATH}/sheets/matters").status_code == 403
    assert client.post(UNITS).status_code == 403
    assert client.put(DEPLOYMENT, json={"name": "x", "measure_srid": 4528}).status_code == 403
    assert service.anonymous().get(PATH).status_code == 401


def test_a_district_that_has_just_begun_lacks_everything_but_itself(begun: tuple[Service, Client]) -> None:
    found = begun[1].get(PATH).json
    assert found["district"] == {
        "code": "370611",
        "name": "新区",
        "measure_srid": 4528,
        "time_zone": "Asia/Shanghai",
        "is_demonstration": False,
        "may_change_measure": True,
    }
    assert lacks(found)["boundaries"] == ["no_set"]
    assert {"no_agencies", "no_outside_units"} <= set(lacks(found)["units"])
    assert {"no_own_password", "no_workers"} <= set(lacks(found)["people"])
    assert {"no_matters", "none_admitted", "unknown_years"} <= set(lacks(found)["matters"])
    done = {step["name"] for step in found["steps"] if step["is_done"]}
    assert done == {"district", "responsibilities", "origins", "basemap"}


def test_what_is_missing_is_asked_in_few_statements(begun: tuple[Service, Client]) -> None:
    service, admin = begun
    with statements_of(service) as said:
        admin.get(PATH)
    assert len([one for one in said if "SELECT" in one.upper()]) <= 8


def test_metres_are_chosen_anew_until_there_are_boundaries(begun: tuple[Service, Client]) -> None:
    service, admin = begun
    feet = admin.put(DEPLOYMENT, json={"name": "新区", "measure_srid": 2249})
    assert feet.status_code == 422
    changed = admin.put(DEPLOYMENT, json={"name": "新新区", "measure_srid": 4549})
    assert (changed.status_code, changed.json["measure_srid"]) == (200, 4549)
    assert admin.get(PATH).json["district"]["name"] == "新新区"
    with service.database.transaction() as session:
        said = text("SELECT data FROM gridops.log_entry WHERE action = 'deployment.changed'")
        assert session.scalars(said).all() == [{"measure_srid": 4549}]
    admin.put(DEPLOYMENT, json={"name": "新区", "measure_srid": 4528})


def test_with_boundaries_the_metres_stay(service: Service) -> None:
    admin = service.client("admin")
    refused = admin.put(DEPLOYMENT, json={"name": "福山区（示意）", "measure_srid": 4549})
    assert (refused.status_code, refused.json["code"]) == (409, "conflict")
    named = admin.put(DEPLOYMENT, json={"name": "福山", "measure_srid": 4528})
    assert (named.status_code, named.json["name"]) == (200, "福山")


def test_units_cannot_be_opened_before_there_are_areas(begun: tuple[Service, Client]) -> None:
    assert begun[1].post(UNITS).status_code == 404


def test_each_grid_and_village_gets_a_unit_once(service: Service) -> None:
    admin = service.client("admin")
    assert admin.post(UNITS).json == {"opened": 0}
    with service.database.transaction() as session:
        session.execute(text("DELETE FROM gridops.post WHERE unit_id IS NOT NULL"))
        session.execute(text("DELETE FROM gridops.unit WHERE kind IN ('grid', 'village')"))
        session.execute(text("DELETE FROM gridops.agency WHERE kind IN ('grid_unit', 'village_unit')"))
    before = {lack["code"]: lack["count"] for lack in admin.get(PATH).json["steps"][2]["lacks"]}
    assert (before["grids_without_unit"], before["villages_without_unit"]) == (450, 242)
    assert admin.post(UNITS).json == {"opened": 692}
    after = {lack["code"] for lack in admin.get(PATH).json["steps"][2]["lacks"]}
    assert not after & {"grids_without_unit", "villages_without_unit"}
    assert admin.post(UNITS).json == {"opened": 0}


def test_of_the_demonstration_little_is_missing(service: Service) -> None:
    found = service.client("admin").get(PATH).json
    assert found["district"]["is_demonstration"] is True
    assert {step["name"] for step in found["steps"] if not step["is_done"]} <= {"backup", "matters"}
    assert found["counts"]["grids"] == 420


def test_a_step_is_done_when_all_that_is_needed_is_there() -> None:
    names = ("townships", "villages", "grids", "agencies", "units", "outside_units", "workers", "supervisors")
    more = (
        "auditors",
        "matters",
        "admitted",
        "working_hours",
        "responsibilities",
        "powers",
        "hotline_policy",
    )
    there: dict[str, Any] = dict.fromkeys((*names, *more), 1)
    missing = dict.fromkeys(
        (
            "grids_without_unit",
            "villages_without_unit",
            "unknown_leads",
            "leads_without_unit",
            "unknown_years",
        ),
        0,
    )
    there |= missing | {"townships_without_desk": 0, "grids_without_worker": 0, "district_code": "370611"}
    there |= {"set_in_force": 1, "sets_draft": 0, "sets_coming": 0, "has_password": True}
    whole = there | {"basemap": True, "backup": True, "backup_is_old": False}
    assert all(step.is_done and not step.lacks for step in steps_of(whole))
    for name, step in (("grids", "boundaries"), ("admitted", "matters"), ("has_password", "people")):
        assert [s.name for s in steps_of(whole | {name: 0}) if not s.is_done] == [step]
    draft = steps_of(whole | {"set_in_force": 0, "sets_draft": 1})
    assert [lack.code for lack in draft[1].lacks] == ["set_is_draft"]


@pytest.mark.parametrize("level", ["townships", "villages", "grids"])
def test_a_boundary_sheet_is_read_as_it_is_given(
    begun: tuple[Service, Client], tmp_path: Path, level: str
) -> None:
    answer = begun[1].get(f"{PATH}/sheets/{level}")
    assert answer.status_code == 200
    path = tmp_path / f"{level}.geojson"
    path.write_bytes(answer.data)
    checked = check_file(path, ReadOptions(None, None, None, {}, swap_axes=False, near_lon=120.0))
    assert len(checked.layer.shapes) == 1
    assert {"code", "name", "parent", "kind", "households"} <= set(checked.guess.found)


def test_the_sheet_of_matters_is_read_as_it_is_given(begun: tuple[Service, Client]) -> None:
    answer = begun[1].get(f"{PATH}/sheets/matters")
    sheet = read_sheet(open_book(io.BytesIO(answer.data).getvalue()))
    assert (len(sheet.matters), sheet.unread) == (1, [])
    assert sheet.matters[0].name == "暴露垃圾"


def test_the_sheet_of_powers_is_read_as_it_is_given(begun: tuple[Service, Client]) -> None:
    import csv

    from gridops.duties.powers.table import read_power_table

    answer = begun[1].get(f"{PATH}/sheets/powers")
    lines = [
        {name: (value or "").rstrip("\t") for name, value in row.items()}
        for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    ]
    rows = read_power_table(lines, {"370611001": "示例街道", "district": "新区"})
    assert [row.content.area_code for row in rows] == ["370611001"]


def test_a_sheet_that_is_none_is_not_found(begun: tuple[Service, Client]) -> None:
    assert begun[1].get(f"{PATH}/sheets/people-of-nowhere").status_code == 404
