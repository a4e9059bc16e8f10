"""The service at its door: half-sent heads hold nobody up, sockets go to the live process and come back after it."""

from __future__ import annotations

import contextlib
import itertools
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import settings_for
from tests.ending import kill
from tests.live.test_follow_the_stream import Screen
from tests.service import LiveService

HALF_HEADS = 260


@pytest.fixture(scope="module")
def served(databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """One service with a live process for the attacks of this file."""
    folder: Path = tmp_path_factory.mktemp("served")
    with databases.copy() as url:
        opened = LiveService(settings_for(url, folder), url, has_live_process=True)
        opened.start()
        yield opened
        opened.stop()


def _connect(service: LiveService) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.ports[0]), timeout=15)


def _last_word(connection: socket.socket) -> bytes:
    said = b""
    with contextlib.suppress(OSError):
        while piece := connection.recv(4096):
            said += piece
    return said


def test_half_sent_heads_hold_no_thread(served: LiveService) -> None:
    silent = [_connect(served) for _ in range(HALF_HEADS)]
    for n, connection in enumerate(silent):
        connection.sendall(b"POST /api/v1/reports HTTP/1.1\r\nHost: x\r\n"[: n % 40])
    began = time.monotonic()
    for _ in range(5):
        assert requests.get(f"{served.url}/healthz", timeout=5).status_code == 200
    assert time.monotonic() - began < 5, "requests had to wait for those that never end"
    for connection in silent:
        connection.close()


def test_a_head_that_comes_byte_by_byte_is_served(served: LiveService) -> None:
    with _connect(served) as connection:
        for byte in b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n":
            connection.sendall(bytes([byte]))
        assert _last_word(connection).startswith(b"HTTP/1.1 200")


def test_two_requests_in_one_packet_are_both_answered(served: LiveService) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with _connect(served) as connection:
        connection.sendall(one + one + last)
        assert _last_word(connection).count(b"HTTP/1.1 200") == 3


def test_a_head_that_never_ends_is_told_so(served: LiveService) -> None:
    with _connect(served) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        assert _last_word(connection).startswith(b"HTTP/1.1 408")
        assert 8 < time.monotonic() - began < 14
    with _connect(served) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"y" * 40_000)
        assert _last_word(connection).startswith(b"HTTP/1.1 431")


def test_whoever_leaves_in_mid_head_leaves_nothing_behind(served: LiveService) -> None:
    for _ in range(20):
        with _connect(served) as connection:
            connection.sendall(b"GET /healthz HT")
    assert requests.get(f"{served.url}/healthz", timeout=5).status_code == 200


def test_without_a_live_process_sockets_are_refused_and_pages_work_until_it_is_back(
    served: LiveService,
) -> None:
    token = served.token("dispatcher.qingyang")
    before = Screen(served.url, token=token)
    before.until(lambda: before.caught_up)
    live = served.processes["live"]
    kill(live)
    before.until(lambda: "disconnected" in before.told)
    with _connect(served) as connection:
        connection.sendall(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n\r\n")
        assert _last_word(connection).startswith(b"HTTP/1.1 503")
    case = served.report("worker.qingyang")
    served.start_live()
    after = Screen(served.url, token=token, cursor=before.caught_up[0])
    after.until(lambda: any(e["entity_id"] == case["id"] for e in after.events))
    after.close()


def test_a_screen_that_reads_nothing_holds_up_nobody(served: LiveService) -> None:
    """It connects by hand, says who it is, and reads nothing more."""
    token = served.token("dispatcher.qingyang")
    slow = _connect(served)
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.sendall(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert slow.recv(4096).startswith(b"HTTP/1.1 101")
    hello = f'40/live,{{"token":"{token}"}}'.encode()
    slow.sendall(bytes([0x81, 0x80 | len(hello)]) + b"\0\0\0\0" + hello)
    quick = Screen(served.url, token=token)
    quick.until(lambda: quick.caught_up)
    cases = [served.report("worker.qingyang") for _ in range(5)]
    for case in cases:
        quick.until(lambda case=case: any(e["entity_id"] == case["id"] for e in quick.events))
    seqs = [(e["prev"], e["seq"]) for e in quick.events]
    assert all(a[1] == b[0] for a, b in itertools.pairwise(seqs))
    quick.close()
    slow.close()
