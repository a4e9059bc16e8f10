"""Handing an accepted connection on to the live process: the descriptor over a unix socket, nothing else.

One packet a connection. Unix datagrams queue ten and lose the rest; SEQPACKET keeps them and says when it is full.
"""

from __future__ import annotations

import socket
from contextlib import suppress

_MARK = b"\x01"


class Handover:
    """The way from one web process to the live process listening at `path`; reconnects when that was restarted."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._way: socket.socket | None = None

    def give(self, connection: socket.socket) -> bool:
        """Send the descriptor; False where nobody takes it now. The caller closes its own copy either way."""
        for _ in range(2):
            try:
                socket.send_fds(self._open(), [_MARK], [connection.fileno()])
            except BlockingIOError:
                return False
            except OSError:
                self.close()
            else:
                return True
        return False

    def _open(self) -> socket.socket:
        if self._way is None:
            way = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            try:
                way.connect(self._path)
                way.setblocking(False)
            except OSError:
                way.close()
                raise
            self._way = way
        return self._way

    def close(self) -> None:
        """Let the way go; the next connection opens another."""
        if self._way is not None:
            with suppress(OSError):
                self._way.close()
            self._way = None


def receive(way: socket.socket) -> socket.socket | None:
    """The next connection handed over; None once the web process is gone. OSError for a broken way."""
    while True:
        mark, descriptors, _, _ = socket.recv_fds(way, 1, 1)
        if not mark:
            return None
        # A descriptor that this process has no room for is dropped by the system, and its connection ends.
        if descriptors:
            return socket.socket(fileno=descriptors[0])
