"""`gridops simulate` against the service as it runs."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from gridops.config import child_environment
from gridops.db.session import Database
from tests.ending import kill
from tests.service import ROOT, LiveService

CASES = "SELECT count(*) FROM gridops.incident"
COMMAND = [sys.executable, "-m", "gridops", "simulate"]


@contextmanager
def begun(service: LiveService, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A simulation on its way; it has ended when the block has."""
    process = subprocess.Popen(
        [*COMMAND, "--url", service.url, *words],
        cwd=ROOT,
        env=child_environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        kill(process)
        process.communicate(timeout=60)


def wait_for(database: Database, query: str, process: subprocess.Popen[str], *, least: int = 3) -> None:
    """Wait until a query counts so many, while the simulation runs."""
    until = time.monotonic() + 60
    while count(database, query) < least:
        assert process.poll() is None, process.communicate(timeout=60)[0]
        assert time.monotonic() < until
        time.sleep(0.2)


def count(database: Database, query: str) -> int:
    with database.transaction("gridops_system") as session:
        return int(session.scalar(text(query)) or 0)


def test_a_short_run_finds_in_the_service_exactly_what_it_sent(
    live_service: LiveService, database: Database
) -> None:
    words = ("--minutes", "0.2", "--workers", "5", "--rate", "6", "--seed", "3")
    with begun(live_service, *words) as process:
        said, _ = process.communicate(timeout=180)
    assert process.returncode == 0, said
    verdict = re.search(r"holds exactly that: (\d+) cases, (\d+) photos, (\d+) moves", said)
    assert verdict, said
    cases, photos, moves = map(int, verdict.groups())
    assert cases >= 20
    assert photos > 0
    assert moves > 0
    # The same counts by another way than the simulation's own.
    assert count(database, CASES) == cases
    assert count(database, "SELECT count(*) FROM gridops.media_file") == photos
    datums = "SELECT count(DISTINCT reported_location ->> 'coord_sys') FROM gridops.incident"
    assert count(database, datums) == 4


def test_a_case_that_is_taken_away_behind_its_back_is_missed(
    live_service: LiveService, database: Database
) -> None:
    words = ("--minutes", "0.15", "--workers", "4", "--rate", "4", "--seed", "5")
    with begun(live_service, *words) as process:
        wait_for(database, CASES, process)
        with database.transaction() as session:
            # Another reporter: to the one who sent it the case is gone.
            session.execute(
                text(
                    "UPDATE gridops.incident SET reporter_id = (SELECT id FROM gridops.account"
                    " WHERE username = 'auditor') WHERE id = (SELECT id FROM gridops.incident LIMIT 1)"
                )
            )
        said, _ = process.communicate(timeout=180)
    assert process.returncode == 1, said
    assert "The service holds something else" in said
    assert "is missing" in said


def test_an_endless_run_is_silent_works_and_ends_when_told(
    live_service: LiveService, database: Database
) -> None:
    with begun(live_service, "--endless", "--rate", "8", "--workers", "4") as process:
        wait_for(database, CASES, process)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=15)
    assert (process.returncode, said) == (0, "")


def test_an_account_that_is_not_there_is_told_in_one_line(
    live_service: LiveService, database: Database
) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE gridops.account SET is_active = false WHERE username = 'head.qingyang'"))
    with begun(live_service, "--minutes", "0.1", "--workers", "1") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.strip() == "Error: head.qingyang cannot sign in: wrong-credentials"
