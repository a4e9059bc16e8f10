"""A case from report to close, by the cast, over HTTP; and who may not."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text

from tests.reports import a_report
from tests.service import Service


def walk_to_handled(service: Service) -> dict:
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch")
    case = service.act("handler.qingyang", case, "accept")
    return service.act("handler.qingyang", case, "handle", kind="clean", note="已清运")


def test_it_works(service: Service) -> None:
    case = walk_to_handled(service)
    assert case["state"] == "handled"
    case = service.act("dispatcher.qingyang", case, "verify", how="photo", result="已清理")
    case = service.act("dispatcher.qingyang", case, "close", disposition="已办结")
    assert (case["state"], case["due_state"]) == ("closed", "done")
    with service.database.transaction("gridops_system") as session:
        actions = session.scalars(
            text("SELECT action FROM gridops.log_entry WHERE entity_id = :id ORDER BY id"), {"id": case["id"]}
        ).all()
    assert actions == [
        "incident.reported",
        "incident.filed",
        "incident.dispatched",
        "incident.accepted",
        "incident.handled",
        "incident.verified",
        "incident.closed",
    ]


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("worker.qingyang", 403),
        ("worker2.qingyang", 404),
        ("worker.gaotuan", 404),
        ("dispatcher.gaotuan", 404),
        ("supervisor.qingyang", 403),
        ("supervisor.gaotuan", 404),
        ("handler.qingyang", 404),
        ("auditor", 403),
        ("admin", 404),
    ],
)
def test_only_the_desk_of_the_place_dispatches(service: Service, username: str, status: int) -> None:
    case = service.report("worker.qingyang")
    answer = service.client(username).post(
        f"/api/v1/incidents/{case['id']}/actions/dispatch", json={"version": case["version"]}
    )
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_who_handled_never_closes(service: Service) -> None:
    case = walk_to_handled(service)
    for action, body in (("verify", {"how": "photo", "result": "ok"}), ("close", {"disposition": "ok"})):
        answer = service.client("handler.qingyang").post(
            f"/api/v1/incidents/{case['id']}/actions/{action}", json={"version": case["version"], **body}
        )
        assert answer.status_code == 403, action


def test_a_desk_that_accepts_by_proxy_may_still_close(service: Service) -> None:
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch")
    case = service.act("dispatcher.qingyang", case, "accept")
    case = service.act("handler.qingyang", case, "handle", kind="clean", note="已清运")
    assert (
        "verify"
        in service.client("dispatcher.qingyang")
        .get(f"/api/v1/incidents/{case['id']}")
        .json["allowed_actions"]
    )


def test_a_stale_version_is_refused_and_says_the_new_one(service: Service) -> None:
    case = service.report("worker.qingyang")
    service.act("dispatcher.qingyang", case, "file")
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/dispatch", json={"version": 1}
    )
    assert (answer.status_code, answer.json["code"], answer.json["version"]) == (409, "stale-version", 2)


def test_an_illegal_move_names_those_that_are_allowed(service: Service) -> None:
    case = service.report("worker.qingyang")
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/close", json={"version": 1, "disposition": "x"}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "illegal-move")
    assert answer.json["allowed_actions"] == [
        "file",
        "reject",
        "dispatch",
        "escalate",
        "hand_down",
        "correct",
    ]


def test_a_move_sent_twice_is_made_once(service: Service) -> None:
    case = service.report("worker.qingyang")
    body = {"version": 1, "move_id": str(uuid.uuid4()), "note": "请尽快"}
    url = f"/api/v1/incidents/{case['id']}/actions/dispatch"
    client = service.client("dispatcher.qingyang")
    first, second = client.post(url, json=body), client.post(url, json=body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json["version"] == second.json["version"]
    other = client.post(url, json={**body, "note": "别的"})
    assert (other.status_code, other.json["code"]) == (409, "move-conflict")


@pytest.mark.parametrize(("action", "state"), [("decline", "filed"), ("return", "filed")])
def test_a_unit_that_gives_back_no_longer_sees_the_case(service: Service, action: str, state: str) -> None:
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch")
    case = service.act("handler.qingyang", case, action, reason="不属于本队职责")
    assert case["state"] == state
    assert service.client("handler.qingyang").get(f"/api/v1/incidents/{case['id']}").status_code == 404
    seen = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}").json
    assert (seen["unit"], seen["filed_at"]) == (None, case["filed_at"])


def test_rework_goes_back_to_the_same_unit(service: Service) -> None:
    case = walk_to_handled(service)
    case = service.act("dispatcher.qingyang", case, "rework", reason="还有一堆")
    assert case["state"] == "handling"
    case = service.act("handler.qingyang", case, "handle", kind="clean", note="全部清完")
    assert case["state"] == "handled"


def test_a_hotline_case_cannot_be_rejected(service: Service) -> None:
    case = service.report("dispatcher.qingyang", origin="hotline_12345", external_number="FS202611220001")
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/reject", json={"version": 1, "reason": "重复"}
    )
    assert answer.status_code == 403
    assert "reject" not in case["allowed_actions"]


def test_the_timeline_shows_every_act_with_its_note(service: Service) -> None:
    case = walk_to_handled(service)
    items = service.client("worker.qingyang").get(f"/api/v1/incidents/{case['id']}/timeline").json["items"]
    assert [i["action"] for i in items][-1] == "incident.handled"
    assert items[-1]["note"] == "已清运"
    assert items[-1]["actor"]["name"]


def test_the_clock_explains_the_deadline(service: Service) -> None:
    case = walk_to_handled(service)
    clock = service.client("worker.qingyang").get(f"/api/v1/incidents/{case['id']}/clock").json
    assert clock["due_at"] == case["due_at"]
    assert clock["steps"][-1]["end"].replace("+00:00", "Z") == case["due_at"]


def test_a_wrong_matter_is_corrected_and_the_clock_reckoned_anew(service: Service) -> None:
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "file")
    due = case["due_at"]
    case = service.act("dispatcher.qingyang", case, "correct", service_code="C0101")
    assert case["service_code"] == "C0101"
    assert case["due_at"] > due


def test_a_restricted_case_hides_its_text_from_those_outside_its_chain(service: Service) -> None:
    restricted = next(
        m["service_code"]
        for m in service.client("worker.qingyang").get("/api/v1/matters").json["items"]
        if m["restricted"]
    )
    report = a_report(
        service_code=restricted,
        description="住在三楼",
        address="某小区 1 号",
        on_behalf_of={"name": "王小二", "phone": "13900001234"},
    )
    case = service.client("worker.qingyang").post("/api/v1/reports", json=report).json
    assert case["description"] == "住在三楼"
    path = f"/api/v1/incidents/{case['id']}"
    outside = service.client("supervisor.qingyang").get(path).json
    assert (
        outside["description"],
        outside["address"],
        outside["on_behalf_of"],
        outside["reporter"]["name"],
    ) == (
        None,
        None,
        None,
        None,
    )
    inside = service.client("dispatcher.qingyang").get(path).json
    assert inside["description"] == "住在三楼"
    assert inside["on_behalf_of"] == {"masked": True, "name": "王**", "phone": "139****34"}
