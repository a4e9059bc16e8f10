"""Guessing, from every side: over names, over addresses, from within an office. The right one is never shut out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from gridops import clock
from gridops.demonstration.sign_ins import PASSWORD, sign_ins
from gridops.people import signing_in, tokens
from gridops.people.attempts.recognising import MARK_LIFE
from gridops.people.attempts.rules import FREE_PER_ACCOUNT, LIMITS
from gridops.people.models import Account
from gridops.people.routes import MARK_COOKIE
from tests.databases import take_mark_off
from tests.service import Service
from tests.statements import statements_of

SESSIONS = "/api/v1/sessions"
FREE = LIMITS["account"].free
FREE_AT_ADDRESS = LIMITS["address"].free
HOME, ELSEWHERE = "10.0.0.1", "192.0.2.7"


@pytest.fixture(autouse=True)
def _nobodys_demonstration(database_url: str) -> None:
    """These come from elsewhere, and a demonstration answers this machine alone."""
    take_mark_off(database_url)


def attempt(
    service: Service, username: str, password: str = "wrong", *, address: str = ELSEWHERE, **more: str
) -> TestResponse:
    sent = {"username": username, "password": password, **more}
    return service.anonymous().post(SESSIONS, json=sent, environ_base={"REMOTE_ADDR": address})


def guess(service: Service, username: str, *, times: int, address: str = ELSEWHERE) -> list[int]:
    return [attempt(service, username, address=address).status_code for _ in range(times)]


def test_each_further_guess_waits_twice_as_long_and_says_so(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        assert set(guess(service, "auditor", times=FREE)) == {401}
        waits = []
        for _ in range(11):
            refused = attempt(service, "auditor")
            assert (refused.status_code, refused.json["code"]) == (429, "too-many-attempts")
            waits.append(int(refused.headers["Retry-After"]))
            stopped.advance(timedelta(seconds=waits[-1]))
            assert attempt(service, "auditor").status_code == 401
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_known_device_is_let_in_whatever_others_guess(service: Service) -> None:
    with clock.frozen(clock.now()):
        mark = attempt(service, "auditor", PASSWORD, address=HOME).json["device_mark"]
        # Under his name from everywhere, and at his own address under every name.
        guess(service, "auditor", times=3 * FREE)
        for n in range(2 * FREE_AT_ADDRESS):
            attempt(service, f"name {n}", address=HOME)
        assert attempt(service, "auditor", PASSWORD, address=HOME).status_code == 429
        for address in (HOME, ELSEWHERE):
            answer = attempt(service, "auditor", PASSWORD, address=address, device_mark=mark)
            assert answer.status_code == 201


def test_a_browser_is_known_by_a_cookie_that_goes_to_the_sign_in_alone(service: Service) -> None:
    browser = service.app.test_client()
    sent = {"username": "auditor", "password": PASSWORD}
    with clock.frozen(clock.now()):
        answer = browser.post(SESSIONS, json=sent)
        [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith(MARK_COOKIE)]
        assert f"Path={SESSIONS}" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert f"Max-Age={int(MARK_LIFE.total_seconds())}" in cookie
        guess(service, "auditor", times=2 * FREE, address="127.0.0.1")
        assert attempt(service, "auditor", PASSWORD, address="127.0.0.1").status_code == 429
        assert browser.post(SESSIONS, json=sent).status_code == 201


def test_a_known_device_that_guesses_is_slowed_down_itself(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        mark = attempt(service, "auditor", PASSWORD).json["device_mark"]
        for _ in range(LIMITS["device"].free):
            assert attempt(service, "auditor", device_mark=mark).status_code == 401
        assert attempt(service, "auditor", PASSWORD, device_mark=mark).status_code == 429
        stopped.advance(timedelta(seconds=LIMITS["device"].longest_s))
        assert attempt(service, "auditor", PASSWORD, device_mark=mark).status_code == 201


def test_a_mark_helps_only_the_account_it_was_given_to_and_for_its_time(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        mark = attempt(service, "admin", PASSWORD).json["device_mark"]
        guess(service, "auditor", times=FREE)
        assert attempt(service, "auditor", PASSWORD, device_mark=mark).status_code == 429
        assert attempt(service, "auditor", PASSWORD, device_mark="made up").status_code == 429
        stopped.advance(MARK_LIFE + timedelta(seconds=1))
        guess(service, "admin", times=FREE)
        assert attempt(service, "admin", PASSWORD, device_mark=mark).status_code == 429


def test_a_mark_that_somebody_planted_is_not_taken_over(service: Service) -> None:
    answer = attempt(service, "auditor", PASSWORD, device_mark="planted")
    assert answer.json["device_mark"] != "planted"
    assert (
        attempt(service, "auditor", PASSWORD, device_mark=answer.json["device_mark"]).json["device_mark"]
        == (answer.json["device_mark"])
    )


def test_guesses_at_one_name_count_together_from_wherever_they_come(service: Service) -> None:
    with clock.frozen(clock.now()):
        answers = [attempt(service, "auditor", address=f"10.0.{n}.1").status_code for n in range(120)]
    assert answers.count(401) == FREE
    assert answers.count(429) == 120 - FREE


def test_guesses_spread_over_names_count_together_at_their_address(service: Service) -> None:
    with clock.frozen(clock.now()):
        answers = [attempt(service, f"name {n}").status_code for n in range(120)]
        assert answers.count(401) == FREE_AT_ADDRESS
        assert attempt(service, "auditor").status_code == 429
        assert attempt(service, "auditor", address=HOME).status_code == 401


def test_names_that_nobody_has_are_answered_like_those_that_somebody_has(service: Service) -> None:
    with clock.frozen(clock.now()):
        for _ in range(FREE + 3):
            known, unknown = attempt(service, "auditor"), attempt(service, "nobody.at.all")
            assert (known.status_code, known.json) == (unknown.status_code, unknown.json)
            assert known.headers.get("Retry-After") == unknown.headers.get("Retry-After")
            codes = [
                service.anonymous().post(SESSIONS, json={"username": name, "code": "0000000000"})
                for name in ("auditor", "nobody.at.all")
            ]
            assert codes[0].json == codes[1].json


@pytest.mark.parametrize("proof", [{"password": "wrong"}, {"code": "0000000000"}], ids=["password", "code"])
def test_as_much_is_done_for_a_name_that_nobody_has(
    service: Service, monkeypatch: pytest.MonkeyPatch, proof: dict[str, str]
) -> None:
    prove, hashed = tokens.is_password, []

    def noted(*given: str) -> bool:
        hashed.append(given[1])
        return prove(*given)

    monkeypatch.setattr(tokens, "is_password", noted)
    # The first from an address begins its tally, whoever it is.
    service.anonymous().post(SESSIONS, json={"username": "somebody", **proof})
    said = []
    for name in ("auditor", "nobody.at.all"):
        hashed.clear()
        with statements_of(service) as statements:
            service.anonymous().post(SESSIONS, json={"username": name, **proof})
        said.append((len(hashed), statements))
    assert said[0] == said[1]
    assert said[0][1]


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(service: Service) -> None:
    names = [username for username, _ in sign_ins()]
    with clock.frozen(clock.now()):
        for _ in range(6):
            answers = {attempt(service, name, PASSWORD, address=HOME).status_code for name in names}
            assert answers == {201}
        assert len(names) * 6 > FREE_AT_ADDRESS


def test_the_budget_of_an_address_grows_with_those_who_are_at_home_there(service: Service) -> None:
    names = [username for username, _ in sign_ins()]
    with clock.frozen(clock.now()):
        for name in names:
            attempt(service, name, PASSWORD, address=HOME)
        answers = [attempt(service, f"name {n}", address=HOME).status_code for n in range(200)]
    assert answers.count(401) == FREE_AT_ADDRESS + FREE_PER_ACCOUNT * len(names)


def test_one_who_guesses_and_signs_in_rightly_by_turns_gains_nothing(service: Service) -> None:
    with clock.frozen(clock.now()):
        tried = 0
        for n in range(100):
            tried += attempt(service, f"name {n}").status_code == 401
            attempt(service, "worker.qingyang", PASSWORD)
    assert tried <= FREE_AT_ADDRESS + FREE_PER_ACCOUNT


def test_a_code_signs_in_while_the_password_is_being_guessed(service: Service) -> None:
    with clock.frozen(clock.now()):
        guess(service, "auditor", times=2 * FREE)
        with service.database.transaction() as session:
            account = session.query(Account).filter_by(username="auditor").one()
            code = signing_in.issue_code(session, account.id)
        answer = service.anonymous().post(SESSIONS, json={"username": "auditor", "code": code})
        assert answer.status_code == 201


def test_guesses_at_a_code_are_slowed_down_too(service: Service) -> None:
    with clock.frozen(clock.now()):
        sent = {"username": "auditor", "code": "0000000000"}
        answers = [service.anonymous().post(SESSIONS, json=sent).status_code for _ in range(FREE + 1)]
    assert answers == [401] * FREE + [429]


def test_a_clock_set_back_shuts_nobody_out(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        guess(service, "auditor", times=FREE + 5)
        stopped.advance(timedelta(hours=-6))
        refused = attempt(service, "auditor", PASSWORD)
        assert refused.status_code == 429
        stopped.advance(timedelta(seconds=int(refused.headers["Retry-After"])))
        assert attempt(service, "auditor", PASSWORD).status_code == 201


@pytest.mark.parametrize(("times", "told"), [(15, 0), (16, 1), (120, 3)])
def test_who_hammers_at_the_door_is_told_of_at_every_doubling(
    service: Service, times: int, told: int
) -> None:
    with clock.frozen(clock.now()):
        guess(service, "auditor", times=times)
    with service.database.transaction() as session:
        counts = session.execute(
            text("SELECT action, count(*) FROM gridops.log_entry WHERE action LIKE 'sign_in.%' GROUP BY 1")
        )
        assert dict(counts.all()) == {"sign_in.failed": FREE} | ({"sign_in.delayed": told} if told else {})


def test_what_nobody_asks_for_any_more_is_forgotten(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        for n in range(20):
            attempt(service, f"name {n}")
        stopped.advance(timedelta(hours=13))
        attempt(service, "somebody else", address=HOME)
        attempt(service, "somebody else again", address=HOME)
    with service.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.sign_in_tally")) == 3


def test_behind_a_proxy_clients_are_counted_by_what_it_was_told(service: Service) -> None:
    with clock.frozen(clock.now()):
        for n in range(FREE_AT_ADDRESS):
            sent = {"username": f"name {n}", "password": "wrong"}
            service.anonymous().post(SESSIONS, json=sent, headers={"X-Forwarded-For": "192.0.2.7"})
        sent = {"username": "auditor", "password": "wrong"}
        answers = [
            service.anonymous().post(SESSIONS, json=sent, headers={"X-Forwarded-For": said}).status_code
            for said in ("192.0.2.7", "203.0.113.5, 192.0.2.7", "192.0.2.8")
        ]
    assert answers == [429, 429, 401]


def test_a_network_of_ipv6_counts_as_one(service: Service) -> None:
    with clock.frozen(clock.now()):
        for n in range(FREE_AT_ADDRESS):
            attempt(service, f"name {n}", address=f"2001:db8:1:2::{n:x}")
        assert attempt(service, "auditor", address="2001:db8:1:2:ffff::1").status_code == 429
        assert attempt(service, "auditor", address="2001:db8:1:3::1").status_code == 401
