"""What the log is told of who comes in and what is refused; who may read it, and that nobody floods it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.demonstration.sign_ins import PASSWORD
from gridops.people import tokens
from gridops.people.refusing import MOST_REMEMBERED, Refusals
from tests.service import Service

SESSIONS, AUDIT = "/api/v1/sessions", "/api/v1/audit/sign-ins"
FORBIDDEN = "/api/v1/admin/location-faults"


def entries(service: Service, **asked: str) -> list[dict[str, object]]:
    answer = service.client("auditor").get(AUDIT, query_string=asked)
    assert answer.status_code == 200
    return list(answer.json["items"])


@pytest.mark.parametrize("username", ["worker.qingyang", "dispatcher.fushan", "supervisor.fushan"])
def test_only_auditors_and_administrators_read_it(service: Service, username: str) -> None:
    assert service.client(username).get(AUDIT).status_code == 403
    assert service.client("admin").get(AUDIT).status_code == 200
    assert service.anonymous().get(AUDIT).status_code == 401


def test_sign_ins_and_failures_are_told_without_what_was_typed(service: Service) -> None:
    auditor = service.client("auditor")
    for name in ("admin", "hunter2-typed-here"):
        service.anonymous().post(SESSIONS, json={"username": name, "password": "geheim"})
    unknown, known = entries(service, action="sign_in.failed")
    assert (known["entity"], known["entity_id"]) == ("account", service.client("admin").actor["id"])
    assert unknown["entity"] == "sign_in"
    assert known["data"] == unknown["data"]
    assert set(known["data"]) == {"proof", "is_known_device", "address"}  # type: ignore[call-overload]
    whole = auditor.get(AUDIT).text
    assert "geheim" not in whole
    assert "hunter2" not in whole
    assert "device.signed_in" in whole


def test_a_refused_request_is_an_entry_and_a_thousand_are_a_number(service: Service) -> None:
    worker = service.client("worker.qingyang")
    with clock.frozen(clock.now()) as stopped:
        for _ in range(50):
            assert worker.get(FORBIDDEN).status_code == 403
        [first] = entries(service, action="request.refused")
        assert first["data"] == {"endpoint": f"GET {FORBIDDEN}", "code": "out-of-scope", "count": 1}
        assert first["actor_id"] == first["entity_id"] == worker.actor["id"]
        stopped.advance(timedelta(seconds=61))
        worker.get(FORBIDDEN)
        second, _ = entries(service, action="request.refused")
        assert second["data"]["count"] == 50  # type: ignore[index]


def test_what_the_place_decides_is_told_too_under_the_endpoint_s_name(service: Service) -> None:
    case = service.report("worker.qingyang")
    sent = {"version": case["version"], "reason": "no"}
    answer = service.client("worker.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/reject", json=sent
    )
    assert answer.status_code == 403
    [entry] = entries(service, action="request.refused")
    assert "<uuid:incident_id>" in entry["data"]["endpoint"]  # type: ignore[index]
    assert case["id"] not in str(entry)


FOREIGN = {"Origin": "http://evil.localhost"}


def test_what_another_site_s_page_sends_by_a_cookie_is_an_entry_of_whose_it_was(service: Service) -> None:
    worker = service.client("worker.qingyang")
    with_cookie = service.app.test_client()
    with_cookie.set_cookie(service.settings.session_cookie, worker.token)
    for _ in range(3):
        answer = with_cookie.delete(f"{SESSIONS}/current", headers=FOREIGN)
        assert (answer.status_code, answer.json["code"]) == (403, "origin-mismatch")
    [entry] = entries(service, action="request.refused")
    assert entry["actor_id"] == entry["entity_id"] == worker.actor["id"]
    assert entry["data"] == {"endpoint": f"DELETE {SESSIONS}/current", "code": "origin-mismatch", "count": 1}
    assert worker.get(f"{SESSIONS}/current").status_code == 200


def test_another_site_s_page_prolongs_no_session(service: Service) -> None:
    worker = service.client("worker.qingyang")
    with_cookie = service.app.test_client()
    with_cookie.set_cookie(service.settings.session_cookie, worker.token)

    def ends_at() -> object:
        with service.database.transaction() as session:
            return session.scalar(
                text("SELECT expires_at FROM gridops.access_token WHERE token_hash = :h"),
                {"h": tokens.digest(worker.token)},
            )

    before = ends_at()
    with clock.frozen(clock.now() + timedelta(days=10)):
        assert with_cookie.delete(f"{SESSIONS}/current", headers=FOREIGN).status_code == 403
        assert ends_at() == before
        assert worker.get(f"{SESSIONS}/current").status_code == 200
        assert ends_at() != before


def test_a_foreign_sign_in_is_an_entry_of_nobody_s(service: Service) -> None:
    for _ in range(3):
        answer = service.anonymous().post(
            SESSIONS, json={"username": "admin", "password": PASSWORD}, headers=FOREIGN
        )
        assert (answer.status_code, answer.json["code"]) == (403, "origin-mismatch")
    [entry] = entries(service, action="request.refused")
    assert (entry["actor_id"], entry["entity"]) == (None, "sign_in")
    assert entry["data"] == {"endpoint": f"POST {SESSIONS}", "code": "origin-mismatch", "count": 1}


def test_the_live_stream_tells_nobody_of_them(service: Service) -> None:
    worker = service.client("worker.qingyang")
    worker.get(FORBIDDEN)
    service.anonymous().post(SESSIONS, json={"username": "worker.qingyang", "password": "wrong"})
    service.number()
    for name in ("worker.qingyang", "dispatcher.fushan", "supervisor.fushan", "admin"):
        heard = service.client(name).get("/api/v1/events", query_string={"after": 0}).json
        told = {event["action"] for event in heard["events"]}
        assert not told & {"request.refused", "sign_in.failed"}, name


def test_the_log_s_pages_follow_each_other(service: Service) -> None:
    for n in range(5):
        service.anonymous().post(SESSIONS, json={"username": f"name {n}", "password": "wrong"})
    auditor, seen, cursor = service.client("auditor"), [], None
    while True:
        asked = {"limit": "2", "action": "sign_in.failed"} | ({"cursor": cursor} if cursor else {})
        page = auditor.get(AUDIT, query_string=asked).json
        seen += [entry["entity_id"] for entry in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_a_code_is_handed_out_by_an_administrator_who_is_there(service: Service) -> None:
    target = service.client("auditor").actor["id"]
    path = f"/api/v1/admin/accounts/{target}/codes"
    assert service.client("dispatcher.fushan").post(path).status_code == 403
    admin = service.client("admin")
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        refused = admin.post(path)
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")
        confirmation = admin.post(f"{SESSIONS}/current/confirmation", json={"password": PASSWORD})
        assert confirmation.status_code == 204
        code = admin.post(path)
        assert code.status_code == 201
        sent = {"username": "auditor", "code": code.json["code"]}
        assert service.anonymous().post(SESSIONS, json=sent).status_code == 201
        nobody = path.replace(target, "00000000-0000-0000-0000-000000000001")
        assert admin.post(nobody).status_code == 404
    [entry] = entries(service, action="account.code_issued")
    assert (entry["actor_id"], entry["entity_id"]) == (admin.actor["id"], target)
    assert code.json["code"] not in str(entry)


def test_a_process_remembers_so_many_refusals_and_no_more(service: Service) -> None:
    from uuid import uuid4

    refusals, told = Refusals(), 0
    with service.database.transaction() as session, clock.frozen(clock.now()):
        for _ in range(MOST_REMEMBERED + 50):
            refusals.note(session, uuid4(), "GET /x", "out-of-scope")
        told = len(session.kept)
        session.kept.clear()
    assert told == MOST_REMEMBERED + 50
    assert len(refusals._windows) <= MOST_REMEMBERED
