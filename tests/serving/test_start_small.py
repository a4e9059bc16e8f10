"""A web process is forked from one that has loaded everything: what it starts with, and what must not be forked."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gridops.config import child_environment
from tests.conftest import settings_for
from tests.ending import finish
from tests.house.test_load_what_is_used import SELDOM, SOCKETS
from tests.service import ROOT, LiveService

_ASK = """
import gc, sys, threading, wsgi
from gridops.http.runtime import EXTENSION
print(threading.active_count())
print(wsgi.app.extensions[EXTENSION].database.engine.pool.checkedin())
print(gc.get_freeze_count() > 100_000)
print(*(m for m in {names!r} if m in sys.modules))
"""


@pytest.fixture
def loaded(database_url: str, tmp_path: Path) -> list[str]:
    """What a process says that has loaded the application as web processes are forked from."""
    environ = child_environment(
        DATABASE_URL=database_url,
        GRIDOPS_VAR=str(tmp_path),
        GRIDOPS_LIVE_SOCKET=str(tmp_path / "live.sock"),
        PYTHONPATH=str(ROOT),
    )
    code = _ASK.format(names=(*SELDOM, *SOCKETS))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def test_nothing_is_forked_that_two_processes_would_share(loaded: list[str]) -> None:
    threads, connections = loaded[:2]
    assert threads == "1", "a thread does not follow into the forked process, and leaves its locks behind"
    assert connections == "0", "two processes would speak on one connection"


def test_what_is_loaded_is_set_aside_before_the_fork(loaded: list[str]) -> None:
    assert loaded[2] == "True"


def test_a_web_process_that_is_warm_has_not_loaded_what_few_requests_need(loaded: list[str]) -> None:
    assert loaded[3].split() == []


def test_a_forked_process_wakes_whoever_waits_for_events(database_url: str, tmp_path: Path) -> None:
    service = LiveService(settings_for(database_url, tmp_path), database_url, has_live_process=True)
    heard: list[str] = []
    try:
        service.start()
        service.token("worker.qingyang")
        cursor = service.request("dispatcher.qingyang", "GET", "/api/v1/snapshot").json()["cursor"]
        reporting = threading.Timer(1.0, service.report, ["worker.qingyang"])
        reporting.start()
        while "incident.reported" not in heard:
            path = f"/api/v1/events?after={cursor}&wait=25"
            answer = service.request("dispatcher.qingyang", "GET", path)
            assert answer.elapsed.total_seconds() < 15, "nobody was woken"
            cursor = answer.json()["cursor"]
            heard += [event["action"] for event in answer.json()["events"]]
        finish(reporting)
    finally:
        service.stop()
