"""What a unit without accounts does is recorded by the desk: named, marked, never judged by who wrote it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import text

from gridops.people.queries import unmanned_among
from tests.service import Service

DESK, HEAD, OTHER_DESK = "dispatcher.qingyang", "head.qingyang", "dispatcher.fushan"
FOREMAN = "值班班长老周"
HANDLED = {"kind": "repair", "note": "阀门已换"}


def unmanned_units(service: Service, most: int = 2) -> list[str]:
    """Units of the street for which nobody can sign in."""
    found = service.client(DESK).get("/api/v1/units?area=370611001").json["items"]
    ids = [uuid.UUID(one["id"]) for one in found if one["kind"] not in {"grid", "village"}]
    with service.database.transaction("gridops_system") as session:
        unmanned = unmanned_among(session, ids)
    return [str(one) for one in ids if one in unmanned][:most]


def sent(service: Service, *units: str, **over: Any) -> dict[str, Any]:
    case = service.report("worker.qingyang", **over)
    return service.act(DESK, case, "dispatch", unit_ids=list(units))


def said(unit: str, **more: Any) -> dict[str, Any]:
    return {"by_proxy": {"unit_id": unit, "spoke_to": FOREMAN, **more}}


def attempt(service: Service, username: str, case: dict[str, Any], action: str, **body: Any) -> Any:
    path = f"/api/v1/incidents/{case['id']}/actions/{action}"
    return service.client(username).post(path, json={"version": case["version"], **body})


def allowed(service: Service, username: str, case: dict[str, Any]) -> list[str]:
    return list(service.client(username).get(f"/api/v1/incidents/{case['id']}").json["allowed_actions"])


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("worker.qingyang", 403),
        ("supervisor.qingyang", 403),
        ("auditor", 403),
        ("handler.qingyang", 404),
        ("dispatcher.gaotuan", 404),
    ],
)
def test_only_the_desk_of_the_place_records_for_a_unit(service: Service, username: str, status: int) -> None:
    [unit] = unmanned_units(service, 1)
    case = sent(service, unit)
    for action, body in (
        ("accept", {}),
        ("decline", {"reason": "人手不足"}),
        ("handle", HANDLED),
    ):
        answer = attempt(service, username, case, action, **said(unit), **body)
        assert answer.status_code == status, action


def test_a_unit_with_accounts_speaks_for_itself(service: Service) -> None:
    unit = service.client("handler.qingyang").actor["units"][0]
    case = sent(service, unit)
    for action, body in (
        ("accept", {}),
        ("decline", {"reason": "人手不足"}),
        ("return", {"reason": "不归管"}),
    ):
        answer = attempt(service, DESK, case, action, **said(unit), **body)
        assert (answer.status_code, answer.json["code"]) == (409, "unit-has-accounts"), action
    assert "decline" not in allowed(service, DESK, case)


def test_what_is_not_named_or_not_sent_is_refused_at_its_field(service: Service) -> None:
    first, second = unmanned_units(service)
    case = sent(service, first)
    answer = attempt(service, DESK, case, "return", reason="不归管", **said(second))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by_proxy/unit_id")
    answer = attempt(service, DESK, case, "decline", reason="不归管")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by_proxy")
    answer = attempt(service, DESK, case, "accept", by_proxy={"unit_id": first, "spoke_to": ""})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by_proxy/spoke_to")
    answer = attempt(service, DESK, case, "file", **said(first))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by_proxy")
    answer = attempt(service, DESK, case, "handle", **HANDLED, **said(first))
    assert (answer.status_code, answer.json["code"]) == (409, "illegal-move")


def test_the_whole_loop_goes_by_proxy_and_is_marked_as_such(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = sent(service, unit)
    assert {"accept", "decline", "return"} <= set(allowed(service, DESK, case))
    for action in ("accept", "en_route", "arrive"):
        case = service.act(DESK, case, action, **said(unit))
    assert {"en_route", "arrive", "handle", "return"} <= set(allowed(service, DESK, case))
    assert {"handle", "return"} <= set(allowed(service, OTHER_DESK, case))
    case = service.act(DESK, case, "handle", **HANDLED, **said(unit))
    [row] = case["dispatches"]
    assert (case["state"], row["status"]) == ("handled", "cleared")
    assert row["by_proxy"] == ["accept", "en_route", "arrive", "handle"]
    assert row["assignee"] is None, "who writes it down has not done it"
    lines = service.client(DESK).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"]
    marked = [line for line in lines if line["by_proxy"]]
    assert [line["action"] for line in marked] == [
        "incident.accepted",
        "incident.en_route",
        "incident.arrived",
        "incident.handled",
    ]
    assert {line["by_proxy"]["spoke_to"] for line in marked} == {FOREMAN}
    assert all(line["by_proxy"]["unit"]["id"] == unit and line["data"]["by_proxy"] is True for line in marked)
    with service.database.transaction("gridops_system") as session:
        logged = session.scalars(text("SELECT data::text FROM gridops.log_entry WHERE entity = 'incident'"))
        assert not any(FOREMAN in one for one in logged), "a name stands in no entry of the log"


def test_who_recorded_the_handling_neither_verifies_nor_closes_it(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = service.act(DESK, sent(service, unit), "accept", **said(unit))
    case = service.act(DESK, case, "handle", **HANDLED, **said(unit))
    assert not {"verify", "close"} & set(allowed(service, DESK, case))
    answer = attempt(service, DESK, case, "verify", how="phone", result="已修好")
    assert answer.status_code == 403
    case = service.act(OTHER_DESK, case, "verify", how="phone", result="已修好")
    assert attempt(service, DESK, case, "close", disposition="resolved").status_code == 403
    assert service.act(OTHER_DESK, case, "close", disposition="resolved")["state"] == "closed"


def test_who_recorded_one_of_several_handlings_judges_none_of_them(service: Service) -> None:
    first, second = unmanned_units(service)
    case = sent(service, first, second)
    for unit in (first, second):
        case = service.act(DESK, case, "accept", **said(unit))
    case = service.act(DESK, case, "handle", **HANDLED, **said(first))
    case = service.act(OTHER_DESK, case, "handle", **HANDLED, **said(second))
    assert case["state"] == "handled"
    for name in (DESK, OTHER_DESK):
        assert attempt(service, name, case, "verify", how="phone", result="已修好").status_code == 403


def test_with_several_units_sent_the_first_is_never_taken_by_chance(service: Service) -> None:
    first, second = unmanned_units(service)
    case = sent(service, first, second)
    answer = attempt(service, DESK, case, "accept")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/dispatch_id")
    case = service.act(DESK, case, "accept", **said(second))
    status = {d["unit"]["id"]: d["status"] for d in case["dispatches"]}
    assert status == {first: "dispatched", second: "accepted"}
    case = service.act(DESK, case, "decline", reason="没有人手", **said(first))
    assert case["state"] == "handling"
    assert case["unit"]["id"] == second


def test_the_count_of_what_was_handled_tells_how_much_was_recorded_by_proxy(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    own = service.client("handler.qingyang").actor["units"][0]
    case = service.act(DESK, sent(service, unit), "accept", **said(unit))
    service.act(DESK, case, "handle", **HANDLED, **said(unit))
    case = service.act("handler.qingyang", sent(service, own), "accept")
    service.act("handler.qingyang", case, "handle", **HANDLED)
    joint = sent(service, own, unit)
    joint = service.act("handler.qingyang", joint, "accept")
    joint = service.act("handler.qingyang", joint, "handle", **HANDLED)
    joint = service.act(DESK, joint, "decline", reason="不用去了", **said(unit))
    assert joint["state"] == "handled"
    asked = {"area": "370611001", "from": "2020-01-01", "to": "2030-01-01", "include": ["indicators"]}
    answer = service.client("supervisor.qingyang").post("/api/v1/area-queries", json=asked)
    figures = {one["name"]: (one["numerator"], one["denominator"]) for one in answer.json["indicators"]}
    assert figures["handled_by_proxy"] == (1, 3)


def test_the_head_of_the_grids_records_too(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = service.act(HEAD, sent(service, unit), "accept", **said(unit))
    case = service.act(HEAD, case, "return", reason="不是我们的管线", **said(unit))
    assert (case["state"], case["dispatches"][0]["by_proxy"]) == ("filed", ["accept", "return"])


def test_the_time_is_when_it_was_said_and_never_before_the_order_for_it(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = sent(service, unit)
    case = service.act(DESK, case, "accept", **said(unit, at="2026-01-01T10:32:00+08:00"))
    [row] = case["dispatches"]
    assert row["accepted_at"] == row["made_at"]
    line = service.client(DESK).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"][-1]
    assert line["by_proxy"]["at"] == "2026-01-01T02:32:00Z"


def test_an_act_by_power_needs_its_document_and_a_scan(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = service.act(DESK, sent(service, unit), "accept", **said(unit))
    order = {"kind": "order", "note": "责令改正"}
    answer = attempt(service, DESK, case, "handle", **order, **said(unit))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by_proxy/document_number")
    numbered = said(unit, document_number="福执责改〔2027〕3号")
    answer = attempt(service, DESK, case, "handle", **order, **numbered)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/media")
    scan = {
        "client_id": str(uuid.uuid4()),
        "sha256": "0" * 64,
        "content_type": "image/jpeg",
        "size": 1000,
        "stage": "after",
    }
    answer = attempt(service, DESK, case, "handle", **order, **numbered, media=[scan])
    assert (answer.status_code, answer.json["code"]) == (409, "no-power"), "the unit's own power is asked for"


def test_a_repeated_act_by_proxy_is_made_once(service: Service) -> None:
    [unit] = unmanned_units(service, 1)
    case = sent(service, unit)
    move = {"move_id": str(uuid.uuid4()), **said(unit)}
    first = attempt(service, DESK, case, "accept", **move)
    second = attempt(service, DESK, case, "accept", **move)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json["dispatches"][0]["by_proxy"] == ["accept"]
