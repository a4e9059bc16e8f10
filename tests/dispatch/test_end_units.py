"""A unit ends: what hangs on it is listed first, and another has its cases and its place in rules and lists."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gridops import clock
from gridops.worker.firing import fire_due
from tests.people.looking_after_units import (
    QINGYANG,
    UNITS,
    entries_of,
    find_unit,
    make_agency,
    make_unit,
)
from tests.service import Service

DESK, HANDLER = "dispatcher.qingyang", "handler.qingyang"


def today() -> date:
    return (clock.now() + timedelta(hours=8)).date()


def begin_of(day: date) -> datetime:
    """A moment on a day of the district's."""
    return clock.now() + (day - today()) + timedelta(hours=1)


def sent_to(service: Service, unit_id: str) -> dict[str, Any]:
    return service.act(DESK, service.report("worker.qingyang"), "dispatch", unit_ids=[unit_id])


def end(service: Service, unit_id: str, **sent: Any) -> Any:
    return service.client("admin").patch(f"{UNITS}/{unit_id}", json=sent)


def get(service: Service, case: dict[str, Any]) -> dict[str, Any]:
    return dict(service.client(DESK).get(f"/api/v1/incidents/{case['id']}").json)


@pytest.fixture
def heir(service: Service) -> dict[str, Any]:
    make_agency(service, "shunda")
    return make_unit(service, "shunda")


@pytest.mark.parametrize("who", [DESK, "head.qingyang", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    unit = find_unit(service, "water_supply")
    assert service.client(who).get(f"{UNITS}/{unit['id']}/ending").status_code == 403
    refused = service.client(who).patch(f"{UNITS}/{unit['id']}", json={"valid_to": today().isoformat()})
    assert refused.status_code == 403


def test_a_unit_with_open_cases_does_not_end_without_a_successor(service: Service) -> None:
    unit = find_unit(service, "water_supply")
    case = sent_to(service, unit["id"])
    refused = end(service, unit["id"], valid_to=today().isoformat())
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/successor_id")
    assert "1" in refused.json["errors"][0]["message"]
    assert get(service, case)["unit"]["id"] == unit["id"]
    assert find_unit(service, "water_supply")["state"] == "in_force"


def test_what_hangs_on_it_is_listed_first(service: Service) -> None:
    unit_id = service.client(HANDLER).actor["units"][0]
    case = sent_to(service, unit_id)
    hanging = service.client("admin").get(f"{UNITS}/{unit_id}/ending").json
    assert hanging["case_count"] == len(hanging["cases"]) >= 1
    assert case["case_number"] in [one["case_number"] for one in hanging["cases"]]
    assert set(hanging["cases"][0]) == {"id", "case_number", "service_name", "state"}
    assert "handler" in [post["role"] for post in hanging["posts"]]


def test_its_cases_go_over_at_once(service: Service, heir: dict[str, Any]) -> None:
    unit_id = service.client(HANDLER).actor["units"][0]
    case = service.act(HANDLER, sent_to(service, unit_id), "accept")
    ended = end(service, unit_id, valid_to=today().isoformat(), successor_id=heir["id"])
    assert ended.status_code == 200, ended.data
    assert (ended.json["state"], ended.json["successor"]["id"]) == ("past", heir["id"])
    now = get(service, case)
    assert (now["unit"]["id"], now["state"]) == (heir["id"], "handling")
    running = [(d["unit"]["id"], d["status"]) for d in now["dispatches"] if d["status"] != "recalled"]
    assert running == [(heir["id"], "accepted")]
    assert entries_of(service, case["id"])[-1] == "incident.handed_over"
    assert entries_of(service, unit_id)[-2:] == ["unit.closed", "unit.ends"]
    # Whoever acted for it is not told any longer, and his post is over.
    assert service.client(HANDLER).get(f"/api/v1/incidents/{case['id']}").status_code == 404


def test_an_heir_that_is_there_already_goes_on_with_its_own(service: Service, heir: dict[str, Any]) -> None:
    unit = find_unit(service, "water_supply")
    case = sent_to(service, unit["id"])
    case = service.act(DESK, case, "dispatch", unit_ids=[heir["id"]], add=True)
    assert end(service, unit["id"], valid_to=today().isoformat(), successor_id=heir["id"]).status_code == 200
    now = get(service, case)
    assert now["unit"]["id"] == heir["id"]
    assert sorted((d["unit"]["id"] == heir["id"], d["status"]) for d in now["dispatches"]) == [
        (False, "recalled"),
        (True, "dispatched"),
    ]


def test_it_is_looked_for_and_its_successor_is_found(service: Service, heir: dict[str, Any]) -> None:
    admin = service.client("admin")
    lead = next(
        m for m in admin.get("/api/v1/admin/matters").json["items"] if m["lead_agency"] == "enforcement"
    )
    asked = {"service_code": lead["service_code"], "area_code": QINGYANG, "level": "township"}
    preview = "/api/v1/admin/routing/preview"
    unit = find_unit(service, "enforcement")
    before = admin.post(preview, json=asked)
    assert before.status_code == 200, before.data
    assert before.json["unit"]["id"] == unit["id"]
    end(service, unit["id"], valid_to=today().isoformat(), successor_id=heir["id"])
    assert admin.post(preview, json=asked).json["unit"]["id"] == heir["id"]


def test_a_day_to_come_needs_a_successor_and_waits_for_it(service: Service, heir: dict[str, Any]) -> None:
    unit, day = find_unit(service, "water_supply"), today() + timedelta(days=5)
    refused = end(service, unit["id"], valid_to=day.isoformat())
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/successor_id")
    agreed = end(service, unit["id"], valid_to=day.isoformat(), successor_id=heir["id"]).json
    assert (agreed["state"], agreed["valid_to"]) == ("in_force", day.isoformat())
    case = sent_to(service, unit["id"])
    with clock.frozen(begin_of(day)):
        fire_due(service.database)
    assert get(service, case)["unit"]["id"] == heir["id"]
    with clock.frozen(begin_of(day)):
        assert fire_due(service.database) == 0
    said = [entry for entry in entries_of(service, unit["id"]) if entry != "unit.status_changed"]
    assert said == ["unit.ends", "unit.closed"]


def test_a_successor_that_ends_leaves_what_it_took_over_to_its_own(
    service: Service, heir: dict[str, Any]
) -> None:
    first, last = find_unit(service, "water_supply"), find_unit(service, "power")
    end(service, first["id"], valid_to=today().isoformat(), successor_id=heir["id"])
    assert end(service, heir["id"], valid_to=today().isoformat(), successor_id=last["id"]).status_code == 200
    assert find_unit(service, "water_supply")["successor"]["id"] == last["id"]


@pytest.mark.parametrize("sent", ["self", "past", "none", "without a day", "yesterday"])
def test_what_cannot_be_is_refused_by_field(service: Service, heir: dict[str, Any], sent: str) -> None:
    unit, day = find_unit(service, "water_supply"), today().isoformat()
    if sent == "past":
        assert end(service, heir["id"], valid_to=day).status_code == 200
    bodies = {
        "self": ({"valid_to": day, "successor_id": unit["id"]}, "/successor_id"),
        "past": ({"valid_to": day, "successor_id": heir["id"]}, "/successor_id"),
        "none": (
            {"valid_to": day, "successor_id": "00000000-0000-7000-8000-000000000000"},
            "/successor_id",
        ),
        "without a day": ({"successor_id": heir["id"]}, "/valid_to"),
        "yesterday": ({"valid_to": (today() - timedelta(days=1)).isoformat()}, "/valid_to"),
    }
    body, pointer = bodies[sent]
    refused = end(service, unit["id"], **body)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_grids_unit_ends_by_its_boundaries_alone(service: Service, heir: dict[str, Any]) -> None:
    grid = service.client("admin").get(f"{UNITS}?kind=grid&limit=1").json["items"][0]
    refused = end(service, grid["id"], valid_to=today().isoformat(), successor_id=heir["id"])
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/valid_to")
