"""Counting trips on the wire: a relay before the database that counts how often the server says it is ready.

It counts what goes over the wire, whatever driver or layer speaks; nothing that is said is kept.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import make_url

_READY, _COMPLETE = ord("Z"), ord("C")


@dataclass
class Trips:
    """How many trips there were, and how many commands were done in them, since `start`."""

    trips: int = 0
    commands: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Begin to count anew."""
        with self.lock:
            self.trips = self.commands = 0

    def saw(self, kind: int) -> None:
        """One message of the server."""
        with self.lock:
            self.trips += kind == _READY
            self.commands += kind == _COMPLETE


@contextmanager
def counting(url: str) -> Iterator[tuple[str, Trips]]:
    """An address that leads to `url`, and what was counted on it."""
    parts, trips = make_url(url), Trips()
    target = (str(parts.host), int(parts.port or 5432))
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_let_in, args=(door, target, trips), daemon=True).start()
        through = parts.set(host="127.0.0.1", port=door.getsockname()[1])
        yield through.update_query_dict({"sslmode": "disable"}).render_as_string(hide_password=False), trips
        with suppress(OSError):
            # Who waits at the door is told that it closes.
            door.shutdown(socket.SHUT_RDWR)


def _let_in(door: socket.socket, target: tuple[str, int], trips: Trips) -> None:
    door.settimeout(None)
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            threading.Thread(target=_relay, args=(client, target, trips), daemon=True).start()


def _relay(client: socket.socket, target: tuple[str, int], trips: Trips) -> None:
    """One connection, both ways, until either end is through with it; then both are closed."""
    with client, socket.create_connection(target) as server:
        for end in (client, server):
            end.settimeout(None)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        onward = threading.Thread(target=_pass_on, args=(client, server), daemon=True)
        onward.start()
        _pass_back(server, client, trips)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        onward.join(10)


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while data := client.recv(65_536):
            server.sendall(data)
    with suppress(OSError):
        server.shutdown(socket.SHUT_WR)


def _pass_back(server: socket.socket, client: socket.socket, trips: Trips) -> None:
    """What the server says, message by message: one byte of kind, four of length, the rest."""
    held = b""
    with suppress(OSError):
        while data := server.recv(65_536):
            held += data
            at = 0
            while len(held) - at >= 5:
                size = 1 + int.from_bytes(held[at + 1 : at + 5], "big")
                if len(held) - at < size:
                    break
                trips.saw(held[at])
                at += size
            held = held[at:]
            client.sendall(data)
