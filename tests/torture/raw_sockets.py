"""WebSockets by hand: upgraded, spoken to, and read only where the attack means to read."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

_UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{more}\r\n"
)


def connect(port: int, *, source: str = "127.0.0.1", buffer: int = 0) -> socket.socket:
    """A connection to the service from an address of one's own; `buffer` makes the client's own as small."""
    made = socket.socket()
    made.settimeout(15)
    if buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.bind((source, 0))
    made.connect(("127.0.0.1", port))
    return made


@contextlib.contextmanager
def crowd(port: int, size: int, **how: Any) -> Iterator[list[socket.socket]]:
    """So many connections, closed at the end."""
    made = [connect(port, **how) for _ in range(size)]
    try:
        yield made
    finally:
        for one in made:
            one.close()


def send_upgrade(connection: socket.socket, *, query: str = "", more: str = "") -> None:
    """Ask for the upgrade, and do not wait for the answer."""
    port = connection.getpeername()[1]
    connection.sendall(_UPGRADE.format(query=query, port=port, more=more).encode())


def upgrade(connection: socket.socket, *, query: str = "", more: str = "") -> None:
    """Ask for the upgrade and hear the library's first word."""
    send_upgrade(connection, query=query, more=more)
    hear(connection, b"maxPayload")


def say(connection: socket.socket, message: str) -> None:
    """Send one text frame of less than 64 kB, masked by zeros."""
    text = message.encode()
    size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    connection.sendall(b"\x81" + size + b"\0\0\0\0" + text)


def say_who(connection: socket.socket, **auth: object) -> None:
    """CONNECT to the live namespace with `auth`."""
    say(connection, "40/live," + orjson.dumps(auth).decode())


def hear(connection: socket.socket, wanted: bytes, *, most: int = 1_000_000) -> bytes:
    """All that comes until `wanted` is among it; what came where the other side ends first."""
    heard = b""
    with contextlib.suppress(OSError):
        while wanted not in heard and len(heard) < most and (piece := connection.recv(65_536)):
            heard += piece
    return heard


def is_over(connection: socket.socket, *, within: float) -> bool:
    """Whether the other side ends the connection in time; what it says before is read and dropped."""
    connection.settimeout(within)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def held_by_kernel(ports: Iterable[int]) -> set[int]:
    """Which of these local ports of ours the service's side still holds a connection to."""
    wanted, held = set(ports), set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        remote, state = line.split()[2:4]
        port = int(remote.split(":")[1], 16)
        # 06 is TIME_WAIT: nothing is kept but the number.
        if port in wanted and state != "06":
            held.add(port)
    return held
