"""Things die: database sessions, the worker, a web process, the disk, the clock. What was accepted is there once."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from gridops import clock
from gridops.live import hub as hubs
from gridops.live.sockets import Frame
from gridops.media import files
from tests.conftest import settings_for
from tests.contract.problems import is_problem
from tests.contract.test_hide_restricted_text import a_photo
from tests.ending import finish
from tests.live.test_follow_the_stream import Screen
from tests.reports import a_report
from tests.service import LiveService, Service

API = "/api/v1"
LIST = f"{API}/incidents"
DESK, WORKER = "dispatcher.qingyang", "worker.qingyang"


class Phones:
    """Phones that report and, when told to try again or cut off, send the same once more until it has arrived."""

    def __init__(self, live: LiveService, count: int) -> None:
        self._live, self._enough = live, threading.Event()
        # A test that fails meanwhile tells nobody to hang up.
        self._give_up = time.monotonic() + 120
        self.arrived: list[str] = []
        self.odd: list[str] = []
        live.token(WORKER)
        self._threads = [threading.Thread(target=self._run) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        while not self._enough.is_set() and time.monotonic() < self._give_up:
            report = a_report()
            while not self._send(report) and time.monotonic() < self._give_up:
                time.sleep(0.05)

    def _send(self, report: dict[str, Any]) -> bool:
        try:
            answer = self._live.request(WORKER, "POST", f"{API}/reports", json=report)
        except requests.RequestException:
            return False
        if answer.status_code in {200, 201}:
            self.arrived.append(report["client_id"])
            return True
        if answer.status_code != 503 or answer.headers["Content-Type"] != "application/problem+json":
            self.odd.append(f"{answer.status_code} {answer.text[:200]}")
        return False

    def hang_up(self) -> list[str]:
        """Let each finish its report; the ids of all that arrived."""
        self._enough.set()
        finish(*self._threads)
        return self.arrived


def is_told_once(screen: Screen, ids: list[str]) -> bool:
    """Whether a screen was told of each case, of none twice, and can prove that nothing is missing."""
    screen.until(lambda: set(ids) <= {e["entity_id"] for e in screen.events}, 30)
    reported = [e["entity_id"] for e in screen.events if e["action"] == "incident.reported"]
    assert sorted(reported) == sorted(set(reported)) == sorted(ids)
    numbers = [e["seq"] for e in screen.events]
    assert numbers == sorted(set(numbers))
    assert [e["prev"] for e in screen.events][1:] == numbers[:-1]
    return True


def listed_ids(live: LiveService) -> list[str]:
    """Every case on the desk's list, page after page: a quick machine takes more than one page meanwhile."""
    ids: list[str] = []
    cursor = ""
    while True:
        page = live.request(DESK, "GET", f"{LIST}?limit=500{cursor}").json()
        ids += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page['next_cursor']}"


def cut_sessions(url: str) -> int:
    """End every session on the database but our own, as a restart of the server does; how many there were."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return len(
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                    )
                ).all()
            )
    finally:
        engine.dispose()


def test_a_cut_database_loses_nothing_that_was_accepted(live_service: LiveService, database_url: str) -> None:
    screen = Screen(live_service.url, token=live_service.token(DESK))
    screen.until(lambda: screen.caught_up)
    phones = Phones(live_service, 3)
    for _ in range(3):
        time.sleep(0.7)
        assert cut_sessions(database_url) > 0
    time.sleep(0.7)
    arrived = phones.hang_up()
    assert phones.odd == []
    assert len(arrived) == len(set(arrived)) > 3
    assert is_told_once(screen, arrived)
    screen.close()
    assert sorted(listed_ids(live_service)) == sorted(arrived)
    until = time.monotonic() + 10
    while requests.get(f"{live_service.url}/readyz", timeout=5).status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_killed_worker_loses_and_doubles_nothing(live_service: LiveService) -> None:
    screen = Screen(live_service.url, token=live_service.token(DESK))
    screen.until(lambda: screen.caught_up)
    phones = Phones(live_service, 2)
    for _ in range(3):
        time.sleep(0.6)
        worker = live_service.processes["worker"]
        worker.send_signal(signal.SIGKILL)
        worker.wait(5)
        live_service.start_worker()
    time.sleep(0.6)
    arrived = phones.hang_up()
    assert phones.odd == []
    assert is_told_once(screen, arrived)
    screen.close()


def children_of(pid: int) -> list[int]:
    """Processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_killed_web_process_is_followed_by_another(live_service: LiveService) -> None:
    token = live_service.token(DESK)
    cursor = live_service.request(DESK, "GET", f"{API}/snapshot").json()["cursor"]
    before = Screen(live_service.url, token=token, cursor=cursor)
    before.until(lambda: before.caught_up)
    phones = Phones(live_service, 2)
    time.sleep(0.7)
    master = live_service.processes["web0"].pid
    (web,) = children_of(master)
    os.kill(web, signal.SIGKILL)
    before.until(lambda: "disconnected" in before.told, 15)
    seen = list(before.events)
    time.sleep(1.0)
    arrived = phones.hang_up()
    assert phones.odd == []
    assert web not in children_of(master)
    after = Screen(live_service.url, token=token, cursor=seen[-1]["seq"] if seen else cursor)
    after.until(lambda: after.caught_up)
    after.events[:0] = seen
    assert is_told_once(after, arrived)
    after.close()


def test_a_full_disk_is_told_and_leaves_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    photo, media_id, tus = a_photo(), uuid.uuid4(), {"Tus-Resumable": "1.0.0"}
    client = service.client(WORKER)
    declared = {
        "client_id": str(media_id),
        "sha256": hashlib.sha256(photo).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(photo),
    }
    case = service.report(WORKER, media=[declared])
    begun = client.post(f"{API}/uploads", headers={**tus, "Upload-Length": str(len(photo))})
    piece = {**tus, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files.os, "fsync", full)
        sent = client.put(f"{API}/media/{media_id}", data=photo, content_type="image/jpeg")
        assert is_problem(sent, 507, "storage-full")
        sent = client.patch(begun.headers["Location"], data=photo, headers=piece)
        assert is_problem(sent, 507, "storage-full")
    assert is_problem(client.get(f"{API}/media/{media_id}"), 404, "not-found")
    kept = [
        p for p in service.settings.media_dir.rglob("*") if p.is_file() and p.parent.name != files.UPLOADS
    ]
    assert kept == []
    offset = client.open("HEAD", begun.headers["Location"], headers=tus).headers["Upload-Offset"]
    assert offset == "0"
    # With room again the phone's next try succeeds, and the case says that the photo is there.
    assert client.patch(begun.headers["Location"], data=photo, headers=piece).status_code == 204
    sent = client.put(f"{API}/media/{media_id}", data=photo, content_type="image/jpeg")
    assert sent.status_code == 201
    assert client.get(f"{LIST}/{case['id']}").json["media"][0]["arrived"] is True


def test_a_clock_set_back_by_an_hour_hinders_nothing(service: Service) -> None:
    first = service.report(WORKER)
    sent = service.act(DESK, service.report(WORKER), "dispatch")
    cursor = service.number()
    assert cursor > 0
    with clock.frozen(clock.now() - timedelta(hours=1)) as stopped:
        phone = service.anonymous()
        signed = phone.post(f"{API}/sessions", json={"username": WORKER, "password": "gridops-demo"})
        assert signed.status_code == 201
        second = service.report(WORKER)
        for action, body in (("accept", {}), ("handle", {"kind": "clean", "note": "清走"})):
            stopped.advance(timedelta(minutes=1))
            sent = service.act("handler.qingyang", sent, action, **body)
        sent = service.act(DESK, sent, "verify", how="photo", result="好")
        sent = service.act(DESK, sent, "close", disposition="已清理")
        service.number()
        events = service.client(DESK).get(f"{API}/events?after=0").json["events"]
        timeline = service.client(DESK).get(f"{LIST}/{sent['id']}/timeline").json["items"]
        listed = service.client(DESK).get(LIST).json["items"]
    assert second["reported_at"] < first["reported_at"]
    assert [e["seq"] for e in events] == sorted(e["seq"] for e in events)
    assert [t["version"] for t in timeline] == list(range(1, sent["version"] + 1))
    assert {item["id"] for item in listed} == {first["id"], second["id"], sent["id"]}
    made = sent["dispatches"][0]
    assert made["made_at"] <= made["accepted_at"] <= made["finished_at"]
    assert sent["filed_at"] <= sent["due_at"]


@pytest.fixture
def beating(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A hub whose heart beats often; what it sends is written down instead."""
    monkeypatch.setattr(hubs, "HEARTBEAT_S", 0.1)
    opened = Service(settings_for(database_url, tmp_path))
    hub = hubs.Hub(opened.database, opened.settings)
    hub.attach(opened.app)
    sent: list[str] = []
    make = Frame.of
    monkeypatch.setattr(Frame, "of", lambda name, *said: (sent.append(name), make(name, *said))[1])
    with clock.frozen(clock.now()) as stopped:
        hub.start()
        time.sleep(0.3)
        stopped.advance(timedelta(hours=-1))
        yield sent
        hub.stop()
    opened.close()


def test_sockets_are_looked_after_while_the_clock_stands_or_runs_back(beating: list[str]) -> None:
    beating.clear()
    until = time.monotonic() + 10
    while beating.count("heartbeat") < 3:
        assert time.monotonic() < until, "no heartbeat: neither screens nor rights are looked after"
        time.sleep(0.05)
