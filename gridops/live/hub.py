"""The hub of one web process: tails the numbered log and emits to its own sockets. The only place that emits.

Each socket gets its entries in order: first what it missed, read by the thread that connects it; then, from
the moment it has reached the hub's position, the frames of its audience.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO

from gridops.config import Settings
from gridops.db.listen import Listener
from gridops.db.session import Database
from gridops.dispatch.units.locating import CHANNEL_POSITION
from gridops.errors import Problem
from gridops.live import admission, frames, positions
from gridops.live.connections import Connections
from gridops.live.seats import Audience, OrJson, Seat
from gridops.log import queries as log_queries
from gridops.log.appending import CHANNEL_NUMBERED
from gridops.people.rules import Sight

logger = logging.getLogger(__name__)

NAMESPACE = "/live"
HEARTBEAT_S = 15.0
#: Frames a client may be behind before it is cut and has to catch up by its cursor.
MAX_QUEUE = 2_000
#: Callers of one process that may wait for events over HTTP at the same time.
MAX_WAITERS = 30
#: Sockets beyond the cap that may still be saying who they are.
SPARE_SOCKETS = 10


class Hub:
    """The tail of one process and its sockets."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._lock = threading.RLock()
        self._moved = threading.Condition(self._lock)
        self._stop = threading.Event()
        self._waiters = threading.BoundedSemaphore(MAX_WAITERS)
        self._seats: dict[str, Seat] = {}
        self._audiences: dict[Sight, Audience] = {}
        self._position: int | None = None
        self._sent_positions = positions.Sent()
        self._emitted = 0
        self._connections = Connections()
        self._thread: threading.Thread | None = None
        self.socketio = SocketIO(
            async_mode="threading",
            client_manager=self._connections,
            transports=["websocket"],
            json=OrJson,
            cors_allowed_origins=[settings.public_origin] if settings.public_origin else None,
            ping_interval=20,
            ping_timeout=20,
            max_http_buffer_size=64_000,
        )
        self.socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        self.socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)

    def attach(self, app: Flask) -> None:
        """Serve sockets from `app`."""
        self.socketio.init_app(app)
        inner = app.wsgi_app

        def capped(environ: dict[str, Any], start_response: Any) -> Any:
            # Before the upgrade: whoever has not said yet who he is holds a thread all the same.
            is_socket = environ.get("PATH_INFO", "").startswith("/socket.io")
            if (
                is_socket
                and len(self.socketio.server.eio.sockets) >= self._settings.max_sockets + SPARE_SOCKETS
            ):
                start_response("503 Service Unavailable", [("Retry-After", "5"), ("Content-Length", "0")])
                return []
            return inner(environ, start_response)

        app.wsgi_app = capped  # type: ignore[method-assign]

    def start(self) -> None:
        """Begin to tail."""
        self._thread = threading.Thread(target=self._run, name="log-tail", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the tail; sockets are told to come back elsewhere."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def gauges(self) -> dict[str, float]:
        """Figures for /metrics."""
        with self._lock:
            return {
                "gridops_live_sockets": len(self._seats),
                "gridops_live_audiences": len(self._audiences),
                "gridops_live_position": self._position or 0,
                "gridops_live_frames_emitted": self._emitted,
            }

    def wait_beyond(self, cursor: int, seconds: float) -> None:
        """Return when something after `cursor` is numbered, at the latest after `seconds`."""
        if not self._waiters.acquire(blocking=False):
            # Every waiting caller holds a thread; past the cap one is answered at once and asks again.
            return
        try:
            with self._moved:
                self._moved.wait_for(lambda: (self._position or 0) > cursor, timeout=seconds)
        finally:
            self._waiters.release()

    # -- the tail ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        listener = Listener(self._database.url, CHANNEL_NUMBERED, CHANNEL_POSITION)
        # A span, not a time of day: the clock may be set back, and sockets are looked after all the same.
        beat = time.monotonic()
        while not self._stop.is_set():
            try:
                while self._step():
                    pass
                self._step_positions()
                if time.monotonic() - beat >= HEARTBEAT_S:
                    beat = time.monotonic()
                    self._heartbeat()
            except Exception:
                logger.exception("the tail stumbled and goes on from where it was")
                self._stop.wait(1.0)
            listener.wait(self._settings.polling_interval_s)
        listener.close()

    def _step(self) -> bool:
        """Take one page of the log to the sockets; True where more is waiting."""
        with self._database.transaction("gridops_system") as session:
            if self._position is None:
                with self._moved:
                    self._position = log_queries.head(session)
                return False
            entries = log_queries.entries_after(session, self._position, limit=frames.PAGE)
            if not entries:
                return False
            drawn = frames.draw(session, entries)
        with self._moved:
            for item in drawn:
                self._tell(item)
                self._position = item.seq
            self._cut_slow()
            self._moved.notify_all()
        return len(entries) == frames.PAGE

    def _tell(self, drawn: frames.Drawn) -> None:
        for audience in list(self._audiences.values()):
            event = frames.show(drawn, audience.sight, audience.prev)
            if event is not None:
                audience.prev = event.seq
                self._emit("event", event.model_dump(mode="json"), audience.room)
        if drawn.entry.action in admission.RIGHTS_CHANGED:
            self._cut(lambda seat: drawn.entry.entity_id in {seat.device_id, seat.account_id})

    def _emit(self, name: str, data: dict[str, Any], to: str) -> None:
        self._emitted += 1
        self.socketio.emit(name, data, to=to, namespace=NAMESPACE)

    def _step_positions(self) -> None:
        with self._lock:
            if not self._audiences:
                return
        with self._database.transaction("gridops_system") as session:
            moved = self._sent_positions.moved(session)
        with self._lock:
            for position in moved:
                for audience in self._audiences.values():
                    if audience.sight.sees([position.area_code], [position.unit_id], []):
                        self._emit("position", position.as_data(), audience.room)

    def _heartbeat(self) -> None:
        with self._lock:
            head, seats = self._position or 0, list(self._seats.values())
            self.socketio.emit("heartbeat", {"head": head}, namespace=NAMESPACE)
        if not seats:
            return
        with self._database.transaction("gridops_system") as session:
            lost = {
                s.sid for s in seats if not admission.still_may(session, s.account_id, s.device_id, s.sight)
            }
        self._cut(lambda seat: seat.sid in lost)

    # -- sockets ----------------------------------------------------------------------------------------

    def _connect(self, auth: Any = None) -> None:
        sid = request.sid  # type: ignore[attr-defined]
        with self._lock:
            if len(self._seats) >= self._settings.max_sockets:
                raise Refused("unavailable")
        try:
            with self._database.transaction() as session:
                asked = admission.admit(session, auth)
                seat = Seat(sid, asked.actor.id, asked.actor.device_id, asked.sight)
        except Problem as problem:
            raise Refused(problem.kind.code) from problem
        except Exception as error:
            logger.exception("a socket could not be admitted")
            raise Refused("internal") from error
        self.socketio.start_background_task(self._seat_and_catch_up, seat, asked.cursor)

    def _seat_and_catch_up(self, seat: Seat, cursor: int | None) -> None:
        self._connections.wait_until_answered(seat.sid, NAMESPACE, self._stop)
        try:
            self._catch_up(seat, cursor)
        except Exception:
            logger.exception("a socket could not catch up")
            self._drop(seat.sid)

    def _catch_up(self, seat: Seat, cursor: int | None) -> None:
        start = cursor
        if cursor is not None:
            with self._database.transaction("gridops_system") as session:
                if frames.is_too_old(session, cursor):
                    self.socketio.emit("resync_required", {}, to=seat.sid, namespace=NAMESPACE)
                    start = None
        prev = start
        while not self._stop.is_set():
            with self._moved:
                position = self._position
                if position is None or (start is not None and start > position):
                    # Another process has told this client more than our tail has read yet.
                    self._moved.wait(timeout=1.0)
                    continue
                if start is None or start == position:
                    self._sit_down(seat, position, position if prev is None else prev)
                    return
            with self._database.transaction("gridops_system") as session:
                page = frames.page_after(session, seat.sight, start, prev=prev or 0, upto=position)
            for event in page.events:
                self.socketio.emit("event", event.model_dump(mode="json"), to=seat.sid, namespace=NAMESPACE)
                prev = event.seq
            start = page.cursor if page.has_more else position

    def _sit_down(self, seat: Seat, cursor: int, prev: int) -> None:
        """From here on the socket hears its audience. Called under the lock, at the hub's position."""
        if not self._connections.is_here(seat.sid, NAMESPACE):
            return
        audience = self._audiences.get(seat.sight)
        if audience is None:
            audience = Audience(seat.sight, f"sight-{seat.sid}", prev)
            self._audiences[seat.sight] = audience
        self.socketio.server.enter_room(seat.sid, audience.room, namespace=NAMESPACE)
        audience.sids.add(seat.sid)
        self._seats[seat.sid] = seat
        self.socketio.emit("caught_up", {"cursor": cursor}, to=seat.sid, namespace=NAMESPACE)

    def _disconnect(self, *_: Any) -> None:
        self._leave(request.sid)  # type: ignore[attr-defined]

    def _leave(self, sid: str) -> None:
        with self._lock:
            seat = self._seats.pop(sid, None)
            if seat is None:
                return
            audience = self._audiences.get(seat.sight)
            if audience is not None:
                audience.sids.discard(sid)
                if not audience.sids:
                    del self._audiences[seat.sight]

    def _cut_slow(self) -> None:
        """A client that does not take what it is sent is cut; no single message is ever left out."""
        server = self.socketio.server
        for seat in list(self._seats.values()):
            held = server.eio.sockets.get(self._connections.eio_sid_from_sid(seat.sid, NAMESPACE))
            if held is None:
                # Gone while it was being seated: nobody is there to tell us.
                self._leave(seat.sid)
            elif held.queue.qsize() > MAX_QUEUE:
                logger.warning("a socket is %d frames behind and is cut", held.queue.qsize())
                self._drop(seat.sid)

    def _cut(self, is_concerned: Callable[[Seat], bool]) -> None:
        with self._lock:
            concerned = [seat.sid for seat in self._seats.values() if is_concerned(seat)]
        for sid in concerned:
            self._drop(sid)

    def _drop(self, sid: str) -> None:
        self._leave(sid)
        self.socketio.server.disconnect(sid, namespace=NAMESPACE)
