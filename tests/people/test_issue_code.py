"""`gridops people issue-code` as it is typed: the code signs in once, nobody else gets one."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.people import people
from tests.service import Service


@pytest.fixture(autouse=True)
def _pointed_at(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", service.settings.database_url)


def test_the_printed_code_signs_in_once(service: Service) -> None:
    answer = CliRunner().invoke(people, ["issue-code", "handler.qingyang"])
    assert answer.exit_code == 0
    sent = {"username": "handler.qingyang", "code": answer.stdout.split()[0]}
    first = service.anonymous().post("/api/v1/sessions", json=sent)
    second = service.anonymous().post("/api/v1/sessions", json=sent)
    assert (first.status_code, second.status_code) == (201, 401)


@pytest.mark.parametrize("username", ["nobody", "auditor"])
def test_an_account_that_is_not_there_or_not_active_gets_none(service: Service, username: str) -> None:
    with service.database.transaction() as session:
        session.execute(text("UPDATE gridops.account SET is_active = false WHERE username = 'auditor'"))
    answer = CliRunner().invoke(people, ["issue-code", username])
    assert answer.exit_code == 1
    assert f"no active account {username}" in answer.stderr
    assert answer.stdout == ""
