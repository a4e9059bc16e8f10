"""Under each attack a report is taken in and a dispatcher is seated and hears of it; short rounds of `crowding`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.databases import take_mark_off
from tests.live.test_follow_the_stream import Screen
from tests.service import LiveService
from tests.torture.attacks import ATTACKS, under

REPORTS = 5
#: For seating a dispatcher and five reports one after the other, on a machine that may be busy with much else.
WITHIN_S = 40.0


@pytest.fixture(scope="module")
def served(databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """One service for all attacks, passwords hashed as in earnest."""
    folder: Path = tmp_path_factory.mktemp("served")
    with databases.copy() as url:
        take_mark_off(url)
        opened = LiveService(settings_for(url, folder), url, has_live_process=True, GRIDOPS_ARGON2="full")
        opened.start()
        yield opened
        opened.stop()


@pytest.mark.parametrize("attack", ATTACKS)
def test_reports_and_dispatchers_get_through(served: LiveService, attack: str) -> None:
    tokens = [served.token("dispatcher.qingyang"), served.token("worker.qingyang")]
    with under(attack, served.ports, tokens[1]):
        time.sleep(1.5)
        began = time.monotonic()
        screen = Screen(served.url, token=tokens[0])
        screen.until(lambda: screen.caught_up)
        cases = {served.report("worker.qingyang")["id"] for _ in range(REPORTS)}
        screen.until(lambda: cases <= {event["entity_id"] for event in screen.events})
        assert time.monotonic() - began < WITHIN_S
        screen.close()
