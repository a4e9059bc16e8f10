"""Policies of origins: 12345 keeps number and clock, is never rejected or merged, closes after answer and call-back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gridops import clock
from tests.duties.routing import ROUTING, preview, read_routing
from tests.duties.versions import log_of, today
from tests.reports import a_report
from tests.service import Service

REPORTED = datetime.fromisoformat("2026-11-20T09:30:00+08:00")
HOTLINE: dict[str, Any] = {
    "origin": "hotline_12345",
    "external_number": "FS202611200001",
    "on_behalf_of": {"name": "王女士", "phone": "13900001234"},
}


def a_policy(service: Service, **over: Any) -> dict[str, Any]:
    return {"valid_from": today(service).isoformat(), **over}


def save_policy(service: Service, origin: str, **over: Any) -> None:
    url = f"{ROUTING}/origins/{origin}/versions"
    answer = service.client("admin").post(url, json=a_policy(service, **over))
    assert answer.status_code == 201, answer.data


def refused(service: Service, case: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/{action}", json={"version": case["version"], **body}
    )
    assert answer.status_code >= 400, answer.data
    return dict(answer.json)


def handled(service: Service, **over: Any) -> dict[str, Any]:
    case = service.report("dispatcher.qingyang", **over)
    case = service.act("dispatcher.qingyang", case, "dispatch")
    case = service.act("handler.qingyang", case, "accept")
    return service.act("handler.qingyang", case, "handle", kind="clean", note="已清运")


def verified(service: Service, how: str = "photo", **over: Any) -> dict[str, Any]:
    return service.act("dispatcher.qingyang", handled(service, **over), "verify", how=how, result="已清理")


def test_a_hotline_case_is_not_closed_before_answer_and_call_back(service: Service) -> None:
    case = verified(service, **HOTLINE)
    assert case["owes"] == ["answer", "call_back"]
    problem = refused(service, case, "close", disposition="resolved")
    assert (problem["status"], problem["code"], problem["owes"]) == (
        409,
        "answer-owed",
        ["answer", "call_back"],
    )
    assert "答复和回访" in problem["detail"]
    problem = refused(service, case, "close", disposition="resolved", answer="已清运")
    assert problem["owes"] == ["call_back"]
    seen = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}").json
    assert (seen["version"], seen["answered_at"]) == (case["version"], None)
    case = service.act(
        "dispatcher.qingyang", case, "close", disposition="resolved", answer="已清运", call_back="satisfied"
    )
    assert (case["state"], case["call_back"], case["owes"]) == ("closed", "satisfied", [])
    assert case["answered_at"]
    assert case["called_back_at"]


def test_the_words_of_the_answer_stand_in_the_note_and_not_in_the_log(service: Service) -> None:
    case = verified(service, "phone", **HOTLINE)
    case = service.act("dispatcher.qingyang", case, "close", disposition="resolved", answer="已答复王女士")
    timeline = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}/timeline").json
    assert timeline["items"][-1]["note"] == "答复：已答复王女士"
    assert "王女士" not in str(log_of(service, "incident.closed"))


def test_a_desks_check_by_phone_is_the_call_back(service: Service) -> None:
    case = verified(service, "phone", **HOTLINE)
    assert (case["call_back"], case["owes"]) == ("satisfied", ["answer"])


def test_what_is_done_anew_is_asked_about_anew(service: Service) -> None:
    case = verified(service, "phone", **HOTLINE)
    case = service.act("dispatcher.qingyang", case, "rework", reason="还有一堆")
    assert (case["call_back"], case["owes"]) == (None, ["answer", "call_back"])


def test_a_leaders_order_wants_an_answer_and_no_call_back(service: Service) -> None:
    case = verified(service, origin="leader", external_number="批示〔2026〕12号")
    assert case["owes"] == ["answer"]
    service.act("dispatcher.qingyang", case, "close", disposition="resolved", answer="已按批示办结")


def test_what_a_patrol_found_is_closed_as_before(service: Service) -> None:
    case = verified(service, origin="patrol")
    assert case["owes"] == []
    service.act("dispatcher.qingyang", case, "close", disposition="resolved")


def test_a_hotline_case_is_never_rejected_until_the_policy_says_otherwise(service: Service) -> None:
    case = service.report("dispatcher.qingyang", **HOTLINE)
    assert "reject" not in case["allowed_actions"]
    assert refused(service, case, "reject", reason="重复")["code"] == "out-of-scope"
    save_policy(service, "hotline_12345", may_reject=True)
    service.act("dispatcher.qingyang", case, "reject", reason="重复")


def test_any_origin_may_be_kept_from_rejection(service: Service) -> None:
    case = service.report("dispatcher.qingyang", origin="leader")
    assert "reject" in case["allowed_actions"]
    save_policy(service, "leader", may_reject=False)
    assert refused(service, case, "reject", reason="不属实")["code"] == "out-of-scope"


def test_a_hotline_case_is_never_merged_whatever_it_is_the_same_as(service: Service) -> None:
    desk, first = service.client("dispatcher.qingyang"), service.report("worker.qingyang")
    answer = desk.post("/api/v1/reports", json=a_report(join=first["id"], **HOTLINE))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/join")
    assert "12345 热线" in answer.json["errors"][0]["message"]
    save_policy(service, "phone", may_merge=False)
    answer = desk.post("/api/v1/reports", json=a_report(join=first["id"], origin="phone"))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/join")
    assert desk.post("/api/v1/reports", json=a_report(join=first["id"], origin="desk")).status_code == 201


def test_a_hotline_case_brings_its_clock_and_the_local_one_ends_before_it(service: Service) -> None:
    own = REPORTED + timedelta(hours=3)
    with clock.frozen(REPORTED):
        case = service.report("dispatcher.qingyang", external_due_at=own.isoformat(), **HOTLINE)
        case = service.act("dispatcher.qingyang", case, "file")
    assert case["external_numbers"][0]["number"] == "FS202611200001"
    assert datetime.fromisoformat(case["external_due_at"]) == own
    assert datetime.fromisoformat(case["due_at"]) == own - timedelta(hours=1)


def test_a_hotline_case_without_a_due_time_gets_five_working_days(service: Service) -> None:
    with clock.frozen(REPORTED):
        case = service.report("dispatcher.qingyang", service_code="C0101", **HOTLINE)
        assert case["external_due_at"] is None
        case = service.act("dispatcher.qingyang", case, "file")
    # Friday 20 November: five whole working days that do not count the first end on Friday 27 November.
    assert datetime.fromisoformat(case["external_due_at"]) == datetime.fromisoformat(
        "2026-11-27T18:00:00+08:00"
    )
    assert case["due_at"] < case["external_due_at"]
    explained = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}/clock").json
    assert "外部时限在前" in explained["steps"][-1]["text"]


def test_a_patrols_case_has_no_outer_clock(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    assert case["external_due_at"] is None


def test_a_wrong_address_goes_back_within_two_working_days(service: Service) -> None:
    with clock.frozen(REPORTED):
        case = service.report("dispatcher.qingyang", **HOTLINE)
    assert "send_back" in case["allowed_actions"]
    # Friday 20 November: two whole working days end on Tuesday 24 November, when the office shuts.
    with clock.frozen(datetime.fromisoformat("2026-11-24T18:00:01+08:00")):
        problem = refused(service, case, "send_back", reason="地址在芝罘区")
        assert (problem["status"], problem["code"]) == (409, "too-late")
        assert "12345 热线中心" in problem["detail"]
        assert "2026-11-24 18:00" in problem["detail"]
    with clock.frozen(datetime.fromisoformat("2026-11-24T17:59:00+08:00")):
        case = service.act("dispatcher.qingyang", case, "send_back", reason="地址在芝罘区")
    assert (case["state"], case["disposition"], case["owes"]) == ("closed", "sent_back", [])


@pytest.mark.parametrize(
    ("origin", "username"), [("patrol", "dispatcher.qingyang"), ("agency", "head.qingyang")]
)
def test_only_the_centre_sends_back_and_only_what_came_from_elsewhere(
    service: Service, origin: str, username: str
) -> None:
    case = service.report("dispatcher.qingyang", origin=origin, service_code="C0104")
    answer = service.client(username).post(
        f"/api/v1/incidents/{case['id']}/actions/send_back", json={"version": 1, "reason": "不归我"}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"own_limit": "很久"}, "/own_limit"),
        ({"return_limit": "4小时；5天", "return_to": "转办部门"}, "/return_limit"),
        ({"return_limit": "2工作日"}, "/return_to"),
        ({"valid_from": "2020-01-01"}, "/valid_from"),
        ({"valid_to": "2020-01-01"}, "/valid_to"),
    ],
)
def test_a_policy_that_does_not_hold_together_is_refused(service: Service, over: dict, pointer: str) -> None:
    before = read_routing(service)
    answer = service.client("admin").post(
        f"{ROUTING}/origins/agency/versions", json=a_policy(service, **over)
    )
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert read_routing(service) == before
    assert (
        service.client("admin").post(f"{ROUTING}/origins/rumour/versions", json=a_policy(service)).status_code
        == 404
    )


def test_a_policy_has_versions_and_what_is_coming_may_be_withdrawn(service: Service) -> None:
    save_policy(
        service,
        "agency",
        valid_from=today(service, 5).isoformat(),
        return_to="转办部门",
        own_limit="10工作日",
    )
    found = next(one for one in read_routing(service)["origins"] if one["origin"] == "agency")
    assert [(v["version"], v["state"]) for v in found["versions"]] == [(2, "coming"), (1, "in_force")]
    assert found["versions"][0]["own_limit"]["text"] == "10工作日（次日起算）"
    answer = service.client("admin").delete(f"{ROUTING}/origins/agency/versions/2")
    assert answer.status_code == 200
    found = next(one for one in answer.json["origins"] if one["origin"] == "agency")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [(1, None)]


def test_a_policys_withdrawal_keeps_an_end_that_was_laid_down(service: Service) -> None:
    first, ends = today(service, 5).isoformat(), today(service, 10).isoformat()
    save_policy(service, "agency", valid_from=first, valid_to=ends)
    save_policy(service, "agency", valid_from=ends, return_to="转办部门")
    answer = service.client("admin").delete(f"{ROUTING}/origins/agency/versions/3")
    found = next(one for one in answer.json["origins"] if one["origin"] == "agency")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [(2, ends), (1, first)]


def test_the_preview_shows_the_origins_own_clock(service: Service) -> None:
    found = preview(service, origin="hotline_12345", at=REPORTED.isoformat())
    assert datetime.fromisoformat(found["external_due_at"]) == datetime.fromisoformat(
        "2026-11-27T18:00:00+08:00"
    )
    assert found["due_at"] < found["external_due_at"]
