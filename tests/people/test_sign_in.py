"""Sessions and devices: refusals first, then what a sign-in gives and how it ends."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import text

from gridops import clock
from gridops.demonstration.sign_ins import PASSWORD
from gridops.people import signing_in
from gridops.people.attempts.rules import LIMITS
from gridops.people.models import Account
from tests.databases import take_mark_off
from tests.reports import a_report
from tests.service import Service

SESSIONS = "/api/v1/sessions"


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(service: Service) -> None:
    client = service.anonymous()
    known = client.post(SESSIONS, json={"username": "admin", "password": "wrong"})
    unknown = client.post(SESSIONS, json={"username": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 401
    assert known.json == unknown.json
    with service.database.transaction() as session:
        assert (
            session.scalar(text("SELECT count(*) FROM gridops.log_entry WHERE action = 'sign_in.failed'"))
            == 2
        )


def test_too_many_attempts_are_put_off(service: Service) -> None:
    client = service.anonymous()
    with clock.frozen(clock.now()):
        for _ in range(LIMITS["account"].free):
            client.post(SESSIONS, json={"username": "admin", "password": "wrong"})
        answer = client.post(SESSIONS, json={"username": "admin", "password": PASSWORD})
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-attempts")
    assert int(answer.headers["Retry-After"]) > 0
    other = client.post(SESSIONS, json={"username": "auditor", "password": PASSWORD})
    assert other.status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [None, "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"],
)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost.evil.example", ""])
def test_another_sites_page_signs_nobody_in(
    service: Service, database_url: str, origin: str, content_type: str | None
) -> None:
    take_mark_off(database_url)
    sent = orjson.dumps({"username": "admin", "password": PASSWORD})
    for body in (sent, b"username=admin&password=" + PASSWORD.encode()):
        answer = service.anonymous().post(
            SESSIONS, data=body, content_type=content_type, headers={"Origin": origin}
        )
        assert (answer.status_code, answer.json["code"]) == (403, "origin-mismatch")
        assert "Set-Cookie" not in answer.headers
    own = service.anonymous().post(SESSIONS, data=sent, headers={"Origin": "http://localhost"})
    assert own.status_code == 201


@pytest.mark.parametrize(
    "body", [{}, {"username": "admin"}, {"username": "admin", "password": "x", "code": "12345"}, [], 3]
)
def test_a_sign_in_needs_a_name_and_one_proof(service: Service, body: object) -> None:
    assert service.anonymous().post(SESSIONS, json=body).status_code == 422


def test_it_works(service: Service) -> None:
    answer = service.anonymous().post(
        SESSIONS, json={"username": "dispatcher.qingyang", "password": PASSWORD, "device_name": "desk 1"}
    )
    assert answer.status_code == 201
    assert answer.json["actor"]["roles"] == ["dispatcher"]
    assert answer.json["actor"]["areas"] == ["370611001"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    with service.database.transaction() as session:
        stored = session.scalars(text("SELECT token_hash FROM gridops.access_token")).all()
    assert answer.json["token"].encode() not in [bytes(s) for s in stored]


def test_an_expired_token_is_refused(service: Service) -> None:
    client = service.client("worker.qingyang")
    with clock.frozen(clock.now() + timedelta(days=31)):
        answer = client.get("/api/v1/sessions/current")
    assert (answer.status_code, answer.json["code"]) == (401, "token-expired")


def test_signing_out_ends_the_token_at_once(service: Service) -> None:
    client = service.client("worker.qingyang")
    assert client.delete("/api/v1/sessions/current").status_code == 204
    assert client.get("/api/v1/sessions/current").status_code == 401


def test_a_device_of_another_is_not_found(service: Service) -> None:
    device = service.client("admin").get("/api/v1/sessions/current").json["device_id"]
    assert service.client("auditor").delete(f"/api/v1/devices/{device}").status_code == 404
    assert service.client("admin").delete(f"/api/v1/devices/{device}").status_code == 204
    assert service.client("admin").get("/api/v1/devices").status_code == 401


def test_a_write_by_cookie_needs_the_pages_own_origin(service: Service) -> None:
    client = service.app.test_client()
    client.post(SESSIONS, json={"username": "worker.qingyang", "password": PASSWORD})
    assert client.get("/api/v1/sessions/current").status_code == 200
    for origin, status in ((None, 403), ("http://evil.example", 403), ("http://localhost", 201)):
        headers = {"Origin": origin} if origin else {}
        answer = client.post("/api/v1/reports", json=a_report(), headers=headers)
        assert answer.status_code == status, origin


def test_a_code_is_used_once(service: Service) -> None:
    with service.database.transaction() as session:
        account = session.query(Account).filter_by(username="auditor").one()
        code = signing_in.issue_code(session, account.id)
    client = service.anonymous()
    assert client.post(SESSIONS, json={"username": "admin", "code": code}).status_code == 401
    assert client.post(SESSIONS, json={"username": "auditor", "code": code}).status_code == 201
    assert client.post(SESSIONS, json={"username": "auditor", "code": code}).status_code == 401


def test_an_account_that_is_closed_is_out_at_once(service: Service) -> None:
    client = service.client("auditor")
    with service.database.transaction() as session:
        session.execute(text("UPDATE gridops.account SET is_active = false WHERE username = 'auditor'"))
    assert client.get("/api/v1/sessions/current").status_code == 401
    answer = service.anonymous().post(SESSIONS, json={"username": "auditor", "password": PASSWORD})
    assert answer.status_code == 401
