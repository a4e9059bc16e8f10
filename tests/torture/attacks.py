"""Ways to crowd others out, each run in a process of its own until it is told to stop. All come from one address.

An attack is given the ports of the web processes and a token of somebody who may report; it never ends by itself.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.synchronize import Event

import orjson

from tests.ending import finish
from tests.torture.raw_sockets import connect, say_who, send_upgrade

HALF_REQUESTS = 260
STRANGERS = 199
READERS_OF_NOTHING = 30
SIGN_INS = 79
UPLOADS = 64
UPLOAD_BYTES, UPLOAD_BYTES_PER_S = 2_000_000, 12_000
_TICK_S = 0.25

Attack = Callable[[Sequence[int], str, Event], None]


def _head(token: str, length: str, path: str = "/api/v1/reports") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\n{length}\r\n\r\n"
    ).encode()


def _hold(
    ports: Sequence[int],
    stop: Event,
    size: int,
    begin: Callable[[socket.socket], None],
    go_on: Callable[[socket.socket], object] = lambda _: None,
) -> None:
    """So many connections, each begun and gone on with every tick, and opened again when the service ends it."""
    held: list[socket.socket] = []
    for port in cycle(ports):
        if stop.is_set():
            break
        if len(held) < size:
            with contextlib.suppress(OSError):
                made = connect(port)
                held.append(made)
                begin(made)
                made.setblocking(False)
            continue
        held = [one for one in held if _is_open(one, go_on)]
        stop.wait(_TICK_S)
    for one in held:
        one.close()


def _is_open(connection: socket.socket, go_on: Callable[[socket.socket], object]) -> bool:
    try:
        go_on(connection)
        if connection.recv(65_536, socket.MSG_PEEK):
            return True
    except BlockingIOError:
        return True
    except OSError:
        pass
    connection.close()
    return False


def half_heads(ports: Sequence[int], _token: str, stop: Event) -> None:
    """Heads that never end."""
    _hold(
        ports, stop, HALF_REQUESTS, lambda one: one.sendall(b"POST /api/v1/reports HTTP/1.1\r\nHost: x\r\n")
    )


def dripped_heads(ports: Sequence[int], _token: str, stop: Event) -> None:
    """Heads of which a byte comes now and then."""
    _hold(
        ports,
        stop,
        HALF_REQUESTS,
        lambda one: one.sendall(b"GET / HTTP/1.1\r\nX: "),
        lambda one: one.send(b"x"),
    )


def dripped_bodies(ports: Sequence[int], token: str, stop: Event) -> None:
    """Reports of which a byte comes now and then."""
    head = _head(token, "Content-Length: 4000")
    _hold(ports, stop, HALF_REQUESTS, lambda one: one.sendall(head + b"{"), lambda one: one.send(b" "))


def endless_chunks(ports: Sequence[int], token: str, stop: Event) -> None:
    """Bodies that do not say how long they are, and never end."""
    head = _head(token, "Transfer-Encoding: chunked")
    _hold(ports, stop, HALF_REQUESTS, lambda one: one.sendall(head + b"1\r\n{\r\n"))


def slow_uploads(ports: Sequence[int], token: str, stop: Event) -> None:
    """Photos on bad lines."""
    piece = os.urandom(int(UPLOAD_BYTES_PER_S * _TICK_S))
    head = _head(token, f"Content-Length: {UPLOAD_BYTES}", "/api/v1/reports/batch")
    _hold(ports, stop, UPLOADS, lambda one: one.sendall(head), lambda one: one.send(piece))


def half_requests_behind_whole_ones(ports: Sequence[int], _token: str, stop: Event) -> None:
    """A whole request, and in the same packet the beginning of another."""
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /heal"
    _hold(ports, stop, HALF_REQUESTS, lambda one: one.sendall(whole))


def answers_nobody_closes(ports: Sequence[int], _token: str, stop: Event) -> None:
    """Requests that ask for the end of the connection and do not end it."""
    closing = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    _hold(ports, stop, HALF_REQUESTS, lambda one: one.sendall(closing))


def strangers(ports: Sequence[int], _token: str, stop: Event) -> None:
    """Sockets that never say who they are."""
    _hold(ports, stop, STRANGERS, send_upgrade)


def readers_of_nothing(ports: Sequence[int], token: str, stop: Event) -> None:
    """Screens that are signed in and take nothing of what they are sent."""

    def begin(one: socket.socket) -> None:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        send_upgrade(one)
        one.recv(16)
        say_who(one, token=token)

    _hold(ports, stop, READERS_OF_NOTHING, begin, lambda one: one.getpeername())


def sign_ins(ports: Sequence[int], _token: str, stop: Event) -> None:
    """Many who sign in at once, again and again, by names that nobody has."""
    _sign_in(ports, stop, lambda: {})


def sign_ins_from_everywhere(ports: Sequence[int], _token: str, stop: Event) -> None:
    """The same from ever new addresses behind a proxy, so that no attempt comes too soon and each is hashed."""
    _sign_in(ports, stop, lambda: {"X-Forwarded-For": ".".join(str(n) for n in os.urandom(4))})


def _sign_in(ports: Sequence[int], stop: Event, more: Callable[[], dict[str, str]]) -> None:
    def one(number: int) -> None:
        while not stop.is_set():
            sent = orjson.dumps({"username": f"nobody-{number}-{time.monotonic_ns()}", "password": "guessed"})
            calling = http.client.HTTPConnection("127.0.0.1", ports[number % len(ports)], timeout=30)
            with contextlib.suppress(OSError, http.client.HTTPException):
                calling.request(
                    "POST", "/api/v1/sessions", sent, {"Content-Type": "application/json", **more()}
                )
                calling.getresponse().read()
            calling.close()
            stop.wait(0.5)

    crowd = [threading.Thread(target=one, args=[n], daemon=True) for n in range(SIGN_INS)]
    for thread in crowd:
        thread.start()
    finish(*crowd)


ATTACKS: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        half_heads,
        dripped_heads,
        dripped_bodies,
        endless_chunks,
        slow_uploads,
        half_requests_behind_whole_ones,
        answers_nobody_closes,
        strangers,
        readers_of_nothing,
        sign_ins,
        sign_ins_from_everywhere,
    )
}


@contextlib.contextmanager
def under(name: str, ports: Sequence[int], token: str) -> Iterator[None]:
    """An attack for the length of a block, from a process of its own."""
    context = get_context("spawn")
    stop = context.Event()
    attacker = context.Process(target=_attack, args=(name, list(ports), token, stop), daemon=True)
    attacker.start()
    try:
        yield
    finally:
        stop.set()
        attacker.join(10)
        if attacker.is_alive():
            attacker.kill()
            attacker.join(60)


def _attack(name: str, ports: Sequence[int], token: str, stop: Event) -> None:
    ATTACKS[name](ports, token, stop)
