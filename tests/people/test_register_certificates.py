"""Certificates of officers: registered, renewed, withdrawn by an administrator; one that has run out is marked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridops import clock
from gridops.people.certificates.rules import holds_on
from tests.people.looking_after_units import ADMIN, entries_of
from tests.service import Service
from tests.trips import counted_service

PATH = f"{ADMIN}/certificates"


def today() -> date:
    return (clock.now() + timedelta(hours=8)).date()


def register(service: Service, **over: Any) -> Any:
    sent = {
        "number": "1506 ０100 01a",
        "officer_name": "王海波",
        "agency_code": "enforcement",
        "valid_until": (today() + timedelta(days=400)).isoformat(),
        **over,
    }
    return service.client("admin").post(PATH, json=sent)


@pytest.mark.parametrize("who", ["dispatcher.qingyang", "head.enforcement", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    client = service.client(who)
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, json={}).status_code == 403
    assert client.patch(f"{PATH}/00000000-0000-7000-8000-000000000000", json={}).status_code == 403
    assert service.anonymous().get(PATH).status_code == 401


def test_it_works(service: Service) -> None:
    made = register(service)
    assert made.status_code == 201, made.data
    assert (made.json["number"], made.json["state"]) == ("1506010001A", "valid")
    assert made.json["agency"]["code"] == "enforcement"
    assert entries_of(service, made.json["id"]) == ["certificate.made"]
    found = service.client("admin").get(f"{PATH}?q=王海&agency=enforcement&state=valid").json["items"]
    assert [one["id"] for one in found] == [made.json["id"]]


def test_one_that_has_run_out_is_marked_and_stays(service: Service) -> None:
    day = today()
    ends = {
        "expired": day - timedelta(days=1),
        "ends_soon": day,
        "valid": day + timedelta(days=60),
    }
    for n, (state, until) in enumerate(ends.items()):
        starts = (day - timedelta(days=900)).isoformat()
        made = register(service, number=f"150{n}", valid_from=starts, valid_until=until.isoformat())
        assert made.json["state"] == state
        found = service.client("admin").get(f"{PATH}?state={state}").json["items"]
        assert [one["number"] for one in found] == [f"150{n}"]
    assert len(service.client("admin").get(PATH).json["items"]) == 3
    assert service.client("admin").delete(f"{PATH}/{made.json['id']}").status_code == 405


def test_it_is_renewed_and_withdrawn_and_never_gone(service: Service) -> None:
    made, day = register(service, valid_until=(today() - timedelta(days=3)).isoformat()).json, today()
    path, admin = f"{PATH}/{made['id']}", service.client("admin")
    renewed = admin.patch(path, json={"valid_until": (day + timedelta(days=900)).isoformat()}).json
    assert (made["state"], renewed["state"], renewed["version"]) == ("expired", "valid", 2)
    assert admin.patch(path, json={"withdrawn_on": day.isoformat()}).json["state"] == "withdrawn"
    assert [one["state"] for one in admin.get(f"{PATH}?state=withdrawn").json["items"]] == ["withdrawn"]
    assert entries_of(service, made["id"]) == ["certificate.made", "certificate.edited", "certificate.edited"]


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"number": "1506010001a"}, "/number"),
        ({"number": ""}, "/number"),
        ({"number": "2", "agency_code": "nobody"}, "/agency_code"),
        ({"number": "2", "account_id": "00000000-0000-7000-8000-000000000000"}, "/account_id"),
        ({"number": "2", "valid_from": "2030-01-01", "valid_until": "2029-12-31"}, "/valid_until"),
        ({"number": "2", "officer_name": " "}, "/officer_name"),
    ],
)
def test_what_is_wrong_is_named_by_field(service: Service, sent: dict[str, Any], pointer: str) -> None:
    register(service)
    refused = register(service, **sent)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_it_holds_up_to_and_with_its_last_day() -> None:
    class Row:
        valid_from, valid_until, withdrawn_on = date(2026, 1, 1), date(2026, 3, 31), None

    assert [holds_on(Row, date(2026, 1, 1)), holds_on(Row, date(2026, 3, 31))] == [True, True]
    assert [holds_on(Row, date(2025, 12, 31)), holds_on(Row, date(2026, 4, 1))] == [False, False]


def test_a_page_takes_few_trips(database_url: str, tmp_path: Path) -> None:
    with counted_service(database_url, tmp_path) as (service, trips):
        register(service)
        service.client("admin").get(PATH)
        trips.start()
        assert service.client("admin").get(PATH).json["items"]
        assert trips.trips <= 6
