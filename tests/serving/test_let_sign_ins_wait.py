"""Who proves a password waits his turn without a thread; how it feels for others is `test_get_through`'s."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from gridops.demonstration.sign_ins import PASSWORD
from gridops.serving import sign_ins
from gridops.serving.sign_ins import AT_ONCE, SignIns
from tests.conftest import settings_for
from tests.contract.test_outlive_failures import children_of
from tests.databases import take_mark_off
from tests.service import LiveService

CROWD = 60


class Worker:
    """What a worker is to those who wait: it begins them and ends them."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.refused: list[str] = []

    def enqueue_req(self, conn: str) -> None:
        self.begun.append(conn)

    def let_go(self, conn: str, word: bytes) -> None:
        assert b"503" in word
        assert b"Retry-After" in word
        self.refused.append(conn)


@pytest.fixture
def worker() -> Worker:
    return Worker()


def waiting(worker: Worker, *names: str) -> SignIns:
    made = SignIns(worker)
    for name in names:
        made.await_turn(name)  # type: ignore[arg-type]
    return made


def test_few_are_begun_and_the_next_when_one_is_answered(worker: Worker) -> None:
    turns = waiting(worker, *"abcd")
    assert worker.begun == list("abcd")[:AT_ONCE]
    turns.is_answered("another")  # type: ignore[arg-type]
    assert len(worker.begun) == AT_ONCE
    turns.is_answered("a")  # type: ignore[arg-type]
    assert worker.begun == list("abcd")[: AT_ONCE + 1]
    assert worker.refused == []


def test_where_too_many_wait_the_one_that_has_waited_longest_goes(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_ins, "MOST_WAITING", 2)
    waiting(worker, *(str(n) for n in range(AT_ONCE + 3)))
    assert worker.refused == [str(AT_ONCE)]


def test_nobody_waits_longer_than_anybody_listens(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "LONGEST_S", 0.01)
    turns = waiting(worker, *(str(n) for n in range(AT_ONCE + 1)))
    time.sleep(0.02)
    turns.end_late()
    assert worker.refused == [str(AT_ONCE)]


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[LiveService]:
    """Passwords are hashed as in earnest, so that the crowd does wait."""
    take_mark_off(database_url)
    opened = LiveService(
        settings_for(database_url, tmp_path), database_url, has_live_process=True, GRIDOPS_ARGON2="full"
    )
    opened.start()
    yield opened
    opened.stop()


def test_a_crowd_that_signs_in_is_answered_and_takes_hardly_a_thread(served: LiveService) -> None:
    served.report("worker.qingyang")
    [web] = children_of(served.processes["web0"].pid)

    def threads() -> int:
        return len(list(Path(f"/proc/{web}/task").iterdir()))

    def sign_in(number: int) -> int:
        # Each from an address of his own, as an office's proxy says, so that nobody is slowed down.
        said = {"username": "auditor" if number == 0 else f"nobody-{number}", "password": PASSWORD}
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        return requests.post(
            f"{served.url}/api/v1/sessions", json=said, headers=headers, timeout=60
        ).status_code

    before, most = threads(), 0
    with ThreadPoolExecutor(CROWD) as crowd:
        answers = [crowd.submit(sign_in, number) for number in range(CROWD)]
        while not all(answer.done() for answer in answers):
            most = max(most, threads())
            time.sleep(0.005)
    assert Counter(answer.result(60) for answer in answers) == {201: 1, 401: CROWD - 1}
    # The two that have their turn, and the one that hashes.
    assert most - before <= AT_ONCE + 1
