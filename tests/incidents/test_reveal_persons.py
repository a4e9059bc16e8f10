"""Name and number of a person are shown to whoever says why, and that he asked is written down."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.service import Service

DESK, WORKER, HANDLER = "dispatcher.qingyang", "worker.qingyang", "handler.qingyang"
CALLER = {"name": "王小二", "phone": "13900001234"}


def a_case(service: Service, **over: Any) -> dict[str, Any]:
    return service.report(WORKER, on_behalf_of=CALLER, **over)


def ask(service: Service, username: str, case: dict[str, Any], **body: Any) -> Any:
    path = f"/api/v1/incidents/{case['id']}/reveals"
    return service.client(username).post(path, json={"purpose": "call_back", **body})


def listed(service: Service, username: str, case: dict[str, Any]) -> Any:
    return service.client(username).get(f"/api/v1/incidents/{case['id']}/reveals")


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("supervisor.qingyang", 403),
        ("auditor", 403),
        ("worker2.qingyang", 404),
        (HANDLER, 404),
        ("dispatcher.gaotuan", 404),
        ("admin", 404),
    ],
)
def test_who_need_not_ring_anybody_is_shown_nobody(service: Service, username: str, status: int) -> None:
    case = a_case(service)
    answer = ask(service, username, case)
    assert answer.status_code == status
    assert CALLER["phone"] not in answer.text
    assert listed(service, DESK, case).json["items"] == []


@pytest.mark.parametrize("body", [{"purpose": "curiosity"}, {"purpose": None}, {"note": ""}])
def test_a_purpose_is_one_of_four(service: Service, body: dict[str, Any]) -> None:
    assert ask(service, DESK, a_case(service), **body).status_code == 422


def test_the_desk_is_shown_name_and_number_and_is_written_down(service: Service) -> None:
    case = a_case(service)
    answer = ask(service, DESK, case, note="核实位置")
    assert answer.status_code == 201
    assert answer.json["persons"][0] == {"role": "caller", **CALLER}
    [look] = listed(service, DESK, case).json["items"]
    assert (look["purpose"], look["note"], look["case_number"]) == (
        "call_back",
        "核实位置",
        case["case_number"],
    )
    assert look["actor"]["id"] == service.client(DESK).actor["id"]
    with service.database.transaction("gridops_system") as session:
        entry = session.execute(
            text("SELECT entity_id, actor_id, data FROM gridops.log_entry WHERE action = 'persons.revealed'")
        ).one()
    assert (str(entry.entity_id), entry.data) == (
        answer.json["id"],
        {"incident": case["id"], "purpose": "call_back"},
    )
    assert service.client(DESK).get(f"/api/v1/incidents/{case['id']}").json["version"] == case["version"]


def test_the_unit_that_was_sent_is_shown_whom_to_visit(service: Service) -> None:
    case = a_case(service)
    unit = service.client(HANDLER).actor["units"][0]
    service.act(DESK, case, "dispatch", unit_ids=[unit])
    assert ask(service, HANDLER, case, purpose="visit").json["persons"][0]["phone"] == CALLER["phone"]


def test_who_typed_the_number_reads_it_on_the_case_and_all_others_masked(service: Service) -> None:
    case = a_case(service)
    path = f"/api/v1/incidents/{case['id']}"
    masked = {"masked": True, "name": "王**", "phone": "139****34"}
    typed, seen = (service.client(name).get(path).json for name in (WORKER, DESK))
    assert (typed["on_behalf_of"], typed["caller_as_typed"]) == (masked, CALLER)
    assert (seen["on_behalf_of"], seen["caller_as_typed"]) == (masked, None)
    mine = service.client(WORKER).get("/api/v1/incidents?reporter=me").json["items"]
    assert mine[0]["caller_as_typed"] is None, "a list is no place for numbers"
    assert ask(service, WORKER, case).status_code == 201


def test_a_restricted_case_is_revealed_to_its_chain_alone(service: Service) -> None:
    matters = service.client(DESK).get("/api/v1/matters").json["items"]
    code = next(
        m["service_code"] for m in matters if m["restricted"] and not m["signpost"] and not m["fields"]
    )
    case = service.report(DESK, service_code=code, on_behalf_of=CALLER)
    assert case["caller_as_typed"] is None, "not even to who typed it, unless by a look"
    assert ask(service, DESK, case).json["persons"][0]["phone"] == CALLER["phone"]
    assert ask(service, "head.qingyang", case, purpose="visit").json["persons"][0]["name"] == CALLER["name"]
    assert ask(service, "supervisor.qingyang", case).status_code == 403


def test_the_looks_at_a_case_are_listed_for_its_chain_and_the_auditor(service: Service) -> None:
    case = a_case(service)
    for purpose in ("call_back", "check", "visit"):
        ask(service, DESK, case, purpose=purpose)
    for username in (DESK, WORKER, "auditor"):
        items = listed(service, username, case).json["items"]
        assert [one["purpose"] for one in items] == ["visit", "check", "call_back"], username
    assert listed(service, "supervisor.qingyang", case).status_code == 403
    assert listed(service, "dispatcher.gaotuan", case).status_code == 404


@pytest.mark.parametrize("username", [DESK, WORKER, "supervisor.fushan", "admin"])
def test_all_looks_are_for_the_auditor(service: Service, username: str) -> None:
    assert service.client(username).get("/api/v1/audit/reveals").status_code == 403


def test_the_auditor_reads_all_looks_by_pages_by_person_and_by_case(service: Service) -> None:
    first, second = a_case(service), a_case(service)
    for case, username in ((first, DESK), (second, DESK), (second, WORKER)):
        ask(service, username, case)
    auditor = service.client("auditor")
    found, cursor = [], ""
    while cursor is not None:
        page = auditor.get(f"/api/v1/audit/reveals?limit=1&cursor={cursor}").json
        found += page["items"]
        cursor = page["next_cursor"]
    assert [one["case_number"] for one in found] == [second["case_number"]] * 2 + [first["case_number"]]
    desk = service.client(DESK).actor["id"]
    assert len(auditor.get(f"/api/v1/audit/reveals?actor={desk}").json["items"]) == 2
    assert len(auditor.get(f"/api/v1/audit/reveals?id={second['id']}").json["items"]) == 2
    assert auditor.get("/api/v1/audit/reveals?since=2090-01-01T00:00:00Z").json["items"] == []
    assert auditor.get("/api/v1/audit/reveals?cursor=x").status_code == 422
