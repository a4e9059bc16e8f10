"""Between a whole head and a thread: bodies gathered by the poller, refused by their size, or given a thread's time.

A body that doesn't say its size is read by a thread after all: few at once, and not for long.
"""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gridops.serving.connection import Connection, last_word
from gridops.serving.gathering import MOST_BYTES, SMALL_BYTES, Gathering, Shares
from gridops.serving.heads import Body

#: Requests of unknown size that threads may be reading at once, and seconds for the whole of each.
UNMEASURED_AT_ONCE, UNMEASURED_S = 8, 60.0
_PIECE = 65_536
#: Pieces of one body that are taken before others have their turn.
_PIECES_AT_ONCE = 8
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Bodies:
    """The bodies of one worker's requests."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._shares: Shares[Connection] = Shares()
        #: Those that threads read, by the moment at which nothing more is read of them.
        self._unmeasured: dict[Connection, float] = {}

    def await_body(self, conn: Connection, body: Body, seen: int) -> None:
        """Go on with a request whose head is whole and of which `seen` bytes have arrived."""
        conn.is_last = False
        if body.is_chunked:
            self._await_unmeasured(conn)
        elif seen >= body.expected:
            self._worker.hand_over(conn, left=body.expected)
        elif body.length > MOST_BYTES or (body.length > SMALL_BYTES and not body.has_credentials):
            # Answered by its head: too large, or nobody's.
            conn.is_last = True
            self._worker.hand_over(conn, left=body.head)
        else:
            self._gather(conn, body)

    def is_answered(self, conn: Connection) -> None:
        """A thread is done with a request."""
        self._unmeasured.pop(conn, None)

    def end_late(self) -> None:
        """End those whose time is over; of what is large, what has come counts (an upload goes on from there)."""
        for conn in self._shares.late():
            self._drop(conn, "408 Request Timeout")
        now = time.monotonic()
        for conn in [c for c, until in self._unmeasured.items() if until <= now]:
            del self._unmeasured[conn]
            with suppress(OSError):
                # The thread that reads is told of an end; one that has read all is not disturbed.
                conn.sock.shutdown(socket.SHUT_RD)

    def _await_unmeasured(self, conn: Connection) -> None:
        if len(self._unmeasured) >= UNMEASURED_AT_ONCE:
            self._refuse(conn, "503 Service Unavailable")
            return
        self._unmeasured[conn] = time.monotonic() + UNMEASURED_S
        conn.is_last = True
        self._worker.hand_over(conn, left=None)

    def _gather(self, conn: Connection, body: Body) -> None:
        if body.waits_for_word:
            with suppress(OSError):
                conn.sock.send(_GO_ON)
        gone = self._shares.add(conn, Gathering(body.expected, body.length))
        if gone is not None:
            self._drop(gone, "503 Service Unavailable")
        self._worker.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))
        self._on_more(conn)

    def _on_more(self, conn: Connection, _client: Any = None) -> None:
        gathering = self._shares[conn]
        try:
            for _ in range(_PIECES_AT_ONCE):
                piece = conn.sock.recv(min(gathering.missing, _PIECE))
                if not piece:
                    # Cut off: what came is the thread's to judge.
                    conn.is_last = True
                    break
                gathering.take(piece)
                if not gathering.missing:
                    break
        except BlockingIOError:
            pass
        except OSError:
            # Reset: an upload goes on from what has come, whoever hears of it.
            conn.is_last = True
        if gathering.missing and not conn.is_last:
            # Wake up for much at once: who sends a byte a second costs nothing.
            _wake_for(conn, min(gathering.missing, _PIECE))
        else:
            self._hand_over(conn)

    def _hand_over(self, conn: Connection) -> None:
        gathering = self._forget(conn)
        gathering.file.seek(0)
        conn.gathered = gathering.file
        self._worker.hand_over(conn, left=0)

    def _drop(self, conn: Connection, status: str) -> None:
        gathering = self._shares[conn]
        if gathering.is_small:
            self._forget(conn).file.close()
            self._refuse(conn, status)
            return
        with suppress(OSError):
            while gathering.missing and (piece := conn.sock.recv(min(gathering.missing, _PIECE))):
                gathering.take(piece)
        conn.is_last = True
        self._hand_over(conn)

    def _refuse(self, conn: Connection, status: str) -> None:
        self._worker.let_go(conn, last_word(status, retry=status.startswith("503")))

    def _forget(self, conn: Connection) -> Gathering:
        gathering = self._shares.pop(conn)
        assert gathering is not None, "only what is gathered is let go"
        self._worker.poller.unregister(conn.sock)
        _wake_for(conn, 1)
        return gathering


def _wake_for(conn: Connection, size: int) -> None:
    with suppress(OSError):
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)
