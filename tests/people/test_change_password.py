"""A new password: asked for the old one first, strong by word lists; every other session ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.demonstration.sign_ins import PASSWORD
from gridops.errors import Problem
from gridops.people.attempts.rules import LIMITS
from gridops.people.strength import require_strong
from tests.service import Service

SESSIONS = "/api/v1/sessions"
CONFIRM, CHANGE = f"{SESSIONS}/current/confirmation", f"{SESSIONS}/current/password"
BETTER = "mulberry ferry at dusk"
LONG = "Nobody who passed the old weir that evening had counted the herons, and so the number stayed a guess for years."
LATER = timedelta(minutes=11)


def sign_in(service: Service, password: str, **more: str) -> int:
    sent = {"username": "auditor", "password": password, **more}
    return service.anonymous().post(SESSIONS, json=sent).status_code


def test_without_the_old_password_within_minutes_it_is_refused(service: Service) -> None:
    auditor = service.client("auditor")
    with clock.frozen(clock.now() + LATER):
        refused = auditor.post(CHANGE, json={"password": BETTER})
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")
        in_english = auditor.post(CHANGE, json={"password": BETTER}, headers={"Accept-Language": "en"})
        assert "password" in in_english.json["detail"]
        assert sign_in(service, BETTER) == 401
        assert sign_in(service, PASSWORD) == 201


@pytest.mark.parametrize("path", [CONFIRM, CHANGE])
def test_nobody_in_particular_is_asked_to_sign_in_first(service: Service, path: str) -> None:
    assert service.anonymous().post(path, json={"password": BETTER}).status_code == 401
    forged = {"Authorization": "Bearer forged"}
    assert service.anonymous().post(path, json={}, headers=forged).status_code == 401


def test_a_wrong_password_confirms_nothing_and_is_slowed_down(service: Service) -> None:
    auditor = service.client("auditor")
    with clock.frozen(clock.now() + LATER):
        for _ in range(LIMITS["device"].free):
            refused = auditor.post(CONFIRM, json={"password": "wrong"})
            assert (refused.status_code, refused.json["code"]) == (401, "wrong-credentials")
        assert auditor.post(CONFIRM, json={"password": PASSWORD}).status_code == 429
        assert auditor.post(CHANGE, json={"password": BETTER}).status_code == 403
        # What is tried in one session keeps nobody else out.
        assert sign_in(service, PASSWORD) == 201


def test_it_works(service: Service) -> None:
    auditor = service.client("auditor")
    sent = {"username": "auditor", "password": PASSWORD}
    other = service.anonymous().post(SESSIONS, json=sent).json
    with clock.frozen(clock.now() + LATER):
        assert auditor.post(CONFIRM, json={"password": PASSWORD}).status_code == 204
        assert auditor.post(CHANGE, json={"password": BETTER}).status_code == 204
        assert auditor.get(f"{SESSIONS}/current").status_code == 200
        headers = {"Authorization": f"Bearer {other['token']}"}
        assert service.anonymous().get(f"{SESSIONS}/current", headers=headers).status_code == 401
        assert sign_in(service, PASSWORD) == 401
        assert sign_in(service, BETTER) == 201
    with service.database.transaction() as session:
        entries = session.execute(
            text("SELECT actor_id, entity_id, data FROM gridops.log_entry WHERE action = :a"),
            {"a": "account.password_changed"},
        ).all()
    assert [(str(e.actor_id), str(e.entity_id), e.data) for e in entries] == [
        (auditor.actor["id"], auditor.actor["id"], {})
    ]


def test_a_device_known_before_is_known_no_longer(service: Service) -> None:
    sent = {"username": "auditor", "password": PASSWORD}
    mark = service.anonymous().post(SESSIONS, json=sent).json["device_mark"]
    assert service.client("auditor").post(CHANGE, json={"password": BETTER}).status_code == 204
    with clock.frozen(clock.now()):
        for _ in range(LIMITS["account"].free):
            sign_in(service, "wrong")
        assert sign_in(service, BETTER, device_mark=mark) == 429


def test_a_confirmation_from_the_time_to_come_is_none(service: Service) -> None:
    auditor = service.client("auditor")
    with clock.frozen(clock.now() - timedelta(hours=5)):
        assert auditor.post(CHANGE, json={"password": BETTER}).status_code == 403


@pytest.mark.parametrize(
    "weak",
    [
        "1234567",
        "12345678",
        "password1",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "auditor2026",
        "20001231",
        "woaini1314",
    ],
)
def test_what_is_guessed_first_is_refused_at_its_field(service: Service, weak: str) -> None:
    refused = service.client("auditor").post(CHANGE, json={"password": weak})
    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json["errors"]] == ["/password"]
    assert sign_in(service, PASSWORD) == 201


@pytest.mark.parametrize(
    "strong", [BETTER, "correct horse battery staple", "葡萄架下的三轮车和旧收音机", LONG]
)
def test_no_rule_of_composition_refuses_a_strong_one(strong: str) -> None:
    require_strong(strong, "auditor", "审计")


def test_what_is_known_of_the_account_is_no_strength() -> None:
    with pytest.raises(Problem):
        require_strong("wangxiaoming", "wang.xiaoming", "王晓明")
    require_strong("wangxiaoming plants leeks", "wang.xiaoming", "王晓明")
