"""Two at once: one wins, the other is told so, and the case is what the winner made of it."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from werkzeug.test import TestResponse

from gridops.demonstration.sign_ins import PASSWORD
from gridops.log.verifying import verify_chain
from tests.reports import a_report
from tests.service import Service

API = "/api/v1"
LIST = f"{API}/incidents"
DESK, HANDLER = "dispatcher.qingyang", "handler.qingyang"


def at_once(*sends: Callable[[], TestResponse]) -> list[TestResponse]:
    """Send all at the same moment; the answers in the same order."""
    gate = threading.Barrier(len(sends))

    def run(send: Callable[[], TestResponse]) -> TestResponse:
        gate.wait(10)
        return send()

    with ThreadPoolExecutor(len(sends)) as pool:
        return [done.result(60) for done in [pool.submit(run, send) for send in sends]]


def acting(
    service: Service, username: str, case: dict, action: str, **body: Any
) -> Callable[[], TestResponse]:
    """A move, ready to be sent."""
    client = service.client(username)
    sent = {"version": case["version"], **body}
    return lambda: client.post(f"{LIST}/{case['id']}/actions/{action}", json=sent)


def told(answers: list[TestResponse]) -> Counter[str]:
    """How often what was said: the new state, or the code of the problem."""
    return Counter(a.json["state"] if a.status_code < 300 else a.json["code"] for a in answers)


def actions_of(service: Service, case: dict) -> list[str]:
    """The case's history."""
    items = service.client(DESK).get(f"{LIST}/{case['id']}/timeline").json["items"]
    return [item["action"].removeprefix("incident.") for item in items]


def test_of_two_who_file_one_is_told_that_the_version_is_old(service: Service) -> None:
    for other in ("dispatcher.fushan", "head.qingyang"):
        case = service.report("worker.qingyang")
        answers = at_once(acting(service, DESK, case, "file"), acting(service, other, case, "file"))
        assert told(answers)["filed"] == 1
        assert actions_of(service, case) == ["reported", "filed"]


def test_of_three_who_accept_one_has_it(service: Service) -> None:
    case = service.act(DESK, service.report("worker.qingyang"), "dispatch")
    answers = at_once(*(acting(service, who, case, "accept") for who in (HANDLER, "head.enforcement", DESK)))
    assert told(answers) == {"handling": 1, "stale-version": 2}
    winner = next(a.json for a in answers if a.status_code == 200)
    now = service.client(DESK).get(f"{LIST}/{case['id']}").json
    assert now["dispatches"] == winner["dispatches"]
    assert now["version"] == case["version"] + 1


def test_a_move_sent_four_times_at_once_is_made_once(service: Service) -> None:
    case = service.report("worker.qingyang")
    send = acting(service, DESK, case, "dispatch", move_id=str(uuid.uuid4()))
    assert told(at_once(send, send, send, send)) == {"dispatched": 4}
    assert actions_of(service, case) == ["reported", "filed", "dispatched"]
    # The act ends the handler's sight of the case, and each of the four is answered all the same.
    case = service.client(DESK).get(f"{LIST}/{case['id']}").json
    send = acting(service, HANDLER, case, "decline", reason="不归我管", move_id=str(uuid.uuid4()))
    assert told(at_once(send, send, send, send)) == {"filed": 4}
    assert actions_of(service, case)[3:] == ["declined"]


def test_close_and_rework_at_once_leave_one_of_the_two(service: Service) -> None:
    case = service.act(DESK, service.report("worker.qingyang"), "dispatch")
    case = service.act(HANDLER, case, "accept")
    case = service.act(HANDLER, case, "handle", kind="clean", note="清走了")
    case = service.act(DESK, case, "verify", how="photo", result="好")
    answers = at_once(
        acting(service, DESK, case, "close", disposition="已清理"),
        acting(service, "dispatcher.fushan", case, "rework", reason="没清干净"),
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert told(answers)["stale-version"] == 1
    now = service.client(DESK).get(f"{LIST}/{case['id']}").json
    winner = next(a.json for a in answers if a.status_code == 200)
    assert (now["state"], now["closed_at"]) == (winner["state"], winner["closed_at"])


def test_one_id_from_two_accounts_is_one_case(service: Service) -> None:
    report = a_report()
    clients = [service.client(name) for name in ("worker.qingyang", "worker2.qingyang")]
    answers = at_once(*((lambda c=c: c.post(f"{API}/reports", json=report)) for c in clients))
    assert told(answers) == {"reported": 1, "report-conflict": 1}
    loser = next(a for a in answers if a.status_code == 409)
    assert report["description"] not in loser.text


def test_batches_that_cross_write_each_report_once(service: Service) -> None:
    reports = [a_report() for _ in range(40)]
    client = service.client("worker.qingyang")
    orders = (reports, reports[::-1], reports[20:] + reports[:20])
    answers = at_once(
        *((lambda o=o: client.post(f"{API}/reports/batch", json={"reports": o})) for o in orders)
    )
    by_report: dict[str, Counter[int]] = {r["client_id"]: Counter() for r in reports}
    for answer in answers:
        for result in answer.json["results"]:
            by_report[result["client_id"]][result["status"]] += 1
    assert all(counts == {201: 1, 200: 2} for counts in by_report.values())
    service.number()
    with service.database.transaction("gridops_system") as session:
        assert verify_chain(session).broken_block is None


def test_joining_a_case_while_it_is_rejected_is_one_or_the_other(service: Service) -> None:
    case = service.report("worker.qingyang")
    joining, client = a_report(join=case["id"]), service.client("worker.qingyang")
    joined, rejected = at_once(
        lambda: client.post(f"{API}/reports", json=joining),
        acting(service, DESK, case, "reject", reason="重复"),
    )
    assert (joined.status_code, rejected.status_code) in {(201, 409), (422, 200)}
    kept = service.client("worker.qingyang").get(f"{LIST}/{joining['client_id']}")
    assert kept.status_code == (200 if joined.status_code == 201 else 404)


def test_a_report_that_races_the_end_of_its_device_is_whole_or_not_there(service: Service) -> None:
    steady = service.client("worker.qingyang")
    for _ in range(4):
        phone = service.anonymous()
        signed = phone.post(f"{API}/sessions", json={"username": "worker.qingyang", "password": PASSWORD})
        token = {"Authorization": f"Bearer {signed.json['token']}"}
        report = a_report()
        sent, ended = at_once(
            lambda p=phone, r=report, t=token: p.post(f"{API}/reports", json=r, headers=t),
            lambda p=phone, t=token: p.delete(f"{API}/sessions/current", headers=t),
        )
        assert ended.status_code == 204
        assert sent.status_code in {201, 401}
        found = steady.get(f"{LIST}/{report['client_id']}").status_code
        assert found == (200 if sent.status_code == 201 else 404)
        assert phone.get(f"{API}/sessions/current", headers=token).status_code == 401
