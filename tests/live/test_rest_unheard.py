"""Who has nobody to tell hears no hints: neither his process nor the server's is woken by what nobody waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from gridops import config
from gridops.db.listen import Listener
from gridops.db.session import Database
from gridops.live import awaiting
from gridops.live.tail import Tail
from gridops.log import queries
from gridops.log.appending import CHANNEL_NUMBERED
from tests.ending import finish

#: Longer than any test: who is woken was woken by a hint.
POLLING_S = 20.0
_LISTENERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'"
)


@pytest.fixture
def tail(database: Database) -> Iterator[Tail]:
    settings = replace(config.load(needs_database=False), polling_interval_s=POLLING_S)
    tail = Tail(database, settings)
    tail.start()
    yield tail
    tail._waiters.ask()
    tail.stop()


def listeners(database: Database) -> int:
    with database.transaction() as session:
        return int(session.scalar(_LISTENERS))


def becomes(count: int, database: Database) -> bool:
    return _within(10.0, lambda: listeners(database) == count)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def hint(database: Database) -> None:
    with database.transaction() as session:
        session.hint(CHANNEL_NUMBERED)


def seconds_of(wait: Callable[[], None]) -> float:
    began = time.monotonic()
    wait()
    return time.monotonic() - began


def test_what_is_hinted_at_rest_is_not_heard(database: Database) -> None:
    listener = Listener(database.url, CHANNEL_NUMBERED)
    listener.wait(5)
    listener.rest()
    hint(database)
    # At once, since what came before is not known.
    assert seconds_of(lambda: listener.wait(5)) < 4
    assert seconds_of(lambda: listener.wait(0.3)) >= 0.3
    hint(database)
    assert seconds_of(lambda: listener.wait(5)) < 4
    listener.close()


def test_a_tail_that_nobody_waits_for_does_not_listen(database: Database, tail: Tail) -> None:
    assert _within(10.0, lambda: tail.gauges()["gridops_live_position"] > 0)
    assert listeners(database) == 0


def test_a_tail_listens_from_when_somebody_waits_until_a_while_after(
    database: Database, tail: Tail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaiting, "EXPECTED_S", 1.0)
    with database.transaction("gridops_system") as session:
        head = queries.head(session)
    caller = threading.Thread(target=tail.wait_beyond, args=(head, 10.0))
    caller.start()
    assert becomes(1, database)
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO gridops.log_block (id, at, last_seq, entry_ids, hash)"
                " SELECT max(id) + 1, now(), max(last_seq) + 1, '{}', '' FROM gridops.log_block"
            )
        )
        session.hint(CHANNEL_NUMBERED)
    finish(caller, within_s=8)
    time.sleep(1.1)
    tail._waiters.ask()
    time.sleep(1.1)
    hint(database)
    assert becomes(0, database)
