"""Tokens and codes go when they have ended long ago; what is still told apart, and what still holds, stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gridops import clock
from gridops.people.forgetting import KEPT_AFTER_END, forget_ended
from gridops.people.queries import find_account
from gridops.people.signing_in import CODE_LIFE, issue_code
from tests.service import Service

SESSION = "/api/v1/sessions/current"


def test_what_ended_long_ago_is_forgotten(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = service.client("worker.qingyang")
    began = clock.now()
    with service.database.transaction() as session:
        account = find_account(session, "worker.qingyang")
        assert account is not None
        issue_code(session, account.id)

    def forgets_after(passed: timedelta) -> int:
        monkeypatch.setattr(clock, "now", lambda: began + passed)
        with service.database.transaction("gridops_system") as session:
            return forget_ended(session)

    life = service.settings.idle_lives["program"]
    assert forgets_after(life - timedelta(minutes=1)) == 0
    # Used on its last day, the session lasts another life.
    assert client.get(SESSION).status_code == 200
    assert forgets_after(CODE_LIFE + KEPT_AFTER_END + timedelta(minutes=1)) == 1
    assert forgets_after(2 * life) == 0
    assert client.get(SESSION).json["code"] == "token-expired"
    assert forgets_after(2 * life + KEPT_AFTER_END) == 1
    assert client.get(SESSION).json["code"] == "not-authenticated"
