"""What one socket is still to be sent. Writing never waits: what the kernel does not take is kept, up to a bound.

simple-websocket writes with `send` and does not look at how much went out, so under gevent a slow reader's stream
would break in mid-frame; here every byte goes out in order or the connection is cut.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import gevent
from gevent.socket import socket as GreenSocket  # noqa: N812 - the library names it in small letters

from gridops.live.lines import END_S, Allowance, cut

#: Bytes a reader may be behind before he is cut and has to catch up by his cursor.
MOST_BACKLOG_BYTES = 2_000_000
SEND_BUFFER_BYTES = 131_072


class Outbox:
    """A socket as simple-websocket uses it (`send`, `recv`, `close`), whose `send` never yields."""

    def __init__(self, sock: GreenSocket) -> None:
        self._sock = sock
        # The system's own call: gevent's would yield to other greenlets when the buffer is full.
        self._raw_send = sock._sock.send
        self._kept = bytearray()
        self._watcher: Any = None
        self.is_cut = False
        self._allowance = Allowance()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def backlog(self) -> int:
        """Bytes that wait for the reader."""
        return len(self._kept)

    def send(self, data: bytes) -> int:
        """Send or keep all of `data`; past the bound the connection is cut. OSError once it is."""
        if self.is_cut:
            raise BrokenPipeError("the connection was cut")
        taken = 0
        if not self._kept:
            try:
                taken = self._raw_send(data)
            except BlockingIOError:
                taken = 0
            except OSError:
                self.cut()
                raise
        if taken < len(data):
            self._kept += data[taken:]
            if len(self._kept) > MOST_BACKLOG_BYTES:
                self.cut()
                raise BrokenPipeError("the reader is too far behind")
            self._watch()
        return len(data)

    def recv(self, size: int) -> bytes:
        """What the client sent, nothing any more where that is too much; waits as gevent waits."""
        data: bytes = self._sock.recv(size)
        return data if self._allowance.take(len(data)) else b""

    def cut(self) -> None:
        """End the connection at the level of TCP, at once; the reader's greenlet sees its end."""
        self.is_cut = True
        self._unwatch()
        self._kept.clear()
        cut(self._sock)

    def end(self) -> None:
        """Cut once what is on its way has left, after `END_S`: who never reads holds nothing."""
        gevent.spawn_later(END_S, self.cut)

    def close(self) -> None:
        """Close once the reader's side is done."""
        if not self.is_cut:
            self.cut()
        with suppress(OSError):
            self._sock.close()

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = gevent.get_hub().loop.io(self._sock.fileno(), 2)
            self._watcher.start(self._flush)

    def _unwatch(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
            self._watcher = None

    def _flush(self) -> None:
        try:
            taken = self._raw_send(self._kept)
        except BlockingIOError:
            return
        except OSError:
            self.cut()
            return
        del self._kept[:taken]
        if not self._kept:
            self._unwatch()
