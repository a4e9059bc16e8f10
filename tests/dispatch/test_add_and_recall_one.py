"""A further unit sent besides those at work, one called back alone; what the lead did is never undone by a helper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dispatch.test_send_several import DESK, FIRST, SECOND, attempt, sent_to_both, statuses
from tests.service import Service

HANDLED = {"kind": "clean", "note": "已清运"}


def unit_of(service: Service, username: str) -> str:
    return str(service.client(username).actor["units"][0])


def sent_to_one(service: Service) -> dict[str, Any]:
    case = service.report("worker.qingyang")
    return service.act(DESK, case, "dispatch", unit_ids=[unit_of(service, FIRST)])


def row_of(case: dict[str, Any], unit_id: str) -> dict[str, Any]:
    return next(d for d in case["dispatches"] if d["unit"]["id"] == unit_id)


@pytest.mark.parametrize(
    ("username", "status"), [(FIRST, 403), ("worker.qingyang", 403), ("dispatcher.gaotuan", 404)]
)
def test_only_the_desk_of_the_place_adds_a_unit_or_calls_one_back(
    service: Service, username: str, status: int
) -> None:
    case = sent_to_one(service)
    more = {"unit_ids": [unit_of(service, SECOND)], "add": True}
    assert attempt(service, username, case, "dispatch", **more)[0] == status
    row = case["dispatches"][0]["id"]
    assert attempt(service, username, case, "recall", reason="撤回", dispatch_id=row)[0] == status


def test_a_unit_is_added_without_recalling_who_is_at_work(service: Service) -> None:
    case = service.act(FIRST, sent_to_one(service), "accept")
    lead, routing = case["unit"], case["routing"]
    case = service.act(DESK, case, "dispatch", unit_ids=[unit_of(service, SECOND)], add=True)
    assert (case["state"], sorted(statuses(case))) == ("handling", ["accepted", "dispatched"])
    assert (case["unit"]["id"], case["routing"]) == (lead["id"], routing)
    line = service.client(DESK).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"][-1]
    assert line["data"] == {
        "from": "handling",
        "to": "handling",
        "units": [unit_of(service, SECOND)],
        "add": True,
    }
    assert service.client(SECOND).get(f"/api/v1/incidents/{case['id']}").status_code == 200


def test_a_unit_is_added_while_nobody_has_answered_yet(service: Service) -> None:
    case = sent_to_one(service)
    case = service.act(DESK, case, "dispatch", unit_ids=[unit_of(service, SECOND)], add=True)
    assert (case["state"], statuses(case)) == ("dispatched", ["dispatched", "dispatched"])


def test_what_cannot_be_added_is_refused_by_name(service: Service) -> None:
    desk = service.client(DESK)

    def pointer(case: dict[str, Any], **body: Any) -> tuple[int, str]:
        path = f"/api/v1/incidents/{case['id']}/actions/dispatch"
        answer = desk.post(path, json={"version": case["version"], "add": True, **body})
        return answer.status_code, answer.json["errors"][0]["pointer"]

    reported = service.report("worker.qingyang")
    assert pointer(reported, unit_ids=[unit_of(service, SECOND)]) == (422, "/add")
    assert pointer(sent_to_one(service)) == (422, "/unit_ids")
    sent = sent_to_both(service)
    assert pointer(sent, unit_ids=[unit_of(service, SECOND)]) == (422, "/unit_ids/0")


def test_one_unit_is_called_back_alone(service: Service) -> None:
    case = service.act(FIRST, sent_to_both(service), "accept")
    row = row_of(case, unit_of(service, SECOND))
    case = service.act(DESK, case, "recall", reason="人手已够", dispatch_id=row["id"])
    assert (case["state"], sorted(statuses(case))) == ("handling", ["accepted", "recalled"])
    assert case["unit"]["id"] == unit_of(service, FIRST)
    assert service.client(SECOND).get(f"/api/v1/incidents/{case['id']}").status_code == 404
    again = attempt(service, DESK, case, "recall", reason="再撤", dispatch_id=row["id"])
    assert again == (422, "invalid")


def test_calling_back_the_lead_alone_lets_the_helper_lead(service: Service) -> None:
    case = service.act(SECOND, sent_to_both(service), "accept")
    row = row_of(case, unit_of(service, FIRST))
    case = service.act(DESK, case, "recall", reason="派错单位", dispatch_id=row["id"])
    assert (case["state"], case["unit"]["id"]) == ("handling", unit_of(service, SECOND))


def lead_done(service: Service, *, helper_accepts: bool) -> dict[str, Any]:
    case = service.act(FIRST, sent_to_both(service), "accept")
    if helper_accepts:
        case = service.act(SECOND, case, "accept")
    case = service.act(FIRST, case, "handle", **HANDLED)
    assert case["state"] == "handling"
    return case


@pytest.mark.parametrize("way", ["decline", "return", "recall", "recall one"])
def test_what_the_lead_has_done_stands_whatever_the_helper_makes_of_his(service: Service, way: str) -> None:
    case = lead_done(service, helper_accepts=way != "decline")
    if way == "decline":
        case = service.act(SECOND, case, "decline", reason="不归我管")
    elif way == "return":
        case = service.act(SECOND, case, "return", reason="需多部门协调")
    else:
        row = row_of(case, unit_of(service, SECOND))
        named = {"dispatch_id": row["id"]} if way == "recall one" else {}
        case = service.act(DESK, case, "recall", reason="不需要了", **named)
    assert (case["state"], case["due_state"]) == ("handled", "done")
    done = row_of(case, unit_of(service, FIRST))
    assert (done["status"], case["handled_at"]) == ("cleared", done["finished_at"])
    assert case["unit"]["id"] == unit_of(service, FIRST)
    assert service.client(FIRST).get(f"/api/v1/incidents/{case['id']}").status_code == 200
    case = service.act(DESK, case, "verify", how="photo", result="已清理")
    assert service.act(DESK, case, "close", disposition="resolved")["state"] == "closed"


def test_a_unit_added_when_the_lead_is_done_keeps_the_case_open_until_it_is_done_too(
    service: Service,
) -> None:
    case = lead_done(service, helper_accepts=False)
    third = unit_of(service, "worker.qingyang")
    case = service.act(DESK, case, "dispatch", unit_ids=[third], add=True)
    assert case["state"] == "handling"
    case = service.act(SECOND, case, "decline", reason="不归我管")
    assert case["state"] == "handling", "the third has not answered, and the lead's work stands"
    case = service.act("worker.qingyang", case, "accept")
    case = service.act("worker.qingyang", case, "handle", **HANDLED)
    assert (case["state"], sorted(statuses(case))) == ("handled", ["cleared", "cleared", "declined"])


def test_what_was_done_before_another_dispatch_is_not_taken_for_done_now(service: Service) -> None:
    case = lead_done(service, helper_accepts=True)
    case = service.act(DESK, case, "dispatch", unit_ids=[unit_of(service, SECOND)])
    case = service.act(SECOND, case, "decline", reason="不归我管")
    assert case["state"] == "filed"
