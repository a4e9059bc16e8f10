"""Proving passwords: no connection is held meanwhile, few are proved at once, the rest are told to come back."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from gridops.demonstration.sign_ins import PASSWORD, sign_ins
from gridops.people import hashing, tokens
from tests.service import Service

SESSIONS = "/api/v1/sessions"
SIGN_IN = {"username": "auditor", "password": PASSWORD}


def test_sign_ins_beyond_the_bound_are_told_to_come_back(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = service.client("worker.qingyang")
    prove, go_on = tokens.is_password, threading.Event()

    def slowly(*given: str) -> bool:
        assert go_on.wait(20)
        return prove(*given)

    monkeypatch.setattr(tokens, "is_password", slowly)

    names = [username for username, _ in sign_ins()] * 2

    def sign_in(username: str) -> int:
        sent = {"username": username, "password": PASSWORD}
        return service.anonymous().post(SESSIONS, json=sent).status_code

    with ThreadPoolExecutor(hashing.MOST_UNDER_WAY) as crowd:
        under_way = [crowd.submit(sign_in, name) for name in names[: hashing.MOST_UNDER_WAY]]
        while hashing._places._value:
            pass
        refused = service.anonymous().post(SESSIONS, json=SIGN_IN)
        assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        # Nobody who waits for his hash is in another's way.
        assert service.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert worker.get("/api/v1/sessions/current").status_code == 200
        go_on.set()
        assert {one.result(60) for one in under_way} == {201}
    assert service.anonymous().post(SESSIONS, json=SIGN_IN).status_code == 201


def test_a_password_is_proved_in_a_thread_that_gives_way(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove, seen = tokens.is_password, []

    def noted(*given: str) -> bool:
        seen.append((threading.get_ident(), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())))
        return prove(*given)

    monkeypatch.setattr(tokens, "is_password", noted)
    assert service.anonymous().post(SESSIONS, json=SIGN_IN).status_code == 201
    [(thread, niceness)] = seen
    assert thread != threading.get_ident()
    assert niceness == hashing.NICENESS


def test_a_password_that_is_changed_while_it_is_proved_opens_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove = tokens.is_password

    def and_change(*given: str) -> bool:
        with service.database.transaction() as session:
            session.connection().exec_driver_sql(
                "UPDATE gridops.account SET password_hash = %s WHERE username = 'auditor'",
                (tokens.hash_password("another", "cheap"),),
            )
        return prove(*given)

    monkeypatch.setattr(tokens, "is_password", and_change)
    assert service.anonymous().post(SESSIONS, json=SIGN_IN).status_code == 401


def test_a_code_costs_no_hash(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "is_password", lambda *_: pytest.fail("nothing is to be proved"))
    answer = service.anonymous().post(SESSIONS, json={"username": "auditor", "code": "0000000000"})
    assert answer.status_code == 401


def _stored(service: Service) -> str:
    with service.database.transaction() as session:
        return str(
            session.connection()
            .exec_driver_sql("SELECT password_hash FROM gridops.account WHERE username = 'auditor'")
            .scalar_one()
        )


def test_a_password_of_another_cost_is_hashed_anew_when_it_is_right_and_only_then(service: Service) -> None:
    costly = PasswordHasher(time_cost=2, memory_cost=128, parallelism=2).hash(PASSWORD)
    with service.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE gridops.account SET password_hash = %s WHERE username = 'auditor'", (costly,)
        )
    wrong = service.anonymous().post(SESSIONS, json={**SIGN_IN, "password": "guessed"})
    assert (wrong.status_code, _stored(service)) == (401, costly)
    assert service.anonymous().post(SESSIONS, json=SIGN_IN).status_code == 201
    renewed = _stored(service)
    assert "m=64,t=1,p=1" in renewed
    assert service.anonymous().post(SESSIONS, json=SIGN_IN).status_code == 201
    assert _stored(service) == renewed


def test_in_earnest_a_hash_costs_what_owasp_asks_at_least_and_takes_one_core() -> None:
    made = extract_parameters(tokens.hash_password("geheim"))
    assert (made.type, made.parallelism) == (Type.ID, 1)
    assert made.memory_cost >= 19 * 1024
    assert made.time_cost >= 2
