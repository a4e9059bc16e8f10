"""Agencies and units made, found and changed by an administrator; telephones with hours, no account."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gridops import clock
from gridops.worker.firing import fire_due
from tests.people.looking_after_units import (
    AGENCIES,
    QINGYANG,
    UNITS,
    entries_of,
    find_unit,
    make_agency,
    make_unit,
)
from tests.service import Service
from tests.trips import counted_service

NOWHERE = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("who", ["dispatcher.fushan", "head.qingyang", "auditor", "worker.qingyang"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    client, unit = service.client(who), find_unit(service, "power")
    assert client.get(UNITS).status_code == client.get(AGENCIES).status_code == 403
    assert client.post(UNITS, json={}).status_code == client.post(AGENCIES, json={}).status_code == 403
    assert client.patch(f"{UNITS}/{unit['id']}", json={"name": "甲"}).status_code == 403
    assert client.patch(f"{AGENCIES}/{NOWHERE}", json={"name": "甲"}).status_code == 403
    assert service.anonymous().get(UNITS).status_code == 401


def test_it_works(service: Service) -> None:
    agency = make_agency(service, "shunda", short_name="顺达")
    assert (agency["kind"], agency["state"], agency["units"]) == ("outside", "in_force", 0)
    phones = [{"number": "０５３５－６１２３４５６", "hours": "8:00—18:00"}, {"number": "95598"}]
    unit = make_unit(service, "shunda", phones=phones)
    assert unit["phones"] == [
        {"number": "05356123456", "hours": "8:00—18:00"},
        {"number": "95598", "hours": ""},
    ]
    assert (unit["kind"], unit["area"], unit["state"]) == (
        "outside",
        {"code": QINGYANG, "name": "清洋街道"},
        "in_force",
    )
    assert entries_of(service, agency["id"]) == ["agency.made"]
    assert entries_of(service, unit["id"]) == ["unit.made"]
    found = service.client("admin").get(f"{AGENCIES}?q=顺达").json["items"]
    assert [(one["code"], one["units"]) for one in found] == [("shunda", 1)]


def test_a_unit_without_accounts_can_be_sent_at_once(service: Service) -> None:
    make_agency(service, "shunda")
    unit = make_unit(service, "shunda", phones=[{"number": "05356123456", "hours": "全天"}])
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[unit["id"]])
    assert (case["state"], case["unit"]["name"]) == ("dispatched", "顺达物业清洋项目部")
    shown = service.client("dispatcher.qingyang").get(f"/api/v1/units?area={QINGYANG}").json["items"]
    assert next(one["phone"] for one in shown if one["id"] == unit["id"]) == "05356123456"


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"agency_code": "nobody"}, "/agency_code"),
        ({"agency_code": "grid"}, "/agency_code"),
        ({"kind": "body"}, "/kind"),
        ({"area_code": "999999999"}, "/area_code"),
        ({"agency_code": "power"}, "/area_code"),
        ({"name": "  "}, "/name"),
        ({"phones": [{"number": "12"}]}, "/phones/0/number"),
        ({"valid_from": "2020-01-01"}, "/valid_from"),
        ({"password": "x"}, "/password"),
    ],
)
def test_what_is_wrong_with_a_unit_is_named_by_field(
    service: Service, sent: dict[str, Any], pointer: str
) -> None:
    make_agency(service, "shunda")
    whole = {"agency_code": "shunda", "area_code": QINGYANG, "name": "顺达", **sent}
    refused = service.client("admin").post(UNITS, json=whole)
    assert refused.status_code == 422, refused.data
    assert pointer in [one["pointer"] for one in refused.json["errors"]]


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [({"code": "power"}, "/code"), ({"code": "顺达"}, "/code"), ({"kind": "grid_unit"}, "/kind")],
)
def test_what_is_wrong_with_an_agency_is_named_by_field(
    service: Service, sent: dict[str, str], pointer: str
) -> None:
    whole = {"code": "shunda", "name": "顺达", "kind": "outside", **sent}
    refused = service.client("admin").post(AGENCIES, json=whole)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_names_and_numbers_change_and_the_log_says_which(service: Service) -> None:
    admin, unit = service.client("admin"), find_unit(service, "power")
    sent = {"name": "清洋供电服务站", "phones": [{"number": "95598", "hours": "24 小时"}]}
    changed = admin.patch(f"{UNITS}/{unit['id']}", json=sent).json
    assert (changed["name"], changed["phones"]) == (sent["name"], sent["phones"])
    assert changed["version"] == unit["version"] + 1
    admin.patch(f"{UNITS}/{unit['id']}", json=sent)
    assert entries_of(service, unit["id"]) == ["unit.edited"]
    assert admin.patch(f"{UNITS}/{NOWHERE}", json=sent).status_code == 404


def test_a_grids_unit_is_called_as_its_grid(service: Service) -> None:
    grid = service.client("admin").get(f"{UNITS}?kind=grid&limit=1").json["items"][0]
    refused = service.client("admin").patch(f"{UNITS}/{grid['id']}", json={"name": "别的"})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/name")
    kept = service.client("admin").patch(
        f"{UNITS}/{grid['id']}", json={"phones": [{"number": "13800001234"}]}
    )
    assert kept.json["phones"][0]["number"] == "13800001234"


def test_a_unit_that_begins_later_is_in_service_from_that_day_on(service: Service) -> None:
    make_agency(service, "shunda")
    starts = clock.now() + timedelta(days=3)
    unit = make_unit(service, "shunda", valid_from=starts.date().isoformat())
    assert unit["state"] == "coming"
    case = service.report("worker.qingyang")
    path = f"/api/v1/incidents/{case['id']}/actions/dispatch"
    sent = {"version": case["version"], "unit_ids": [unit["id"]]}
    assert service.client("dispatcher.qingyang").post(path, json=sent).status_code == 422
    with clock.frozen(starts + timedelta(days=1)):
        assert fire_due(service.database) >= 1
    assert entries_of(service, unit["id"]) == ["unit.made", "unit.opened"]
    assert service.client("dispatcher.qingyang").post(path, json=sent).status_code == 200


def test_an_agency_ends_once_its_units_have(service: Service) -> None:
    admin, agency = service.client("admin"), make_agency(service, "shunda")
    unit, today = make_unit(service, "shunda"), clock.now().date().isoformat()
    refused = admin.patch(f"{AGENCIES}/{agency['id']}", json={"valid_to": today})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/valid_to")
    day = (clock.now() + timedelta(hours=8)).date().isoformat()
    assert admin.patch(f"{UNITS}/{unit['id']}", json={"valid_to": day}).json["state"] == "past"
    ended = admin.patch(f"{AGENCIES}/{agency['id']}", json={"valid_to": day, "name": "顺达（已注销）"}).json
    assert (ended["state"], ended["name"], ended["units"]) == ("past", "顺达（已注销）", 0)
    again = admin.post(UNITS, json={"agency_code": "shunda", "area_code": QINGYANG, "name": "顺达"})
    assert again.json["errors"][0]["pointer"] == "/agency_code"


def test_the_lists_go_on_where_they_ended(service: Service) -> None:
    admin = service.client("admin")
    for path in (f"{UNITS}?area={QINGYANG}", f"{AGENCIES}?kind="):
        whole = [one["id"] for one in admin.get(f"{path}&limit=500").json["items"]]
        seen, cursor = [], ""
        while True:
            page = admin.get(f"{path}&limit=7{cursor}").json
            seen += [one["id"] for one in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert seen == whole
        assert len(seen) == len(set(seen)) > 7
    assert admin.get(f"{UNITS}?cursor=AAAA").status_code == 422


def test_a_page_takes_few_trips(database_url: str, tmp_path: Path) -> None:
    with counted_service(database_url, tmp_path) as (service, trips):
        admin = service.client("admin")
        for path, most in ((UNITS, 8), (AGENCIES, 6)):
            admin.get(f"{path}?limit=50")
            trips.start()
            assert len(admin.get(f"{path}?limit=30").json["items"]) == 30
            assert trips.trips <= most, path
