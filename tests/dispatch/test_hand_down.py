"""From the district to a township: with its basis and who pays, disputed, refused, declined by the list, arbitrated."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.contract.problems import is_problem, pointers
from tests.service import Service

DESK, TOWN, OTHER = "dispatcher.fushan", "dispatcher.qingyang", "dispatcher.gaotuan"
BASED = {"basis": "区政府会议纪要第 3 号", "funding": "区财政列支"}


def at_district(service: Service, service_code: str = "C0110", **over: Any) -> dict[str, Any]:
    """A case in 清洋街道 that lies at the district's level."""
    who = "dispatcher.qingyang" if over else "worker.qingyang"
    case = service.report(who, service_code=service_code, **over)
    case = service.act(TOWN, case, "escalate", level="district", note="超出本级")
    assert case["level"] == "district"
    return case


def move(service: Service, username: str, case: dict[str, Any], action: str, **body: Any) -> TestResponse:
    return service.client(username).post(
        f"/api/v1/incidents/{case['id']}/actions/{action}", json={"version": case["version"], **body}
    )


def hand_downs(service: Service, username: str, query: str = "") -> dict[str, Any]:
    answer = service.client(username).get(f"/api/v1/hand-downs{query}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def item_of(service: Service, service_code: str, kind: str) -> dict[str, Any]:
    found = service.client(TOWN).get(f"/api/v1/responsibilities?area=370611001&service_code={service_code}")
    return next(item for item in found.json["items"] if item["kind"] == kind)


@pytest.mark.parametrize(
    ("username", "status"),
    [(TOWN, 403), (OTHER, 404), ("worker.qingyang", 403), ("supervisor.fushan", 403), ("admin", 404)],
)
def test_only_the_districts_desk_hands_down(service: Service, username: str, status: int) -> None:
    assert is_problem(move(service, username, at_district(service), "hand_down", **BASED), status)
    assert hand_downs(service, "supervisor.fushan")["items"] == []


def test_without_a_basis_and_who_pays_it_is_refused_and_kept(service: Service) -> None:
    case = at_district(service)
    for body in ({}, {"basis": "口头通知"}, {"funding": "镇街自筹"}):
        answer = move(service, DESK, case, "hand_down", **body)
        assert is_problem(answer, 409, "no-basis")
        assert "依据" in answer.json["detail"]
    same = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}").json
    assert (same["level"], same["version"]) == ("district", case["version"])
    report = hand_downs(service, "supervisor.fushan")
    assert (report["counts"], len(report["items"])) == ({"refused": 3}, 3)
    assert report["items"][0]["made_by"] == "姜文静"
    entries = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"]
    assert [e["action"] for e in entries].count("incident.hand_down_refused") == 3


def test_with_its_basis_it_waits_filed_in_the_town(service: Service) -> None:
    case = at_district(service)
    done = service.act(DESK, case, "hand_down", **BASED)
    assert (done["state"], done["level"], done["unit"]) == ("filed", "township", None)
    assert done["filed_at"] == case["filed_at"]
    one = hand_downs(service, "supervisor.qingyang")["items"][0]
    assert (one["state"], one["basis"], one["funding"]) == ("based", *BASED.values())
    assert (one["township_name"], one["incident"]["case_number"]) == ("清洋街道", case["case_number"])
    assert hand_downs(service, "supervisor.gaotuan")["items"] == []
    assert len(hand_downs(service, "admin")["items"]) == 1


def test_an_item_of_the_list_is_a_basis_and_says_who_pays(service: Service) -> None:
    item = item_of(service, "C0102", "basic")
    done = service.act(DESK, at_district(service, "C0102"), "hand_down", responsibility_id=item["id"])
    assert done["level"] == "township"
    one = hand_downs(service, DESK)["items"][0]
    assert (one["item"]["item_code"], one["funding"], one["state"]) == ("JB-02", "township", "based")


@pytest.mark.parametrize("service_code", ["C0102", "A07"])
def test_an_item_of_another_matter_or_one_taken_back_is_no_basis(service: Service, service_code: str) -> None:
    item = item_of(service, "A07", "taken_back")
    answer = move(
        service, DESK, at_district(service, service_code), "hand_down", responsibility_id=item["id"]
    )
    if service_code == "A07":
        assert "已由上级收回" in answer.json["errors"][0]["message"]
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/responsibility_id"}


@pytest.mark.parametrize(
    ("service_code", "over", "ground"),
    [
        ("H03", {}, "flood"),
        ("F03", {}, "fire"),
        ("C0401", {}, "life"),
        ("T01", {}, "life"),
        ("A02", {}, "work_safety"),
        ("C0110", {"origin": "hotline_12345", "external_number": "FS2026112300001"}, "hotline_12345"),
    ],
)
def test_what_is_done_first_is_not_blocked_but_recorded_as_disputed(
    service: Service, service_code: str, over: dict[str, Any], ground: str
) -> None:
    case = at_district(service, service_code, **over)
    done = service.act(DESK, case, "hand_down")
    assert (done["state"], done["level"]) == ("filed", "township")
    one = hand_downs(service, "supervisor.qingyang")["items"][0]
    assert (one["state"], one["ground"]) == ("disputed", ground)
    entry = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"][-1]
    assert (entry["action"], entry["data"]["state"]) == ("incident.handed_down", "disputed")


def test_the_town_sends_back_by_one_tap_what_was_taken_back(service: Service) -> None:
    case = service.act(DESK, at_district(service, "E11"), "hand_down", **BASED)
    told = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/hand-downs").json
    assert [item["item_code"] for item in told["citable"]] == ["SH-03"]
    back = service.act(TOWN, case, "escalate", responsibility_id=told["citable"][0]["id"])
    assert (back["state"], back["level"]) == ("filed", "district")
    one = hand_downs(service, "supervisor.fushan", "?state=declined")["items"][0]
    assert (one["cited"]["item_code"], one["declined_by"]) == ("SH-03", "林书瑶")
    entry = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"][-1]
    assert "SH-03「危险废物处置」：已由生态环境收回" in entry["note"]
    assert service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/hand-downs").json["citable"] == []


def test_nothing_is_sent_back_that_was_not_handed_down_or_is_the_towns_own(service: Service) -> None:
    basic = item_of(service, "C0102", "basic")
    case = service.report("worker.qingyang", service_code="C0102")
    answer = move(service, TOWN, case, "escalate", responsibility_id=basic["id"])
    assert is_problem(answer, 422)
    down = service.act(DESK, at_district(service, "C0102"), "hand_down", responsibility_id=basic["id"])
    answer = move(service, TOWN, down, "escalate", responsibility_id=basic["id"])
    assert "镇街自己的职责" in answer.json["errors"][0]["message"]


def test_what_is_done_first_is_not_sent_back_but_the_dispute_is_recorded(service: Service) -> None:
    case = service.act(DESK, at_district(service, "A07"), "hand_down", **BASED)
    item = item_of(service, "A07", "taken_back")
    answer = move(service, TOWN, case, "escalate", responsibility_id=item["id"])
    assert is_problem(answer, 409, "done-first")
    same = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}").json
    assert (same["level"], same["state"]) == ("township", "filed")
    one = hand_downs(service, TOWN)["items"][0]
    assert (one["state"], one["cited"]["item_code"]) == ("disputed", item["item_code"])


def test_a_dispute_is_arbitrated_by_the_district_and_ends(service: Service) -> None:
    case = service.act(DESK, at_district(service, "H03"), "hand_down")
    one = hand_downs(service, DESK)["items"][0]
    path = f"/api/v1/hand-downs/{one['id']}/arbitrate"
    body = {"decision": "shared", "note": "区镇各担一半"}
    for username in (TOWN, DESK, "supervisor.qingyang", "approver.qingyang"):
        assert is_problem(service.client(username).post(path, json=body), 403)
    assert is_problem(service.client("supervisor.gaotuan").post(path, json=body), 404)
    assert is_problem(service.client("supervisor.fushan").post(path, json={"decision": "shared"}), 422)
    done = service.client("supervisor.fushan").post(path, json=body)
    assert done.status_code == 200, done.json
    assert (done.json["state"], done.json["decision"], done.json["decided_by"]) == (
        "arbitrated",
        "shared",
        "宫明哲",
    )
    assert is_problem(service.client("supervisor.fushan").post(path, json=body), 422)
    assert hand_downs(service, TOWN)["counts"] == {"arbitrated": 1}
    entry = service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/timeline").json["items"][-1]
    assert (entry["action"], entry["data"]["decision"]) == ("incident.hand_down_arbitrated", "shared")
    with service.database.transaction("gridops_system") as session:
        logged = session.scalars(text("SELECT data::text FROM gridops.log_entry")).all()
    assert not [line for line in logged if "各担" in line]


def test_the_report_is_paged_and_filtered(service: Service) -> None:
    case = at_district(service)
    for _ in range(3):
        move(service, DESK, case, "hand_down")
    service.act(DESK, case, "hand_down", **BASED)
    first = hand_downs(service, DESK, "?limit=3")
    rest = hand_downs(service, DESK, f"?limit=3&cursor={first['next_cursor']}")
    found = first["items"] + rest["items"]
    assert sorted(i["state"] for i in found) == ["based", *["refused"] * 3]
    assert len({i["id"] for i in found}) == 4
    assert rest["next_cursor"] is None
    assert hand_downs(service, DESK, "?area=370611102")["items"] == []
    assert is_problem(service.client(TOWN).get("/api/v1/hand-downs?area=370611102"), 403)
    assert is_problem(service.client("worker.qingyang").get("/api/v1/hand-downs"), 403)


def test_a_case_climbs_and_comes_down_level_by_level(service: Service) -> None:
    case = service.report("worker.qingyang", service_code="C0511")
    assert case["level"] == "grid"
    seen = []
    for _ in range(3):
        case = service.act(TOWN, case, "escalate", note="超出本级")
        seen.append((case["level"], case["state"]))
    assert seen == [("village", "filed"), ("township", "filed"), ("district", "filed")]
    assert "escalate" not in case["allowed_actions"]
    assert is_problem(move(service, TOWN, case, "escalate", note="再上报"), 409, "illegal-move")
    case = service.act(DESK, case, "hand_down", **BASED)
    case = service.act(TOWN, case, "hand_down", level="grid", note="由网格处置")
    assert (case["level"], case["routing"]["unit"]["name"]) == ("grid", case["grid"]["name"])
    assert "hand_down" not in case["allowed_actions"]


def test_passing_up_needs_a_note_and_a_higher_level(service: Service) -> None:
    case = service.report("worker.qingyang")
    assert pointers(move(service, TOWN, case, "escalate")) == {"/note"}
    assert pointers(move(service, TOWN, case, "escalate", note="上报", level="village")) == {"/level"}


def test_whoever_was_sent_is_called_back_and_the_clock_runs_on(service: Service) -> None:
    case = service.act(TOWN, service.report("worker.qingyang"), "dispatch")
    case = service.act("handler.qingyang", case, "accept")
    up = service.act(TOWN, case, "escalate", note="需区级处置")
    assert (up["state"], up["unit"], up["due_at"]) == ("filed", None, case["due_at"])
    assert up["dispatches"][0]["status"] == "recalled"
    assert service.client("handler.qingyang").get(f"/api/v1/incidents/{case['id']}").status_code == 404


def test_what_was_taken_back_goes_straight_to_the_districts_agency(service: Service) -> None:
    case = service.act(TOWN, service.report("worker.qingyang", service_code="E11"), "file")
    assert (case["level"], case["routing"]["unit"]["name"]) == ("district", "福山区生态环境分局")
    assert case["routing"]["rule"] == "responsibility-SH-03@1"
    assert "SH-03「危险废物处置」已由区县收回" in case["routing"]["reason"]
    sent = service.act(DESK, case, "dispatch")
    assert sent["unit"]["name"] == "福山区生态环境分局"


def test_handed_down_all_the_same_it_is_the_towns_until_it_is_sent_back(service: Service) -> None:
    case = service.act(DESK, at_district(service, "E11"), "hand_down", **BASED)
    assert case["routing"]["unit"]["name"].startswith("清洋街道")
    item = item_of(service, "E11", "taken_back")
    back = service.act(TOWN, case, "escalate", responsibility_id=item["id"])
    assert back["routing"]["unit"]["name"] == "福山区生态环境分局"
