"""The web process's worker: a thread is given to a request only when all of it is here, head and body.

gunicorn's gthread gives each connection a thread at once, so that a few dozen half-sent heads silence a service.
Here the poller peeks at the head (nothing is read) and gathers the body, under a deadline for the whole of each;
sockets of the live process are handed on to it by descriptor, when there is one. The poller itself never waits.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from gridops import config
from gridops.app import begin
from gridops.http.addresses import Proxies
from gridops.serving.bodies import Bodies
from gridops.serving.connection import Connection, last_word
from gridops.serving.descriptors import raise_limit
from gridops.serving.handover import Handover
from gridops.serving.heads import MOST_HEAD_BYTES, Look, body_of, is_sign_in, look
from gridops.serving.lingering import Lingering
from gridops.serving.refusing import refusal, refusal_of
from gridops.serving.sign_ins import SignIns

#: Seconds for the whole head of a request, from the connection or from the first byte of a further request.
HEAD_S = 10.0
#: Connections whose head is awaited: past that the one that has waited longest goes, never the one that comes.
MOST_HEADS = 1_000
_NOBODY_TAKES_IT = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)
_NO_DESCRIPTOR_LEFT = (errno.EMFILE, errno.ENFILE)


class PeekingWorker(ThreadWorker):  # type: ignore[misc]
    """gthread that awaits whole requests in its poller."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Connections whose head is not whole, oldest first: (deadline, bytes seen).
        self._heads: dict[TConn, tuple[float, int]] = {}
        self._most_heads = min(MOST_HEADS, self.worker_connections // 2)
        self._bodies = Bodies(self)
        self._lingering = Lingering(self)
        self._sign_ins = SignIns(self)
        settings = config.load(needs_database=False)
        path = settings.live_socket
        self._handover = Handover(str(path)) if path is not None else None
        self._proxies, self._most_of_address = Proxies(settings.proxies), settings.connections_of_address
        self._of_address: Counter[str] = Counter()

    def load_wsgi(self) -> None:
        """Take the application, loaded here or before the fork, and start what this process has for itself."""
        super().load_wsgi()
        begin(self.wsgi)

    def init_process(self) -> None:
        """Begin in the worker's own process."""
        raise_limit()
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a connection and await its head; no thread yet."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in _NO_DESCRIPTOR_LEFT:
                self._make_room()
            elif error.errno not in _NOBODY_TAKES_IT:
                raise
            return
        counted = self._proxies.counted(address[0] if isinstance(address, tuple) else "")
        if counted and 0 < self._most_of_address <= self._of_address[counted]:
            with suppress(OSError):
                client.setblocking(False)
                client.send(last_word("503 Service Unavailable", retry=True))
            client.close()
            return
        self.nr_conns += 1
        self._of_address[counted] += 1
        conn = Connection(
            self.cfg, client, address, listener.getsockname(), on_close=partial(self._forget, counted)
        )
        if self.cfg.is_ssl:
            self.enqueue_req(conn)
        else:
            self.await_head(conn)

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """A kept-alive connection begins its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        if self.cfg.is_ssl:
            self.enqueue_req(conn)
        else:
            self.await_head(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """A thread is done with a request; a connection that is to end ends without anybody waiting for it."""
        self._bodies.is_answered(conn)
        self._sign_ins.is_answered(conn)
        if not fs.cancelled() and fs.exception() is None and not fs.result():
            self._lingering.add(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """End the connections whose time is over."""
        super().murder_pending()
        now = time.monotonic()
        while self._heads:
            conn, (deadline, seen) = next(iter(self._heads.items()))
            if deadline > now:
                break
            self.let_go(conn, last_word("408 Request Timeout") if seen else b"")
        self._bodies.end_late()
        self._sign_ins.end_late()
        self._lingering.end_late()

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Whether a further request may follow: not behind one of which some is missing, or whose end nobody knew."""
        return bool(super()._keepalive_after(conn, keepalive and not conn.is_last))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """A request that cannot be read is refused by a problem document."""
        refused = refusal_of(exc)
        if refused is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request from ip=%s: %s", (addr or ("",))[0], exc)
        with suppress(OSError):
            client.sendall(refused)

    # -- heads ------------------------------------------------------------------------------------------

    def await_head(self, conn: TConn) -> None:
        """Wait for the whole head of a connection's next request."""
        seen = self._peek(conn, 0)
        if seen is not None:
            if len(self._heads) >= self._most_heads:
                self._make_room()
            self._heads[conn] = (time.monotonic() + HEAD_S, seen)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))

    def _make_room(self) -> None:
        if self._heads:
            self.let_go(next(iter(self._heads)))

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
            return self.let_go(conn)
        what = look(seen)
        if what is Look.INCOMPLETE:
            if len(seen) <= before or not seen:
                # Readable with nothing new: the other side has ended.
                return self.let_go(conn)
            # Wake up for the next byte, not again and again for those that are there.
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(seen) + 1)
            return len(seen)
        if what is Look.TOO_LARGE:
            return self.let_go(conn, refusal("headers-too-large"))
        if before:
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        if what is Look.FOR_LIVE and self._handover is not None:
            taken = self._handover.give(conn.sock)
            return self.let_go(conn, b"" if taken else last_word("503 Service Unavailable", retry=True))
        # Unregistered before a thread may close the socket under the poller.
        self._end_waiting(conn)
        conn.is_sign_in = is_sign_in(seen)
        self._bodies.await_body(conn, body_of(seen), len(seen))
        return None

    def hand_over(self, conn: TConn, *, left: int | None) -> None:
        """Give a request its thread in its turn, which may read so many bytes more of the connection."""
        conn.left, conn.data_ready = left, True
        if conn.is_sign_in:
            self._sign_ins.await_turn(conn)
        else:
            self.enqueue_req(conn)

    def let_go(self, conn: TConn, word: bytes = b"") -> int | None:
        """End a connection with a last word; None, as nothing of it is awaited any more."""
        self._end_waiting(conn)
        if word:
            with suppress(OSError):
                # Closing over what was not read resets the connection, and the word would be lost with it.
                conn.sock.recv(MOST_HEAD_BYTES)
                conn.sock.send(word)
                conn.sock.shutdown(socket.SHUT_WR)
        self.nr_conns -= 1
        conn.close()
        return None

    def _forget(self, counted: str) -> None:
        self._of_address[counted] -= 1
        if self._of_address[counted] <= 0:
            del self._of_address[counted]
