"""The whole document held against the running service, in short: the whole is `make contract`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import settings_for
from tests.contract.agreement.running import Found, run
from tests.databases import Databases
from tests.service import LiveService


@pytest.fixture(scope="module")
def running(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A service as it runs, for all of this file."""
    with databases.copy() as url:
        opened = LiveService(settings_for(url, tmp_path_factory.mktemp("running")), url)
        opened.start()
        yield opened
        opened.stop()


def agrees(found: Found, least: int) -> bool:
    """Whether enough was sent, nothing failed, and no disagreement was found."""
    assert not found.faults, "\n".join(found.faults.values())
    assert found.sent > least
    assert not any(status >= 500 for status in found.statuses), found.statuses
    return True


#: What a role is for: its part of the paths, and how far each is looked into.
PARTS = (
    ("worker.qingyang", "reports|uploads|media|sessions|devices|matters|positions"),
    ("dispatcher.qingyang", "incidents|areas|locate|units|events|snapshot|hand-downs|tiles|boundary"),
    ("admin", "admin/(powers|responsibilities|routing|calendar|clock|sheets|area)"),
)


@pytest.mark.parametrize(("username", "part"), PARTS, ids=[one for one, _ in PARTS])
def test_a_role_finds_no_disagreement(running: LiveService, username: str, part: str) -> None:
    found = run(running, username, max_examples=2, phases=("coverage", "fuzzing"), only=part)
    assert agrees(found, 300)


def test_what_leads_from_one_answer_to_the_next_agrees_too(running: LiveService) -> None:
    found = run(running, "dispatcher.qingyang", max_examples=5, phases=("stateful",))
    assert agrees(found, 20)
