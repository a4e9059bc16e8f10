"""Bodies at the door: no thread waits for one, each has its time, and what was cut off counts where pieces count."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from tests.conftest import settings_for
from tests.reports import a_report
from tests.service import LiveService
from tests.torture.raw_sockets import connect, crowd, hear, is_over

HALF = 260
THREADS = 40
OF_ADDRESS = 30
#: Within this a report is answered while others hold their requests back.
PROMPTLY_S = 5.0


@pytest.fixture(scope="module")
def served(databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """One service with a live process for the attacks of this file."""
    folder: Path = tmp_path_factory.mktemp("served")
    with databases.copy() as url:
        settings = settings_for(url, folder)
        limits = {"GRIDOPS_PROXIES": "127.0.0.1", "GRIDOPS_CONNECTIONS_OF_ADDRESS": str(OF_ADDRESS)}
        opened = LiveService(settings, url, has_live_process=True, **limits)
        opened.start()
        yield opened
        opened.stop()


def _head(size: int | str, *, token: str = "", path: str = "/api/v1/reports", more: str = "") -> bytes:
    length = f"Content-Length: {size}\r\n" if isinstance(size, int) else size
    signed = f"Authorization: Bearer {token}\r\n" if token else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}{signed}{more}\r\n"
    ).encode()


def _reports_promptly(service: LiveService) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(4) as phones:
        for done in [phones.submit(service.report, "worker.qingyang") for _ in range(8)]:
            done.result(60)
    assert time.monotonic() - began < PROMPTLY_S, "reports had to wait for those that never end"


@pytest.mark.parametrize("size", [3_000, 400_000, 10_000_000])
def test_half_sent_bodies_hold_no_thread(served: LiveService, size: int) -> None:
    head = _head(size, token=served.token("worker.qingyang"))
    with crowd(served.ports[0], HALF) as silent:
        for one in silent:
            one.sendall(head + b"{")
        _reports_promptly(served)


def test_bodies_that_nobody_has_signed_hold_no_thread(served: LiveService) -> None:
    with crowd(served.ports[0], THREADS * 2) as silent:
        for one in silent:
            one.sendall(_head(900_000) + b"{")
        _reports_promptly(served)
        assert hear(silent[0], b"}").startswith(b"HTTP/1.1 401")


def test_a_sign_in_with_a_large_body_is_answered_by_what_came(served: LiveService) -> None:
    with connect(served.ports[0]) as stranger:
        stranger.sendall(_head(900_000, path="/api/v1/sessions") + b"{")
        assert hear(stranger, b"}").startswith(b"HTTP/1.1 400")


def test_bodies_in_chunks_that_never_end_leave_threads_to_others(served: LiveService) -> None:
    head = _head("Transfer-Encoding: chunked\r\n", token=served.token("worker.qingyang"))
    with crowd(served.ports[0], THREADS * 2) as silent:
        for one in silent:
            one.sendall(head + b"5\r\n{")
        _reports_promptly(served)
        assert hear(silent[-1], b"\r\n\r\n").startswith(b"HTTP/1.1 503")


def test_half_a_request_behind_a_whole_one_holds_no_thread(served: LiveService) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with crowd(served.ports[0], THREADS * 2) as silent:
        for one in silent:
            one.sendall(whole + b"GET /heal")
        _reports_promptly(served)
        silent[0].sendall(b"thz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert hear(silent[0], b"never").count(b"HTTP/1.1 200") == 2


def test_who_does_not_close_after_his_answer_holds_nobody_up(served: LiveService) -> None:
    with crowd(served.ports[0], THREADS) as silent:
        for one in silent:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        _reports_promptly(served)
        assert all(b"HTTP/1.1 200" in hear(one, b"never") for one in silent)


def test_a_body_that_comes_byte_by_byte_is_taken(served: LiveService) -> None:
    sent = orjson.dumps(a_report())
    with connect(served.ports[0]) as phone:
        phone.sendall(_head(len(sent), token=served.token("worker.qingyang")))
        for place in range(0, len(sent), 7):
            phone.sendall(sent[place : place + 7])
            time.sleep(0.002)
        assert hear(phone, b"case_number").startswith(b"HTTP/1.1 201")
        # The connection serves on.
        phone.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"HTTP/1.1 200" in hear(phone, b"never")


def test_a_client_that_waits_for_a_word_before_its_body_is_given_it(served: LiveService) -> None:
    sent = orjson.dumps(a_report())
    more = "Expect: 100-continue\r\nConnection: close\r\n"
    with connect(served.ports[0]) as phone:
        phone.sendall(_head(len(sent), token=served.token("worker.qingyang"), more=more))
        assert hear(phone, b"\r\n\r\n").startswith(b"HTTP/1.1 100")
        phone.sendall(sent)
        assert b"HTTP/1.1 201" in hear(phone, b"case_number")


def test_a_body_that_ends_early_is_told_so(served: LiveService) -> None:
    with connect(served.ports[0]) as phone:
        phone.sendall(_head(5_000, token=served.token("worker.qingyang")) + b'{"client_id"')
        phone.shutdown(socket.SHUT_WR)
        assert hear(phone, b'code":"bad-request').startswith(b"HTTP/1.1 400")


def test_a_body_that_drips_is_told_that_its_time_is_over(served: LiveService) -> None:
    with connect(served.ports[0]) as phone:
        phone.sendall(_head(30_000, token=served.token("worker.qingyang")))
        began = time.monotonic()
        phone.settimeout(0.5)
        said = b""
        while not said and time.monotonic() - began < 40:
            phone.sendall(b"x")
            try:
                said = phone.recv(4_096)
            except TimeoutError:
                continue
        assert said.startswith(b"HTTP/1.1 408")
        assert 20 < time.monotonic() - began < 30


def test_an_address_holds_so_many_connections_and_no_more(served: LiveService) -> None:
    with crowd(served.ports[0], OF_ADDRESS, source="127.0.0.9") as held:
        with connect(served.ports[0], source="127.0.0.9") as one_more:
            assert hear(one_more, b"\r\n\r\n").startswith(b"HTTP/1.1 503")
        assert not is_over(held[0], within=0.2)
        with connect(served.ports[0], source="127.0.0.8") as other:
            other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert hear(other, b"never").startswith(b"HTTP/1.1 200")
    with connect(served.ports[0], source="127.0.0.9") as later:
        assert not is_over(later, within=0.5), "connections that have ended still count"
