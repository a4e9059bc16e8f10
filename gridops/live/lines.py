"""The TCP connection of one open socket, as the hub may end it: whatever the library makes of a close, it is gone.

A line is told little by its client: who sends more than a screen ever does is cut before it is read.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

#: A socket that was told to go has this long to take what is on its way.
END_S = 2.0
#: What a client may send at once, and a second on top: a screen sends a few bytes every twenty seconds.
MOST_AT_ONCE_BYTES, REFILLED_BYTES_PER_S = 65_536, 1_024
_AT_ONCE = struct.pack("ii", 1, 0)


class Line(Protocol):
    """One client's connection."""

    def cut(self) -> None:
        """End it at the level of TCP, now; what was not taken yet is dropped."""

    def end(self) -> None:
        """Cut it in a moment, once what is on its way has left."""


class NoLine:
    """The line of what is no socket: there is nothing to end."""

    def cut(self) -> None: ...

    def end(self) -> None: ...


class Allowance:
    """How much a client may still send."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._left, self._at = float(MOST_AT_ONCE_BYTES), now()

    def take(self, size: int) -> bool:
        """Count `size` bytes that came; False where they are too many."""
        now = self._now()
        refilled = self._left + (now - self._at) * REFILLED_BYTES_PER_S
        self._left, self._at = min(refilled, float(MOST_AT_ONCE_BYTES)) - size, now
        return self._left >= 0


def cut(sock: Any) -> None:
    """End a connection so that its last close leaves nothing with the kernel, whether or not its client reads."""
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class ThreadLine:
    """A socket served by threads, as simple-websocket uses it (`send`, `recv`, `close`)."""

    def __init__(self, sock: socket.socket) -> None:
        # Both its threads wait on it for as long as it is open.
        sock.settimeout(None)
        self._sock, self._allowance = sock, Allowance()

    def send(self, data: bytes) -> int:
        """Send all of `data`; waits for the client."""
        self._sock.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        """What the client sent; nothing any more where that is too much."""
        data = self._sock.recv(size)
        return data if self._allowance.take(len(data)) else b""

    def close(self) -> None:
        """Close it; the server that accepted it closes its own side."""
        cut(self._sock)

    def cut(self) -> None:
        """End it now: threads that wait on it wake up."""
        cut(self._sock)

    def end(self) -> None:
        """Cut it in a moment."""
        later = threading.Timer(END_S, self.cut)
        later.daemon = True
        later.start()
