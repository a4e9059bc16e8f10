"""An older copy of the database is brought back: a screen's cursor from after it belongs to a history that is gone.

It is asked when everything else has been compared, for what was reported since the copy is gone by intent: at once, and
when the log has grown by more entries than the old cursor was ahead.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gridops.cli import cluster
from gridops.config import PROJECT_ROOT
from tests.reports import a_report
from tests.torture.screens import Listening
from tests.torture.town import DESK, WORKERS, Town, until

SINCE = 5


def bring_back_older(town: Town) -> list[str]:
    """Keep a copy, report on, bring the copy back; what is wrong."""
    kept = town.folder / "older.dump"
    _run(town, "db", "run", "pg_dump", "-Fc", "-f", str(kept))
    _report(town, SINCE)
    screen = Listening(town)
    _report(town, SINCE)
    until(lambda: len(screen.seen) >= SINCE, 30, lambda: "the screen does not follow")
    screen.stop()
    old = screen.cursor
    _bring_back(town, kept)
    wrong = []
    answer = town.ask(DESK, "GET", f"/api/v1/events?after={old}")
    if answer.status_code != 410:
        wrong.append(f"a cursor of the history that is gone is answered {answer.status_code}")
    again = Listening(town, old)
    try:
        until(lambda: again.resyncs > 0, 20, lambda: "")
    except RuntimeError:
        wrong.append("a socket with a cursor of the history that is gone is not told to begin anew")
    again.stop()
    _report(town, 3 * SINCE)
    answer = town.ask(DESK, "GET", f"/api/v1/events?after={old}")
    if answer.status_code != 410:
        wrong.append("a cursor of the history that is gone is followed once the log has grown")
    return wrong


def _report(town: Town, count: int) -> None:
    for _ in range(count):
        town.ask(WORKERS[0], "POST", "/api/v1/reports", json=a_report()).raise_for_status()


def _bring_back(town: Town, kept: Path) -> None:
    town.stop()
    cluster.up(town.spec)
    server = town.server()
    server.execute("DROP DATABASE gridops WITH (FORCE);")
    server.execute("CREATE DATABASE gridops OWNER gridops;")
    server.execute("CREATE EXTENSION IF NOT EXISTS postgis;", database="gridops")
    _run(town, "db", "run", "pg_restore", "--no-owner", "-d", "gridops", str(kept))
    _run(town, "log", "resume")
    town.start()


def _run(town: Town, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gridops", *words],
        cwd=PROJECT_ROOT,
        env=town.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-500:]}")
