"""What is not taken in here is told where to turn, and praise is written down and over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports import a_report
from tests.service import Service

SIGNPOSTS = {"X05": "12388", "Z05": "12388", "S16": "110"}


def matter(service: Service, service_code: str) -> dict[str, Any]:
    items = service.client("worker.qingyang").get("/api/v1/matters").json["items"]
    return next(one for one in items if one["service_code"] == service_code)


@pytest.mark.parametrize(("service_code", "number"), SIGNPOSTS.items())
def test_nothing_is_filed_under_a_signpost_and_the_refusal_says_where_to_turn(
    service: Service, service_code: str, number: str
) -> None:
    for username in ("worker.qingyang", "dispatcher.qingyang"):
        answer = service.client(username).post("/api/v1/reports", json=a_report(service_code=service_code))
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")
        (fault,) = answer.json["errors"]
        assert fault["pointer"] == "/service_code"
        assert number in fault["message"]
        assert number in matter(service, service_code)["signpost"]


def test_one_such_report_harms_no_other_of_its_batch(service: Service) -> None:
    sent = [a_report(service_code="X05"), a_report()]
    answer = service.client("worker.qingyang").post("/api/v1/reports/batch", json={"reports": sent})
    assert [one["status"] for one in answer.json["results"]] == [422, 201]


def test_a_case_is_not_corrected_into_a_signpost(service: Service) -> None:
    case = service.report("worker.qingyang")
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/correct",
        json={"version": case["version"], "service_code": "X05"},
    )
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/service_code")
    assert "12388" in answer.json["errors"][0]["message"]


def test_every_other_matter_points_nowhere(service: Service) -> None:
    items = service.client("worker.qingyang").get("/api/v1/matters").json["items"]
    assert {one["service_code"] for one in items if one["signpost"]} == set(SIGNPOSTS)


def test_praise_is_recorded_and_closed_with_no_unit_no_clock_and_nothing_to_do(service: Service) -> None:
    case = service.report("worker.qingyang", service_code="Z02", description="感谢网格员帮忙找到老人")
    assert (case["state"], case["disposition"], case["unit"]) == ("closed", "recorded", None)
    assert (case["due_at"], case["due_state"], case["dispatches"]) == (None, "done", [])
    entries = (
        service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}/timeline").json["items"]
    )
    assert [one["action"] for one in entries] == ["incident.reported", "incident.recorded"]


def test_praise_that_came_by_the_hotline_waits_for_its_answer(service: Service) -> None:
    case = service.report(
        "dispatcher.qingyang",
        service_code="Z02",
        origin="hotline_12345",
        external_number="FS20261126001",
        location={"source": "area", "area_code": "370611001"},
    )
    assert (case["state"], case["owes"]) == ("reported", ["answer", "call_back"])


def test_no_figure_of_what_is_handled_counts_praise(service: Service) -> None:
    service.report("worker.qingyang", service_code="Z02")
    service.report("worker.qingyang")
    answer = service.client("supervisor.qingyang").post(
        "/api/v1/area-queries",
        json={"area": "370611001", "from": "2026-01-01", "to": "2099-01-01", "group_by": ["state"],
              "include": ["counts", "indicators"]},
    )  # fmt: skip
    rate = next(one for one in answer.json["indicators"] if one["name"] == "filing_rate")
    assert (answer.json["total"], rate["denominator"]) == (2, 1)
