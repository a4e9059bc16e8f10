"""One client's connection to a web process, as gunicorn's thread worker keeps it: a thread reads one request of it.

No more than that is ever read by a thread, so that none waits for what a client has not sent; and a client that
stops in the middle of what a thread sends is let go.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import IO, Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

#: Seconds for one piece of an answer to be taken, and without a byte of a body that doesn't say its size.
STALLED_S = 30.0


def last_word(status: str, *, retry: bool = False) -> bytes:
    """An answer without a body, after which the connection ends."""
    more = "Retry-After: 2\r\n" if retry else ""
    return f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n{more}\r\n".encode()


class _OneRequest(SocketUnreader):  # type: ignore[misc]
    """Gives what the poller has gathered, then so many bytes of the socket as belong to the request."""

    gathered: IO[bytes] | None = None
    left: int | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes; empty at the end of the request."""
        size = min(max(size_hint or 0, self.mxchunk), self.max_body_chunk)
        if self.gathered is not None:
            piece = self.gathered.read(size)
            if piece:
                return piece
            self.gathered.close()
            self.gathered = None
        found: bytes = self.sock.recv(size if self.left is None else min(size, self.left))
        if self.left is not None:
            self.left -= len(found)
        return found


class Connection(TConn):  # type: ignore[misc]
    """A connection with its request as far as it was gathered."""

    def __init__(
        self, cfg: Any, sock: socket.socket, client: Any, server: Any, *, on_close: Callable[[], None]
    ) -> None:
        super().__init__(cfg, sock, client, server)
        self._on_close: Callable[[], None] | None = on_close
        self._reader: _OneRequest | None = None
        #: What a thread may read: first what was gathered, then so many bytes of the socket (None: of unknown size).
        self.gathered: IO[bytes] | None = None
        self.left: int | None = None
        #: Whether a further request may follow this one.
        self.is_last = False
        #: Whether the request is to prove a password.
        self.is_sign_in = False

    def init(self) -> None:
        """Be ready to be read by a thread; called for each request."""
        super().init()
        self.sock.settimeout(STALLED_S)
        if self.cfg.is_ssl:
            return
        if self._reader is None:
            self.parser.unreader = self._reader = _OneRequest(self.sock)
        self._reader.left = self.left
        self._reader.gathered, self.gathered = self.gathered, None

    def close(self, graceful: bool = False) -> None:
        """Close it, once."""
        if self.gathered is not None:
            self.gathered.close()
        super().close(graceful)
        told, self._on_close = self._on_close, None
        if told is not None:
            told()
