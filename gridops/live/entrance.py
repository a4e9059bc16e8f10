"""The way of a socket up to its upgrade: its line, who its head says it is, its place among those who wait.

Its frames never pass through here; who may open a socket is admission's business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Request

from gridops.config import Settings
from gridops.db.session import Database
from gridops.errors import Problem
from gridops.http import problems
from gridops.http.addresses import Proxies
from gridops.http.turnstile import Turnstile
from gridops.live import admission
from gridops.live.limiting import PATH, SocketLimit
from gridops.live.lines import NoLine, ThreadLine
from gridops.live.sockets import OUTBOX
from gridops.live.waiting import Visitor, WaitingRoom

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Where a socket's visitor, whom its head named and its session's cookie stand in its request's environment.
VISITOR, NAMED, COOKIE = "gridops.visitor", "gridops.named", "gridops.cookie"
#: Sockets that are recognised at the same time: the others wait, and hold no connection to the database.
RECOGNISED_AT_ONCE = 8
_LOOK_EVERY_S = 0.5


class Entrance:
    """What stands before the sockets of one process."""

    def __init__(self, database: Database, settings: Settings, limit: SocketLimit) -> None:
        self._database, self._limit = database, limit
        self._proxies, self._cookie = Proxies(settings.proxies), settings.session_cookie
        self.room = WaitingRoom(limit.spare)
        self.turns = Turnstile(RECOGNISED_AT_ONCE)

    def attach(self, app: Flask) -> None:
        """Stand before the sockets of `app`."""
        guarded = self.guard(app, app.wsgi_app)
        app.wsgi_app = self._limit.guard(guarded, lambda: len(self.room))  # type: ignore[assignment, method-assign]

    def start(self, stop: threading.Event) -> None:
        """From now on, until stopped, who says nothing is sent away. Where processes fork, after the fork."""
        threading.Thread(target=self._watch, args=[stop], name="entrance", daemon=True).start()

    def guard(self, app: Flask, inner: WSGIApplication) -> WSGIApplication:
        """`inner`, which upgrades; a head that names somebody by what is no ticket or token of ours is refused."""

        def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if not environ.get("PATH_INFO", "").startswith(PATH):
                return inner(environ, start_response)
            head = app.request_class(environ)
            environ[COOKIE] = head.cookies.get(self._cookie, "")
            is_named = bool("ticket" in head.args or head.headers.get("Authorization") or environ[COOKIE])
            visitor = self._receive(environ, is_named=is_named)
            try:
                if is_named:
                    self._recognise(visitor, head)
                return inner(environ, start_response)
            except Problem as problem:
                with app.request_context(environ):
                    return problems.answer(problem)(environ, start_response)
            finally:
                self.room.leave(visitor)

        return guarded

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(_LOOK_EVERY_S):
            self.room.send_away()

    def _receive(self, environ: WSGIEnvironment, *, is_named: bool) -> Visitor:
        line: Any = environ.get(OUTBOX)
        if line is None and "gunicorn.socket" in environ:
            # simple-websocket takes its socket from there.
            line = environ["gunicorn.socket"] = ThreadLine(environ["gunicorn.socket"])
        # A screen is sent much and sends nothing: packing what it says would only cost memory for each.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        visitor = Visitor(line or NoLine(), self._proxies.client_of(environ), is_named)
        environ[VISITOR] = visitor
        self.room.enter(visitor)
        return visitor

    def _recognise(self, visitor: Visitor, head: Request) -> None:
        with self.turns.turn(), self._database.transaction() as session:
            named = admission.named_in_head(
                session,
                ticket=head.args.get("ticket", ""),
                authorization=head.headers.get("Authorization", ""),
                cookie=head.environ[COOKIE],
            )
        if named is None:
            self.room.disbelieve(visitor)
        else:
            head.environ[NAMED] = named
