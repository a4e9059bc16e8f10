"""Two web processes tail one log: what one takes in, the screens of both are told, in one order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.live.test_follow_the_stream import Screen
from tests.service import LiveService


@pytest.fixture
def two(database_url: str, tmp_path: Path) -> Iterator[LiveService]:
    """Two web processes and a worker."""
    opened = LiveService(settings_for(database_url, tmp_path), database_url, web_processes=2)
    opened.start()
    yield opened
    opened.stop()


def test_two_processes_tell_the_same(two: LiveService) -> None:
    token = two.token("dispatcher.fushan")
    screens = [Screen(f"http://127.0.0.1:{port}", token=token) for port in two.ports]
    for screen in screens:
        screen.until(lambda s=screen: s.caught_up)
    for n in range(6):
        from tests.reports import a_report

        answer = two.request("worker.qingyang", "POST", "/api/v1/reports", json=a_report(), process=n % 2)
        assert answer.status_code == 201
    for screen in screens:
        screen.until(lambda s=screen: len([e for e in s.events if e["entity"] == "incident"]) >= 6)
    numbers = [[e["seq"] for e in s.events if e["entity"] == "incident"] for s in screens]
    assert numbers[0] == numbers[1] == sorted(numbers[0])
    moved = Screen(f"http://127.0.0.1:{two.ports[1]}", token=token, cursor=numbers[0][2])
    moved.until(lambda: moved.caught_up)
    assert [e["seq"] for e in moved.events if e["entity"] == "incident"] == numbers[0][3:]
    for screen in [*screens, moved]:
        screen.close()
