"""What passes by itself is one line in the log, however often it happens; what is our own fault has its cause."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tests.contract.problems import is_problem
from tests.service import Service

LIST = "/api/v1/incidents"
SECRET = "13900001111"


class Away(Exception):
    """What a driver raises."""

    pgcode = "57P01"


def answers_while_it_raises(service: Service, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Any:
    def refuse(*_args: object, **_kw: object) -> None:
        raise error

    monkeypatch.setattr(service.database, "transaction", refuse)
    return service.anonymous().get(LIST, headers={"Authorization": "Bearer x"})


@pytest.mark.parametrize(
    "error",
    [OperationalError(f"SELECT '{SECRET}'", {"phone": SECRET}, Away(SECRET)), PoolTimeoutError("no turn")],
)
def test_a_503_is_one_line(
    standing: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    with caplog.at_level(logging.INFO):
        answer = answers_while_it_raises(standing, monkeypatch, error)
    assert is_problem(answer, 503, "unavailable")
    assert caplog.text.count("\n") == 1
    assert f"GET {LIST} answered unavailable: {type(error).__name__}" in caplog.text
    assert SECRET not in caplog.text


def test_a_service_that_is_not_ready_says_so_in_one_line(
    standing: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: object, **_kw: object) -> None:
        raise OperationalError("SELECT 1", {}, Away(SECRET))

    monkeypatch.setattr(standing.database, "transaction", refuse)
    with caplog.at_level(logging.INFO):
        assert is_problem(standing.anonymous().get("/readyz"), 503, "unavailable")
    assert caplog.text.count("\n") == 1
    assert SECRET not in caplog.text


def test_what_is_our_own_fault_is_told_with_its_cause(
    standing: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answer = answers_while_it_raises(standing, monkeypatch, ZeroDivisionError("ours"))
    assert is_problem(answer, 500, "internal")
    assert "ZeroDivisionError: ours" in caplog.text
    assert "Traceback" in caplog.text
