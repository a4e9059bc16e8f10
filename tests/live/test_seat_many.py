"""Many screens that come at the same moment, as after a restart: each is seated, and told everything."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
import socketio

from gridops.live import connections
from gridops.live.connections import Connections
from tests.ending import finish
from tests.live.test_follow_the_stream import Screen
from tests.service import LiveService

MANY = 20


@pytest.fixture
def hasty_threads() -> Any:
    """Threads that change places as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _record() -> Connections:
    record = Connections()
    sockets = {f"eio{n}": object() for n in range(MANY)}
    server = SimpleNamespace(
        eio=SimpleNamespace(sockets=sockets, generate_id=_ids()), packet_class=socketio.packet.Packet
    )
    record.set_server(server)
    return record


def _ids() -> Any:
    numbers = iter(range(10**9))
    return lambda: f"sid{next(numbers)}"


def test_sockets_that_connect_at_the_same_moment_are_all_remembered(hasty_threads: None) -> None:
    for _ in range(60):
        record = _record()
        start = threading.Barrier(MANY, timeout=30)

        def come(n: int, record: Connections = record, start: threading.Barrier = start) -> str:
            start.wait(30)
            sid = record.pre_connect(f"eio{n}", "/live")
            record.connect(sid, "/live")
            record.basic_enter_room(sid, "/live", "room")
            return str(sid)

        with ThreadPoolExecutor(MANY) as pool:
            sids = list(pool.map(come, range(MANY)))
        assert all(record.is_here(sid, "/live") for sid in sids)
        assert {sid for sid, _ in record.get_participants("/live", "room")} == set(sids)


def test_a_socket_is_here_only_once_it_has_its_answer_and_while_it_is_open() -> None:
    record = _record()
    sid = record.pre_connect("eio1", "/live")
    assert not record.is_here(sid, "/live")
    record.connect(sid, "/live")
    assert record.is_here(sid, "/live")
    del record.server.eio.sockets["eio1"]
    assert not record.is_here(sid, "/live")


def test_the_answer_is_waited_for_as_long_as_it_takes_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    record, stop = _record(), threading.Event()
    sid = record.pre_connect("eio1", "/live")
    answer = threading.Timer(0.2, record.connect, (sid, "/live"))
    answer.start()
    record.wait_until_answered(sid, "/live", stop)
    assert record.is_here(sid, "/live")
    finish(answer)
    monkeypatch.setattr(connections, "ANSWER_S", 0.05)
    record.wait_until_answered("nobody", "/live", stop)
    assert not record.is_here("nobody", "/live")


def test_screens_that_come_at_once_are_all_seated_and_told(live_service: LiveService) -> None:
    token = live_service.token("dispatcher.qingyang")
    with ThreadPoolExecutor(MANY) as pool:
        screens = list(pool.map(lambda _: Screen(live_service.url, token=token), range(MANY)))
    for screen in screens:
        screen.until(lambda screen=screen: screen.caught_up, 20)
    case = live_service.report("worker.qingyang")
    for screen in screens:
        screen.until(lambda screen=screen: any(e["entity_id"] == case["id"] for e in screen.events), 20)
        screen.close()
