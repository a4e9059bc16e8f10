"""The sequence gap, the killed sequencer, the chain."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gridops.config import child_environment
from gridops.db.session import Database
from gridops.log import queries
from gridops.log.appending import Entry, append
from gridops.log.sequencing import number_pending
from gridops.log.verifying import verify_chain

ROOT = Path(__file__).resolve().parents[2]


def an_entry(n: int = 1) -> Entry:
    return Entry("thing.done", "thing", uuid.uuid4(), n, None, areas=["370611"], data={"n": n})


@pytest.fixture
def start(database: Database) -> int:
    """The cursor before the test's own entries: the demonstration's loading has been numbered already."""
    with database.transaction("gridops_system") as session:
        return queries.head(session)


def number_all(database: Database, *, limit: int = 1000) -> int:
    count = 0
    while True:
        with database.transaction("gridops_system") as session:
            numbered = number_pending(session, limit=limit)
        if not numbered:
            return count
        count += numbered


def test_an_earlier_id_that_commits_later_is_not_lost(database: Database, start: int) -> None:
    """Two overlapping transactions: the one with the lower id commits last. A cursor over ids would lose it."""
    first_is_written, second_is_numbered = threading.Event(), threading.Event()
    ids: dict[str, int] = {}

    def slow() -> None:
        with database.transaction() as session:
            append(session, an_entry(1))
            ids["slow"] = session.scalar(text("SELECT max(id) FROM gridops.log_entry"))
            first_is_written.set()
            assert second_is_numbered.wait(10)

    thread = threading.Thread(target=slow)
    thread.start()
    assert first_is_written.wait(10)
    with database.transaction() as session:
        append(session, an_entry(2))
        ids["quick"] = session.scalar(text("SELECT max(id) FROM gridops.log_entry"))
    assert ids["slow"] < ids["quick"]
    assert number_all(database) == 1
    with database.transaction("gridops_system") as session:
        cursor = queries.head(session)
        assert [e.id for _, e in queries.entries_after(session, start)] == [ids["quick"]]
    second_is_numbered.set()
    thread.join(10)
    assert number_all(database) == 1
    with database.transaction("gridops_system") as session:
        assert [e.id for _, e in queries.entries_after(session, cursor)] == [ids["slow"]]
        assert [seq for seq, _ in queries.entries_after(session, start)] == [start + 1, start + 2]


def test_two_sequencers_number_nothing_twice(database: Database, start: int) -> None:
    for n in range(40):
        with database.transaction() as session:
            append(session, an_entry(n))
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(number_all(database, limit=3))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    number_all(database)
    with database.transaction("gridops_system") as session:
        rows = queries.entries_after(session, start)
        assert [seq for seq, _ in rows] == list(range(start + 1, start + 41))
        assert len({e.id for _, e in rows}) == 40
        assert verify_chain(session).broken_block is None


KILLED = """
import sys, time
from gridops.db.session import Database
from gridops.log.sequencing import number_pending
database = Database(sys.argv[1])
def pause():
    print("in the middle", flush=True)
    time.sleep(60)
with database.transaction("gridops_system") as session:
    number_pending(session, pause=pause)
"""


def test_a_sequencer_killed_in_mid_batch_loses_and_doubles_nothing(
    database: Database, database_url: str, start: int
) -> None:
    with database.transaction() as session:
        append(session, *(an_entry(n) for n in range(25)))
    environment = child_environment(PYTHONPATH=str(ROOT))
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, database_url], stdout=subprocess.PIPE, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"in the middle"
        process.kill()
    deadline = time.monotonic() + 15
    # The server notices the dead client when it next talks to it, and only then frees the lock.
    count = 0
    while count < 25 and time.monotonic() < deadline:
        count += number_all(database)
        time.sleep(0.05)
    with database.transaction("gridops_system") as session:
        rows = queries.entries_after(session, start)
        assert [seq for seq, _ in rows] == list(range(start + 1, start + 26))
        assert sorted(e.data["n"] for _, e in rows) == list(range(25))
        assert verify_chain(session).entries == start + 25


def test_a_changed_entry_breaks_the_chain(database: Database, start: int) -> None:
    with database.transaction() as session:
        append(session, *(an_entry(n) for n in range(3)))
    number_all(database)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE gridops.log_entry DISABLE TRIGGER USER"))
        session.execute(text("UPDATE gridops.log_entry SET data = '{\"n\": 99}' WHERE action = 'thing.done'"))
    with database.transaction() as session:
        verdict = verify_chain(session)
    assert verdict.broken_block == 2
    assert "hash" in verdict.reason


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gridops.log_entry SET action = 'x'",
        "DELETE FROM gridops.log_entry",
        "DELETE FROM gridops.log_block",
        "TRUNCATE gridops.log_entry CASCADE",
    ],
)
def test_the_log_is_only_added_to(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"), database.transaction() as session:
        session.execute(text(statement))


def test_an_entry_lives_and_dies_with_its_transaction(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            append(session, an_entry())
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert number_all(database) == 0
