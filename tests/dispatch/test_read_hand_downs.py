"""Who reads which words of a hand-down, and how the report refuses what was not asked properly."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text

from gridops.http import paging
from tests.contract.problems import is_problem, pointers
from tests.dispatch.test_hand_down import BASED, DESK, TOWN, at_district, hand_downs, move
from tests.service import Service

RESTRICTED = "S06"
WORDS = {"basis": "绝密文字甲", "funding": "绝密文字乙"}
NOTE = "绝密文字丙"
DISPUTED = text("UPDATE gridops.hand_down SET state = 'disputed' WHERE id = :id")


@pytest.fixture
def case_id(service: Service) -> str:
    """A restricted case, handed down with words, disputed and decided with more of them."""
    case = at_district(service, RESTRICTED)
    assert case["restricted"]
    service.act(DESK, case, "hand_down", **WORDS)
    item = hand_downs(service, DESK)["items"][0]
    with service.database.transaction("gridops_system") as session:
        session.execute(DISPUTED, {"id": item["id"]})
    path = f"/api/v1/hand-downs/{item['id']}/arbitrate"
    done = service.client("supervisor.fushan").post(path, json={"decision": "shared", "note": NOTE})
    assert done.status_code == 200, done.json
    assert done.json["decision_note"] is None
    return str(case["id"])


@pytest.mark.parametrize(
    "username", ["supervisor.fushan", "supervisor.qingyang", "approver.qingyang", "auditor", "admin"]
)
def test_words_of_a_restricted_case_are_not_for_whoever_is_outside_its_chain(
    service: Service, case_id: str, username: str
) -> None:
    client = service.client(username)
    report = client.get("/api/v1/hand-downs")
    one = client.get(f"/api/v1/incidents/{case_id}/hand-downs")
    assert "绝密" not in report.text + one.text
    if report.status_code == 200:
        found = report.json["items"][0]
        assert (found["state"], found["decision"]) == ("arbitrated", "shared")
        assert [found[name] for name in ("basis", "funding", "decision_note")] == [None] * 3


@pytest.mark.parametrize("username", [DESK, TOWN])
def test_the_chain_of_a_restricted_case_reads_them(service: Service, case_id: str, username: str) -> None:
    for path in ("/api/v1/hand-downs", f"/api/v1/incidents/{case_id}/hand-downs"):
        found = service.client(username).get(path).json["items"][0]
        assert (found["basis"], found["funding"], found["decision_note"]) == (*WORDS.values(), NOTE)


@pytest.mark.parametrize(
    "key",
    [
        ["x", "y"],
        ["2026-01-01T00:00:00+00:00", "y"],
        ["0001-01-01T00:00:00+14:00", str(uuid.UUID(int=0))],
        ["9999-12-31T23:59:59-12:00", str(uuid.UUID(int=0))],
    ],
)
@pytest.mark.parametrize("username", [DESK, "admin"])
def test_a_cursor_that_was_not_made_here_is_refused(service: Service, username: str, key: list[str]) -> None:
    answer = service.client(username).get(f"/api/v1/hand-downs?cursor={paging.encode(key)}")
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/cursor"}


def test_a_refused_hand_down_that_is_sent_again_is_kept_once(service: Service) -> None:
    case, number = at_district(service), str(uuid.uuid4())
    answers = [move(service, DESK, case, "hand_down", move_id=number, basis="口头通知") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {409}
    assert len({answer.json["hand_down"] for answer in answers}) == 1
    assert hand_downs(service, DESK)["counts"] == {"refused": 1}
    entries = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"]
    assert [entry["action"] for entry in entries].count("incident.hand_down_refused") == 1
    # Without a number, or with another, it is another attempt.
    move(service, DESK, case, "hand_down", basis="口头通知")
    move(service, DESK, case, "hand_down", move_id=str(uuid.uuid4()), basis="口头通知")
    assert hand_downs(service, DESK)["counts"] == {"refused": 3}
    assert service.act(DESK, case, "hand_down", move_id=number, **BASED)["level"] == "township"
