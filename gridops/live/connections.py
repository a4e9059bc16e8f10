"""Which sockets of this process are connected: python-socketio's own record of it, made safe for threads.

Only the record stands here; who may connect is admission's business, and nothing is sent.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import socketio
from flask import request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO

from gridops.live.entrance import VISITOR
from gridops.live.sockets import OrJson

NAMESPACE = "/live"
ANSWER_S = 15.0
_LOOK_EVERY_S = 0.005


class Connections(socketio.Manager):  # type: ignore[misc]
    """The record of rooms and sockets. The library fills and empties its dicts without a lock, so that of many
    clients that come back at the same moment some would be forgotten: connected, and never told anything.
    """

    def __init__(self) -> None:
        super().__init__()
        self._record = threading.RLock()

    def pre_connect(self, *args: Any, **kw: Any) -> Any:
        """A socket that is still being admitted."""
        with self._record:
            return super().pre_connect(*args, **kw)

    def connect(self, *args: Any, **kw: Any) -> Any:
        """A socket that was admitted and has got its answer."""
        with self._record:
            return super().connect(*args, **kw)

    def pre_disconnect(self, *args: Any, **kw: Any) -> Any:
        """A socket that is about to go."""
        with self._record:
            return super().pre_disconnect(*args, **kw)

    def basic_disconnect(self, *args: Any, **kw: Any) -> Any:
        """A socket that has gone."""
        with self._record:
            return super().basic_disconnect(*args, **kw)

    def basic_enter_room(self, *args: Any, **kw: Any) -> Any:
        """A socket enters a room."""
        with self._record:
            return super().basic_enter_room(*args, **kw)

    def basic_leave_room(self, *args: Any, **kw: Any) -> Any:
        """A socket leaves a room."""
        with self._record:
            return super().basic_leave_room(*args, **kw)

    def get_participants(self, *args: Any, **kw: Any) -> Any:
        """Everybody in a room, as of one moment."""
        with self._record:
            return list(super().get_participants(*args, **kw))

    def is_here(self, sid: str, namespace: str) -> bool:
        """Whether a socket has been admitted, has got its answer and is still open."""
        if not self.is_connected(sid, namespace):
            return False
        return self.eio_sid_from_sid(sid, namespace) in self.server.eio.sockets

    def wait_until_answered(self, sid: str, namespace: str, stop: threading.Event) -> None:
        """Return once the answer to a connection has left; at the latest after `ANSWER_S`, or when stopped."""
        until = time.monotonic() + ANSWER_S
        while not self.is_connected(sid, namespace) and time.monotonic() < until:
            if stop.wait(_LOOK_EVERY_S):
                return


def open_socketio(record: Connections, origin: str | None, *, is_cooperative: bool) -> SocketIO:
    """The library's server, over WebSocket alone; pages of `origin` may connect, of the address itself without one."""
    return SocketIO(
        async_mode="gevent" if is_cooperative else "threading",
        client_manager=record,
        transports=["websocket"],
        json=OrJson,
        cors_allowed_origins=[origin] if origin else None,
        ping_interval=20,
        ping_timeout=20,
        max_http_buffer_size=64_000,
    )


def refuse_other_namespace(auth: Any = None) -> None:
    """Refuse the library's own namespace, in which there is nothing; whoever brings nothing is told so first."""
    raise Refused("not-found" if auth or request.environ[VISITOR].is_known else "not-authenticated")
