"""The web process's worker: a thread is given to a request only when its head is whole.

gunicorn's gthread gives each connection a thread at once, so that a few dozen half-sent heads silence a service.
Here the poller peeks at the head (nothing is read), under a deadline for the whole of it; sockets of the live
process are handed on to it by descriptor, when there is one.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from gridops import config
from gridops.app import begin
from gridops.serving.handover import Handover
from gridops.serving.heads import MOST_HEAD_BYTES, Look, look

#: Seconds for the whole head of a request, from the connection or from the first byte of a further request.
HEAD_S = 10.0
_NOBODY_TAKES_IT = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)


def _answer(status: str, *, retry: bool = False) -> bytes:
    more = "Retry-After: 2\r\n" if retry else ""
    return f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n{more}\r\n".encode()


class PeekingWorker(ThreadWorker):  # type: ignore[misc]
    """gthread that awaits the head in its poller."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Connections whose head is not whole, oldest first: (deadline, bytes seen).
        self._heads: dict[TConn, tuple[float, int]] = {}
        path = config.load(needs_database=False).live_socket
        self._handover = Handover(str(path)) if path is not None else None

    def load_wsgi(self) -> None:
        """Take the application, loaded here or before the fork, and start what this process has for itself."""
        super().load_wsgi()
        begin(self.wsgi)

    def accept(self, listener: Any) -> None:
        """Take a connection and await its head; no thread yet."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOBODY_TAKES_IT:
                raise
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        if self.cfg.is_ssl:
            self.enqueue_req(conn)
        else:
            self._await_head(conn)

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """A kept-alive connection begins its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        if self.cfg.is_ssl:
            self.enqueue_req(conn)
        else:
            self._await_head(conn)

    def murder_pending(self) -> None:
        """End the connections whose head did not come in time."""
        super().murder_pending()
        now = time.monotonic()
        while self._heads:
            conn, (deadline, seen) = next(iter(self._heads.items()))
            if deadline > now:
                break
            self._end(conn, _answer("408 Request Timeout") if seen else b"")

    # -- heads ------------------------------------------------------------------------------------------

    def _await_head(self, conn: TConn) -> None:
        seen = self._peek(conn, 0)
        if seen is not None:
            self._heads[conn] = (time.monotonic() + HEAD_S, seen)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))

    def _on_more(self, conn: TConn, _client: Any) -> None:
        deadline, before = self._heads[conn]
        seen = self._peek(conn, before)
        if seen is not None:
            self._heads[conn] = (deadline, seen)

    def _end_waiting(self, conn: TConn) -> None:
        if self._heads.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _peek(self, conn: TConn, before: int) -> int | None:
        """Look at what has arrived: how many bytes, or None where the connection has gone on or has ended."""
        try:
            seen = conn.sock.recv(MOST_HEAD_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            return before
        except OSError:
            return self._end(conn)
        what = look(seen)
        if what is Look.INCOMPLETE:
            if len(seen) <= before or not seen:
                # Readable with nothing new: the other side has ended.
                return self._end(conn)
            # Wake up for the next byte, not again and again for those that are there.
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(seen) + 1)
            return len(seen)
        if what is Look.TOO_LARGE:
            return self._end(conn, _answer("431 Request Header Fields Too Large"))
        if before:
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        if what is Look.FOR_LIVE and self._handover is not None:
            taken = self._handover.give(conn.sock)
            return self._end(conn, b"" if taken else _answer("503 Service Unavailable", retry=True))
        # Unregistered before a thread may close the socket under the poller.
        self._end_waiting(conn)
        conn.data_ready = True
        self.enqueue_req(conn)
        return None

    def _end(self, conn: TConn, answer: bytes = b"") -> int | None:
        """Let a connection go, with a last word; None, as nothing of it is awaited any more."""
        self._end_waiting(conn)
        if answer:
            with suppress(OSError):
                # Closing over what was not read resets the connection, and the word would be lost with it.
                conn.sock.recv(MOST_HEAD_BYTES)
                conn.sock.send(answer)
                conn.sock.shutdown(socket.SHUT_WR)
        self.nr_conns -= 1
        conn.close()
        return None
