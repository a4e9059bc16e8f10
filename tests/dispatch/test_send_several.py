"""Several units on one case: each answers for itself, and the case waits for the last of them."""

from __future__ import annotations

from typing import Any

from tests.service import Service

DESK, FIRST, SECOND = "dispatcher.qingyang", "handler.qingyang", "worker2.qingyang"


def sent_to_both(service: Service) -> dict[str, Any]:
    """A case with two units on it, none of which has answered."""
    case = service.report("worker.qingyang")
    units = [service.client(name).actor["units"][0] for name in (FIRST, SECOND)]
    return service.act(DESK, case, "dispatch", unit_ids=units)


def attempt(
    service: Service, username: str, case: dict[str, Any], action: str, **body: Any
) -> tuple[int, str]:
    """Status and code of a move that may be refused."""
    path = f"/api/v1/incidents/{case['id']}/actions/{action}"
    answer = service.client(username).post(path, json={"version": case["version"], **body})
    return answer.status_code, answer.json.get("code", "")


def statuses(case: dict[str, Any]) -> list[str]:
    """How each dispatch stands, in the order they were made."""
    return [d["status"] for d in case["dispatches"]]


def test_who_has_answered_is_not_asked_again(service: Service) -> None:
    case = service.act(FIRST, sent_to_both(service), "accept")
    assert (
        "accept" not in service.client(FIRST).get(f"/api/v1/incidents/{case['id']}").json["allowed_actions"]
    )
    assert attempt(service, FIRST, case, "accept") == (409, "illegal-move")
    assert attempt(service, FIRST, case, "decline", reason="不归我管") == (409, "illegal-move")
    case = service.act(SECOND, case, "accept")
    assert attempt(service, DESK, case, "accept") == (409, "illegal-move")


def test_the_second_accepts_while_the_first_is_at_work(service: Service) -> None:
    case = service.act(FIRST, sent_to_both(service), "accept")
    held = service.client(SECOND).get(f"/api/v1/incidents/{case['id']}").json
    assert {"accept", "decline"} <= set(held["allowed_actions"])
    case = service.act(SECOND, case, "accept")
    assert (case["state"], sorted(statuses(case))) == ("handling", ["accepted", "accepted"])
    case = service.act(FIRST, case, "handle", kind="clean", note="已清理")
    assert case["state"] == "handling", "the other is not done yet"
    case = service.act(SECOND, case, "handle", kind="persuade", note="已劝导")
    assert case["state"] == "handled"


def test_the_second_may_say_no_and_the_first_goes_on(service: Service) -> None:
    case = service.act(FIRST, sent_to_both(service), "accept")
    case = service.act(SECOND, case, "decline", reason="人手不足")
    assert (case["state"], sorted(statuses(case))) == ("handling", ["accepted", "declined"])
    assert service.act(FIRST, case, "handle", kind="clean", note="已清理")["state"] == "handled"


def test_the_desk_accepts_for_the_one_that_has_not_answered(service: Service) -> None:
    case = service.act(FIRST, sent_to_both(service), "accept")
    case = service.act(DESK, case, "accept")
    assert statuses(case) == ["accepted", "accepted"]
