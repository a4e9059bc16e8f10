"""Connections that have had their answer and are to end: closed once the client has closed, or after a moment.

gunicorn waits for that in the poller's own thread, two seconds for each client that does not close; here nobody waits.
"""

from __future__ import annotations

import selectors
import socket
import time
from functools import partial
from typing import Any

from gridops.serving.connection import Connection

#: Seconds in which a client may take the rest of its answer and close.
LINGER_S = 2.0
MOST_LINGERING = 500
_MOST_BYTES = 65_536


class Lingering:
    """The connections of one worker that end; oldest first, by their moment."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._until: dict[Connection, float] = {}

    def add(self, conn: Connection) -> None:
        """Say that nothing more follows, and wait for the other side to say so."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self._worker.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))
        except (OSError, ValueError):
            # Closed already: by the client, or by the library whose socket it was.
            self._close(conn)
            return
        self._until[conn] = time.monotonic() + LINGER_S
        if len(self._until) > MOST_LINGERING:
            self._end(next(iter(self._until)))

    def end_late(self) -> None:
        """Close those whose moment is over."""
        now = time.monotonic()
        while self._until and next(iter(self._until.values())) <= now:
            self._end(next(iter(self._until)))

    def _on_more(self, conn: Connection, _client: Any) -> None:
        try:
            if conn.sock.recv(_MOST_BYTES):
                # What was sent after the answer is dropped; closing over it would reset the connection.
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._end(conn)

    def _end(self, conn: Connection) -> None:
        del self._until[conn]
        self._worker.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self._worker.nr_conns -= 1
        conn.close()
