"""Connections taken over from web processes, each served one request by gevent's WSGI handler: its upgrade.

Runs in the live process only, where the standard library is cooperative.
"""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

from gridops.live.sockets import OUTBOX
from gridops.serving.handover import receive
from gridops.serving.outbox import Outbox

logger = logging.getLogger(__name__)


class _UpgradeHandler(WSGIHandler):  # type: ignore[misc]
    """One request on a connection that was handed over; after it the connection ends."""

    def get_environ(self) -> dict[str, Any]:
        """The request's environment, with its outbox; simple-websocket takes the socket from there."""
        environ: dict[str, Any] = super().get_environ()
        outbox = Outbox(self.socket)
        environ[OUTBOX] = environ["werkzeug.socket"] = outbox
        return environ

    def run_application(self) -> None:
        """The application, whose WebSocket leaves by an error once it has ended."""
        try:
            super().run_application()
        except ConnectionError:
            # Nothing more may be written: the socket was the WebSocket's.
            self.close_connection = True
            self.response_length = 1
            self.headers_sent = True
            self.status = "101 Switching Protocols"

    def handle_one_request(self) -> Any:
        """Serve one request, then end."""
        super().handle_one_request()
        return None


class Takeover:
    """Receives descriptors and serves what comes in on them."""

    def __init__(self, app: Any) -> None:
        # Never listens: it lends its environment and its log to the handlers.
        self._server = WSGIServer(
            ("127.0.0.1", 0), app, log=None, error_log=logger, handler_class=_UpgradeHandler
        )
        self._server.environ.update({"SERVER_NAME": "live", "SERVER_PORT": "0", "wsgi.url_scheme": "http"})

    def accept_ways(self, listener: Any) -> None:
        """Take up each web process that comes."""
        while True:
            try:
                way, _ = listener.accept()
            except OSError:
                return
            gevent.spawn(self._serve_way, way)

    def _serve_way(self, way: Any) -> None:
        with way:
            while True:
                try:
                    connection = receive(way)
                except OSError:
                    return
                if connection is None:
                    return
                gevent.spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            address = connection.getpeername()
            self._server.handle(connection, address)
        except OSError:
            logger.debug("a connection ended as it was taken over")
        finally:
            with suppress(OSError):
                connection.close()
