"""The same number of an origin twice is one case: answered with what is there, joined where it says more."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import text

from tests.reports import a_report
from tests.service import Service

REPORTS, BATCH = "/api/v1/reports", "/api/v1/reports/batch"
DESK, NEIGHBOUR, WORKER = "dispatcher.qingyang", "dispatcher.gaotuan", "worker.qingyang"
CALLER = {"name": "王女士", "phone": "13900001234"}


def hotline(**over: Any) -> dict[str, Any]:
    return a_report(origin="hotline_12345", external_number="FS20270114001", **over)


def post(service: Service, username: str, report: dict[str, Any]) -> Any:
    return service.client(username).post(REPORTS, json=report)


def lines(service: Service, case_id: str) -> list[dict[str, Any]]:
    path = f"/api/v1/incidents/{case_id}/timeline"
    return list(service.client(DESK).get(path).json["items"])


def count_cases(service: Service) -> int:
    with service.database.transaction("gridops_system") as session:
        return int(session.scalar(text("SELECT count(*) FROM gridops.incident")) or 0)


def test_a_worker_learns_nothing_by_trying_numbers(service: Service) -> None:
    post(service, DESK, hotline())
    answer = post(service, WORKER, hotline())
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


def test_a_number_of_a_case_out_of_sight_is_refused_without_the_case(service: Service) -> None:
    case = post(service, DESK, hotline(description="三号楼后面有垃圾")).json
    there = service.client(NEIGHBOUR).actor["areas"][0]
    answer = post(service, NEIGHBOUR, hotline(location={"source": "area", "area_code": there}))
    assert (answer.status_code, answer.json["code"]) == (409, "number-taken")
    assert case["id"] not in answer.text
    assert "三号楼" not in answer.text


def test_the_same_twice_is_answered_with_the_case_that_is_there(service: Service) -> None:
    first = post(service, DESK, hotline())
    again = post(service, DESK, hotline())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["id"] == first.json["id"]
    assert again.json["version"] == first.json["version"], "it says nothing new"
    assert again.headers["Location"].endswith(first.json["id"])
    assert count_cases(service) == 1


def test_another_text_joins_the_case_once(service: Service) -> None:
    case = post(service, DESK, hotline()).json
    more = hotline(description="来电人又说：还有异味")
    joined = post(service, DESK, more).json
    assert (joined["id"], joined["version"]) == (case["id"], case["version"] + 1)
    assert post(service, DESK, more).json["version"] == joined["version"], "sent again over a bad line"
    last = lines(service, case["id"])[-1]
    assert (last["action"], last["note"]) == ("incident.heard_again", "来电人又说：还有异味")
    with service.database.transaction("gridops_system") as session:
        data = session.scalar(
            text("SELECT data::text FROM gridops.log_entry WHERE action = 'incident.heard_again'")
        )
    assert "异味" not in str(data)


def test_a_caller_and_photos_that_the_case_lacks_are_added(service: Service) -> None:
    case = post(service, DESK, hotline()).json
    assert case["on_behalf_of"] is None
    photo = {
        "client_id": str(uuid.uuid4()),
        "sha256": "0" * 64,
        "content_type": "image/jpeg",
        "size": 1000,
    }
    case = post(service, DESK, hotline(on_behalf_of=CALLER, media=[photo])).json
    assert case["caller_as_typed"] == CALLER
    assert [one["client_id"] for one in case["media"]] == [photo["client_id"]]
    other = {"name": "李四", "phone": "13911112222"}
    case = post(service, DESK, hotline(on_behalf_of=other)).json
    assert case["caller_as_typed"] == CALLER, "a number that is there is never written over"


def test_numbers_are_each_origins_own(service: Service) -> None:
    first = post(service, DESK, a_report(origin="leader", external_number="12号"))
    second = post(service, DESK, a_report(origin="agency", external_number="12号"))
    third = post(service, DESK, a_report(origin="leader", external_number=" 12号 "))
    assert [one.status_code for one in (first, second, third)] == [201, 201, 200]
    assert third.json["id"] == first.json["id"]


def test_in_a_batch_the_second_of_a_number_is_the_first(service: Service) -> None:
    known = post(service, DESK, hotline()).json
    reports = [
        hotline(),
        a_report(origin="leader", external_number="7号"),
        a_report(origin="leader", external_number="7号", description="又一次"),
        a_report(origin="agency", external_number="8号", service_code="X"),
        a_report(origin="agency", external_number="8号"),
    ]
    for prefer in ("", "return=minimal"):
        answer = service.client(DESK).post(BATCH, json={"reports": reports}, headers={"Prefer": prefer})
        results = answer.json["results"]
        assert [one["client_id"] for one in results] == [one["client_id"] for one in reports]
        ids = [one.get("id") or (one.get("incident") or {}).get("id") for one in results]
        assert ids[0] == known["id"]
        assert ids[1] == ids[2]
        assert [one["status"] for one in results] == [
            200,
            200 if prefer else 201,
            200,
            422,
            200 if prefer else 201,
        ]
    assert count_cases(service) == 3


def test_two_that_bring_a_number_at_once_make_one_case(service: Service) -> None:
    service.client(DESK)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: post(service, DESK, hotline()), range(6), timeout=60))
    assert sorted(one.status_code for one in answers) == [200] * 5 + [201]
    assert len({one.json["id"] for one in answers}) == 1
    assert count_cases(service) == 1


def test_a_restricted_case_is_joined_and_its_text_stays_apart(service: Service) -> None:
    matters = service.client(DESK).get("/api/v1/matters").json["items"]
    code = next(
        m["service_code"] for m in matters if m["restricted"] and not m["signpost"] and not m["fields"]
    )
    case = post(service, DESK, hotline(service_code=code, description="夜里有哭喊声")).json
    joined = post(service, DESK, hotline(service_code=code, description="邻居又来电")).json
    assert (joined["id"], joined["version"]) == (case["id"], case["version"] + 1)
    assert lines(service, case["id"])[-1]["note"] == "邻居又来电"
    path = f"/api/v1/incidents/{case['id']}/timeline"
    assert "邻居又来电" not in service.client("supervisor.qingyang").get(path).text


def test_a_number_is_found_by_searching(service: Service) -> None:
    case = post(service, DESK, hotline()).json
    for username in (DESK, "supervisor.qingyang"):
        found = service.client(username).get("/api/v1/incidents?q=FS20270114001").json["items"]
        assert [one["id"] for one in found] == [case["id"]], username


def walk_to_verified(service: Service, how: str = "photo", **over: Any) -> dict[str, Any]:
    case = post(service, DESK, hotline(**over)).json
    unit = service.client("handler.qingyang").actor["units"][0]
    case = service.act(DESK, case, "dispatch", unit_ids=[unit])
    case = service.act("handler.qingyang", case, "accept")
    case = service.act("handler.qingyang", case, "handle", kind="clean", note="已清运")
    return service.act(DESK, case, "verify", how=how, result="已清理")


def close(service: Service, case: dict[str, Any], **body: Any) -> Any:
    path = f"/api/v1/incidents/{case['id']}/actions/close"
    sent = {"version": case["version"], "disposition": "resolved", "answer": "已清运", **body}
    return service.client(DESK).post(path, json=sent)


def test_nobody_is_rung_back_whose_number_nobody_knows(service: Service) -> None:
    case = walk_to_verified(service, how="phone")
    assert case["owes"] == ["answer", "call_back"], "a check by telephone rang nobody who is known"
    refused = close(service, case, call_back="satisfied")
    assert (refused.status_code, refused.json["code"], refused.json["owes"]) == (
        409,
        "answer-owed",
        ["caller"],
    )
    closed = close(service, case, no_caller="匿名来电，未留号码")
    assert (closed.json["state"], closed.json["call_back"]) == ("closed", "no_caller")
    assert "匿名来电" in lines(service, case["id"])[-1]["note"]


def test_a_reason_said_with_the_report_stands_for_the_call_back(service: Service) -> None:
    case = walk_to_verified(service, no_caller="匿名来信")
    assert (case["owes"], case["call_back"]) == (["answer"], "no_caller")
    assert lines(service, case["id"])[0]["note"] == "匿名来信"
    case = service.act(DESK, case, "rework", reason="还有一堆")
    assert case["owes"] == ["answer"], "there is still nobody to ring"


def test_a_caller_who_came_later_is_rung(service: Service) -> None:
    case = walk_to_verified(service)
    case = post(service, DESK, hotline(on_behalf_of=CALLER)).json
    assert close(service, case, call_back="satisfied").json["state"] == "closed"
