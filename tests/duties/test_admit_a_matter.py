"""Admission: what a department did not apply for, or nobody approved, is not put on workers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gridops import clock
from tests.duties.versions import ADMIN, a_version, log_of, today
from tests.reports import a_report
from tests.service import Service

CODE = "N0001"
MATTER = f"{ADMIN}/matters/{CODE}"


@pytest.fixture
def new_matter(service: Service) -> Service:
    """A matter of the grid's level that nobody has admitted."""
    body = a_version(today(service), default_level="grid") | {"service_code": CODE}
    assert service.client("admin").post(f"{ADMIN}/matters", json=body).status_code == 201
    return service


def _codes(service: Service, name: str) -> set[str]:
    items = service.client(name).get("/api/v1/matters").json["items"]
    return {m["service_code"] for m in items}


def _apply(service: Service) -> dict[str, Any]:
    body = {"agency": "enforcement", "reason": "群众反映多"}
    answer = service.client("admin").post(f"{MATTER}/admissions", json=body)
    assert answer.status_code == 201, answer.data
    return dict(answer.json["admissions"][0])


def _approve(service: Service, **over: Any) -> Any:
    applied = _apply(service)
    path = f"{MATTER}/admissions/{applied['id']}/approve"
    return service.client("admin").post(path, json={"note": "同意", **over})


def _report(service: Service, name: str) -> tuple[int, list[str]]:
    answer = service.client(name).post("/api/v1/reports", json=a_report(service_code=CODE))
    return answer.status_code, [e["pointer"] for e in answer.json.get("errors", [])]


def test_what_is_not_admitted_cannot_be_put_on_workers(new_matter: Service) -> None:
    assert CODE not in _codes(new_matter, "worker.qingyang")
    assert CODE not in _codes(new_matter, "head.qingyang")
    assert _report(new_matter, "worker.qingyang") == (422, ["/service_code"])
    # A desk still takes in what somebody rings about; it goes to the town, not to the grid.
    assert CODE in _codes(new_matter, "dispatcher.qingyang")
    case = new_matter.report("dispatcher.qingyang", service_code=CODE, origin="phone")
    case = new_matter.act("dispatcher.qingyang", case, "file")
    assert (case["level"], case["routing"]["unit"]["name"]) == ("grid", "清洋街道综合行政执法中队")
    unit = new_matter.client("worker.qingyang").actor["units"][0]
    answer = new_matter.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/dispatch",
        json={"version": case["version"], "unit_ids": [unit]},
    )
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/unit_ids/0")


def test_an_approved_matter_is_the_workers_until_its_end(new_matter: Service) -> None:
    ends = today(new_matter, 10)
    answer = _approve(new_matter, valid_to=ends.isoformat())
    assert answer.json["admitted"] is True
    assert CODE in _codes(new_matter, "worker.qingyang")
    assert _report(new_matter, "worker.qingyang") == (201, [])
    told = [one["admission"] for one in log_of(new_matter, "matter.changed") if "admission" in one]
    assert told == ["applied", "approved"]
    with clock.frozen(clock.now()) as stopped:
        stopped.advance(timedelta(days=9))
        assert CODE in _codes(new_matter, "worker.qingyang")
        stopped.advance(timedelta(days=1))
        assert CODE not in _codes(new_matter, "worker.qingyang")
        assert _report(new_matter, "worker.qingyang") == (422, ["/service_code"])


def test_a_case_reported_in_time_is_handled_by_workers_to_the_end(new_matter: Service) -> None:
    _approve(new_matter, valid_to=today(new_matter, 1).isoformat())
    case = new_matter.report("worker.qingyang", service_code=CODE)
    with clock.frozen(clock.now()) as stopped:
        stopped.advance(timedelta(days=2))
        case = new_matter.act("dispatcher.qingyang", case, "dispatch")
    assert case["unit"]["id"] in new_matter.client("worker.qingyang").actor["units"]


def test_an_admission_begins_on_its_day(new_matter: Service) -> None:
    _approve(new_matter, valid_from=today(new_matter, 2).isoformat())
    assert CODE not in _codes(new_matter, "worker.qingyang")


def test_a_refused_application_says_why_and_may_be_made_again(new_matter: Service) -> None:
    applied = _apply(new_matter)
    admin = new_matter.client("admin")
    twice = admin.post(f"{MATTER}/admissions", json={"agency": "water", "reason": "再来"})
    assert (twice.status_code, twice.json["errors"][0]["pointer"]) == (422, "/agency")
    path = f"{MATTER}/admissions/{applied['id']}"
    assert admin.post(f"{path}/refuse", json={"note": ""}).status_code == 422
    refused = admin.post(f"{path}/refuse", json={"note": "不属网格职责"}).json["admissions"][0]
    assert (refused["state"], refused["decision_note"]) == ("refused", "不属网格职责")
    assert admin.post(f"{path}/approve", json={}).status_code == 422
    assert CODE not in _codes(new_matter, "worker.qingyang")
    _apply(new_matter)


def test_an_admission_is_ended_on_a_day_that_is_not_over(new_matter: Service) -> None:
    approved = _approve(new_matter).json["admissions"][0]
    path, admin = f"{MATTER}/admissions/{approved['id']}/end", new_matter.client("admin")
    for days in (-1, 0):
        bad = admin.post(path, json={"valid_to": today(new_matter, days).isoformat()})
        assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/valid_to")
    ended = admin.post(path, json={"valid_to": today(new_matter, 1).isoformat()}).json
    assert (ended["admissions"][0]["state"], ended["admitted"]) == ("ended", True)


def test_bad_applications_are_refused(new_matter: Service) -> None:
    admin = new_matter.client("admin")
    unknown = admin.post(f"{MATTER}/admissions", json={"agency": "nobody", "reason": "x"})
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "/agency")
    applied = _apply(new_matter)
    day = today(new_matter).isoformat()
    bad = admin.post(
        f"{MATTER}/admissions/{applied['id']}/approve", json={"valid_from": day, "valid_to": day}
    )
    assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/valid_to")
    assert admin.get(MATTER).json["admissions"][0]["state"] == "applied"
    elsewhere = f"{ADMIN}/matters/C0102/admissions/{applied['id']}/approve"
    assert admin.post(elsewhere, json={}).status_code == 404
