"""Ids and areas of others: 404 for an id out of sight, 403 for an area or an act outside, whoever asks."""

from __future__ import annotations

import json
import threading
import uuid

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.demonstration.sign_ins import PASSWORD
from tests.reports import a_report, at
from tests.service import Client, Service

API = "/api/v1"
LIST = f"{API}/incidents"
GAOTUAN = at(121.10, 37.42)
BODIES = {
    "file": {},
    "reject": {"reason": "x"},
    "dispatch": {},
    "accept": {},
    "decline": {"reason": "x"},
    "recall": {"reason": "x"},
    "return": {"reason": "x"},
    "en_route": {},
    "arrive": {},
    "handle": {"kind": "clean", "note": "x"},
    "rework": {"reason": "x"},
    "verify": {"how": "photo", "result": "x"},
    "close": {"disposition": "x"},
    "escalate": {"note": "x"},
    "hand_down": {"basis": "x"},
    "correct": {"service_code": "C0102"},
}


def status(client: Client, path: str, **body: object) -> tuple[int, str]:
    """Status and code of a refusal."""
    answer = client.post(path, json=body) if body else client.get(path)
    return answer.status_code, answer.json["code"]


@pytest.mark.parametrize(
    "username", ["worker2.qingyang", "worker.gaotuan", "dispatcher.gaotuan", "handler.qingyang"]
)
def test_a_case_out_of_sight_is_not_found_whatever_is_asked(service: Service, username: str) -> None:
    case = service.report("worker.qingyang")
    client, path = service.client(username), f"{LIST}/{case['id']}"
    for part in ("", "/timeline", "/clock"):
        assert status(client, path + part) == (404, "not-found")
    for action, body in BODIES.items():
        assert status(client, f"{path}/actions/{action}", version=1, **body) == (404, "not-found"), action
    unknown = client.get(f"{LIST}/{uuid.UUID(int=1)}")
    assert client.get(path).json == unknown.json
    answer = client.post(f"{API}/reports", json=a_report(join=case["id"]))
    assert (answer.status_code, [f["pointer"] for f in answer.json["errors"]]) == (422, ["/join"])


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("worker.qingyang", set()),
        ("supervisor.qingyang", set()),
        ("supervisor.fushan", set()),
        ("approver.qingyang", set()),
        ("auditor", set()),
    ],
)
def test_who_only_sees_moves_nothing(service: Service, username: str, may: set[str]) -> None:
    case = service.report("worker.qingyang")
    for action, body in BODIES.items():
        answer = service.client(username).post(
            f"{LIST}/{case['id']}/actions/{action}", json={"version": 1, **body}
        )
        assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope"), action
    assert service.client("dispatcher.qingyang").get(f"{LIST}/{case['id']}").json["version"] == 1


@pytest.mark.parametrize("area", ["370611102", "370611", "37", "3706110", "%", "_"])
def test_an_area_outside_ones_own_is_refused_everywhere(standing: Service, area: str) -> None:
    client = standing.client("supervisor.qingyang")
    for path in (f"{API}/snapshot", f"{API}/events", f"{API}/units"):
        answer = client.get(path, query_string={"area": area, **({"after": 0} if "events" in path else {})})
        assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope"), path
    known = area in {"370611102", "370611"}
    for path in (LIST, "/tiles/incidents/13/6855/3171.mvt"):
        assert client.get(path, query_string={"area": area}).status_code == (403 if known else 422), path
    body = {"area": area, "from": "2026-01-01", "to": "2100-01-01"}
    assert client.post(f"{API}/area-queries", json=body).status_code == (403 if known else 422)


def test_a_dispatch_of_another_case_is_not_this_ones(service: Service) -> None:
    cases = [
        service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch") for _ in range(2)
    ]
    other = cases[1]["dispatches"][0]["id"]
    answer = service.client("handler.qingyang").post(
        f"{LIST}/{cases[0]['id']}/actions/accept", json={"version": cases[0]["version"], "dispatch_id": other}
    )
    assert (answer.status_code, [f["pointer"] for f in answer.json["errors"]]) == (422, ["/dispatch_id"])


def test_a_move_of_another_account_is_taken_and_tells_nothing(service: Service) -> None:
    move = str(uuid.uuid4())
    first, second = service.report("worker.qingyang"), service.report("worker.qingyang")
    service.act("dispatcher.qingyang", first, "file", move_id=move, note="不可外传")
    answer = service.client("dispatcher.fushan").post(
        f"{LIST}/{second['id']}/actions/file", json={"version": 1, "move_id": move}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "move-conflict")
    assert first["id"] not in answer.text
    assert service.client("dispatcher.fushan").get(f"{LIST}/{second['id']}").json["state"] == "reported"


def test_a_return_sent_again_is_answered_although_the_case_is_out_of_sight(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    handler, path = service.client("handler.qingyang"), f"{LIST}/{case['id']}"
    sent = {"version": case["version"], "reason": "不归我管", "move_id": str(uuid.uuid4())}
    for _ in range(2):
        answer = handler.post(f"{path}/actions/decline", json=sent)
        assert (answer.status_code, answer.json["state"]) == (200, "filed")
    assert handler.get(path).status_code == 404
    assert status(handler, f"{path}/actions/decline", **{**sent, "reason": "另有"}) == (409, "move-conflict")
    assert status(handler, f"{path}/actions/decline", **{**sent, "move_id": str(uuid.uuid4())}) == (
        404,
        "not-found",
    )
    elsewhere = service.report("worker2.qingyang")
    assert status(handler, f"{LIST}/{elsewhere['id']}/actions/decline", **sent) == (404, "not-found")


def test_the_upload_of_another_is_not_found(service: Service) -> None:
    tus = {"Tus-Resumable": "1.0.0"}
    begun = service.client("worker.qingyang").post(f"{API}/uploads", headers={**tus, "Upload-Length": "100"})
    place = begun.headers["Location"]
    piece = {**tus, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    other = service.client("worker2.qingyang")
    assert other.open("HEAD", place, headers=tus).status_code == 404
    assert other.patch(place, data=b"x", headers=piece).status_code == 404
    assert other.delete(place, headers=tus).status_code == 404
    assert service.client("worker.qingyang").open("HEAD", place, headers=tus).headers["Upload-Offset"] == "0"


def test_the_time_of_a_move_is_never_before_what_it_follows(service: Service) -> None:
    early = {"occurred_at": "0001-01-01T00:00:00+14:00"}
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "file", **early)
    assert case["filed_at"] == case["reported_at"]
    assert case["due_at"] > case["filed_at"]
    case = service.act("dispatcher.qingyang", case, "dispatch")
    for action, body in (("accept", {}), ("en_route", {}), ("arrive", {}), ("handle", BODIES["handle"])):
        case = service.act("handler.qingyang", case, action, **early, **body)
    sent = case["dispatches"][0]
    assert sent["made_at"] == sent["accepted_at"] == sent["en_route_at"] == sent["arrived_at"]
    assert case["handled_at"] >= sent["accepted_at"]


def test_a_password_sent_by_who_is_signed_in_is_not_kept(service: Service) -> None:
    client = service.client("worker.qingyang")
    broken = json.dumps({"username": "x", "password": "geheim"})[:-1]
    assert client.post(f"{API}/sessions", data=broken, content_type="application/json").status_code == 400
    assert client.post(f"{API}/reports", data="{", content_type="application/json").status_code == 400
    with service.database.transaction() as session:
        kept = [bytes(row) for row in session.scalars(text("SELECT body FROM gridops.quarantine"))]
    assert kept == [b"{"]


def test_a_wrong_name_is_refused_as_a_wrong_password_is(standing: Service) -> None:
    client, said = standing.anonymous(), []
    for body in (
        {"username": "auditor", "password": "wrong"},
        {"username": "nobody", "password": "wrong"},
        {"username": "nobody", "code": "1234567890"},
        {"username": "auditor", "code": "1234567890"},
        {"username": "AUDITOR", "password": PASSWORD},
        {"username": "auditor' OR 1=1 --", "password": PASSWORD},
        {"username": "％", "password": PASSWORD},
    ):
        answer = client.post(f"{API}/sessions", json=body)
        said.append((answer.status_code, answer.text, "Set-Cookie" in answer.headers))
    assert len(set(said)) == 1
    assert said[0][0] == 401


def test_attempts_at_once_are_counted_too(service: Service) -> None:
    def attempt(n: int) -> None:
        service.anonymous().post(f"{API}/sessions", json={"username": "auditor", "password": f"wrong {n}"})

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(12)]
    right = {"username": "auditor", "password": PASSWORD}
    # The clock stands, since the first wait is a second only.
    with clock.frozen(clock.now()):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        answer = service.anonymous().post(f"{API}/sessions", json=right)
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-attempts")
