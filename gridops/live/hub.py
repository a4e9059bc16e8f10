"""The hub of one process: the tail that tells the process's own sockets. The only place that emits.

Each socket gets its entries in order: first what it missed, read by the thread that connects it; then, from
the moment it has reached the hub's position, the frames of its room.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refused

from gridops.config import Settings
from gridops.db.session import Database
from gridops.dispatch.units.locating import CHANNEL_POSITION
from gridops.errors import Problem
from gridops.live import admission, frames, positions
from gridops.live.connections import NAMESPACE, Connections, open_socketio, refuse_other_namespace
from gridops.live.delivering import deliver, is_too_far_behind
from gridops.live.entrance import COOKIE, NAMED, VISITOR, Entrance
from gridops.live.limiting import MOST_UNKNOWN, SPARE_SOCKETS, SocketLimit
from gridops.live.sockets import OUTBOX, Frame, OpenSocket, SightRoom
from gridops.live.tail import Tail
from gridops.log import queries as log_queries
from gridops.log.appending import CHANNEL_NUMBERED
from gridops.people.rules import Sight

logger = logging.getLogger(__name__)

HEARTBEAT_S = 15.0
#: Between two entries of a page. Not 0: gevent would take this thread's next fifty turns before it looks at a socket.
BREATH_S = 0.001


class Hub(Tail):
    """The tail of one process and its sockets."""

    channels = (CHANNEL_NUMBERED, CHANNEL_POSITION)

    def __init__(self, database: Database, settings: Settings, *, is_cooperative: bool = False) -> None:
        super().__init__(database, settings)
        most = settings.max_sockets if is_cooperative else settings.sockets_in_threads
        self._limit = SocketLimit(most, spare=MOST_UNKNOWN if is_cooperative else SPARE_SOCKETS)
        self._entrance = Entrance(database, settings, self._limit)
        self._sockets: dict[str, OpenSocket] = {}
        self._rooms: dict[Sight, SightRoom] = {}
        self._told_positions = positions.ToldPositions()
        self._emitted = 0
        # A span, not a time of day: the clock may be set back, and sockets are looked after all the same.
        self._beat = time.monotonic()
        self._connections = Connections()
        self.socketio = open_socketio(
            self._connections, settings.public_origin, is_cooperative=is_cooperative
        )
        self.socketio.on_event("connect", refuse_other_namespace, namespace="/")
        self.socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        self.socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)

    def attach(self, app: Flask) -> None:
        """Serve sockets from `app`."""
        self.socketio.init_app(app)
        self._entrance.attach(app)

    def start(self) -> None:
        """Begin to tail, and to send away who comes and says nothing."""
        self._entrance.start(self._stop)
        super().start()

    def gauges(self) -> dict[str, float]:
        """Figures for /metrics."""
        with self._lock:
            return {
                "gridops_live_sockets": len(self._sockets),
                "gridops_live_audiences": len(self._rooms),
                "gridops_live_frames_emitted": self._emitted,
                **super().gauges(),
            }

    # -- the tail ---------------------------------------------------------------------------------------

    def _follow(self) -> None:
        while self._step():
            pass
        self._step_positions()
        if time.monotonic() - self._beat >= HEARTBEAT_S:
            self._beat = time.monotonic()
            self._heartbeat()

    def _is_watched(self) -> bool:
        return bool(self._rooms)

    def _step(self) -> bool:
        """Take one page of the log to the sockets; True where more is waiting."""
        if not self._rooms:
            return self._look()
        assert self._position is not None, "nobody joins before the hub knows where it stands"
        with self._database.transaction("gridops_system") as session:
            entries = log_queries.entries_after(session, self._position, limit=frames.PAGE)
            if not entries:
                return False
            drawn = frames.draw(session, entries)
        for item in drawn:
            with self._moved:
                self._tell(item)
                self._position = item.seq
                self._moved.notify_all()
            if item is not drawn[-1]:
                # Where hundreds wait: sockets are flushed, pinged and admitted between two of them.
                time.sleep(BREATH_S)
        with self._moved:
            self._cut_slow()
        return len(entries) == frames.PAGE

    def _tell(self, drawn: frames.Drawn) -> None:
        for room in list(self._rooms.values()):
            event = frames.show(drawn, room.sight, room.prev)
            if event is not None:
                room.prev = event.seq
                self._tell_all("event", event.model_dump(mode="json"), room)
        if drawn.entry.action in admission.RIGHTS_CHANGED:
            self._cut(lambda opened: drawn.entry.entity_id in {opened.device_id, opened.account_id})

    def _tell_all(self, name: str, data: dict[str, Any], room: SightRoom) -> None:
        self._emitted += 1
        concerned = [self._sockets[sid] for sid in room.sids]
        deliver(Frame.of(name, data, NAMESPACE), concerned, self.socketio.server.eio.sockets)

    def _step_positions(self) -> None:
        with self._lock:
            if not self._rooms:
                return
        with self._database.transaction("gridops_system") as session:
            moved = self._told_positions.moved(session)
        with self._lock:
            for position in moved:
                for room in self._rooms.values():
                    if room.sight.sees([position.area_code], [position.unit_id], []):
                        self._tell_all("position", position.as_data(), room)

    def _heartbeat(self) -> None:
        with self._lock:
            head, sockets = self._position or 0, list(self._sockets.values())
            if self.socketio.server is not None:
                beat = Frame.of("heartbeat", {"head": head}, NAMESPACE)
                deliver(beat, sockets, self.socketio.server.eio.sockets)
                self._beat_who_catches_up({"head": head})
        if not sockets:
            return
        with self._database.transaction("gridops_system") as session:
            lost = admission.lost_sight(session, sockets)
        self._cut(lambda opened: opened.sid in lost)

    def _beat_who_catches_up(self, data: dict[str, Any]) -> None:
        """They are in no room yet, and few."""
        for sid, _ in self._connections.get_participants(NAMESPACE, None):
            if sid not in self._sockets:
                self.socketio.emit("heartbeat", data, to=sid, namespace=NAMESPACE)

    # -- sockets ----------------------------------------------------------------------------------------

    def _connect(self, auth: Any = None) -> None:
        sid = request.sid  # type: ignore[attr-defined]
        room, visitor = self._entrance.room, request.environ[VISITOR]
        if self._limit.is_full(room.admitted):
            raise Refused("unavailable")
        try:
            with self._entrance.turns.turn(), self._database.transaction() as session:
                head = request.environ
                asked = admission.admit(session, auth, named=head.get(NAMED), cookie=head[COOKIE])
                eio_sid = self._connections.eio_sid_from_sid(sid, NAMESPACE) or ""
                box = request.environ.get(OUTBOX)
                opened = OpenSocket(sid, asked.actor.id, asked.actor.device_id, asked.sight, eio_sid, box)
        except Problem as problem:
            raise Refused(problem.kind.code) from problem
        except Exception as error:
            logger.exception("a socket could not be admitted")
            raise Refused("internal") from error
        if not room.admit(visitor):
            # Sent away while he was recognised, or admitted once already.
            raise Refused("unavailable")
        self.socketio.start_background_task(self._catch_up_and_join, opened, asked.cursor)

    def _catch_up_and_join(self, opened: OpenSocket, cursor: int | None) -> None:
        self._connections.wait_until_answered(opened.sid, NAMESPACE, self._stop)
        try:
            self._catch_up(opened, cursor)
        except Exception:
            logger.exception("a socket could not catch up")
            self._drop(opened.sid)

    def _catch_up(self, opened: OpenSocket, cursor: int | None) -> None:
        start = cursor
        if cursor is not None:
            with self._database.transaction("gridops_system") as session:
                if frames.is_too_old(session, cursor):
                    self.socketio.emit("resync_required", {}, to=opened.sid, namespace=NAMESPACE)
                    start = None
        prev = start
        while not self._stop.is_set():
            with self._moved:
                position = self._position
                if position is None or (start is not None and start > position):
                    # Another process has told this client more than our tail has read yet.
                    self._waiters.ask()
                    self._moved.wait(timeout=1.0)
                    continue
                if start is None or start == position:
                    self._join(opened, position, position if prev is None else prev)
                    return
            with self._database.transaction("gridops_system") as session:
                page = frames.page_after(session, opened.sight, start, prev=prev or 0, upto=position)
            for event in page.events:
                self.socketio.emit("event", event.model_dump(mode="json"), to=opened.sid, namespace=NAMESPACE)
                prev = event.seq
            if not self._connections.is_here(opened.sid, NAMESPACE):
                return
            start = page.cursor if page.has_more else position

    def _join(self, opened: OpenSocket, cursor: int, prev: int) -> None:
        """From here on the socket hears its room. Called under the lock, at the hub's position."""
        if not self._connections.is_here(opened.sid, NAMESPACE):
            return
        room = self._rooms.get(opened.sight)
        if room is None:
            room = SightRoom(opened.sight, f"sight-{opened.sid}", prev)
            self._rooms[opened.sight] = room
        self.socketio.server.enter_room(opened.sid, room.name, namespace=NAMESPACE)
        room.sids.add(opened.sid)
        self._sockets[opened.sid] = opened
        self.socketio.emit("caught_up", {"cursor": cursor}, to=opened.sid, namespace=NAMESPACE)

    def _disconnect(self, *_: Any) -> None:
        """A socket that has gone, or has been told to go: its connection ends, whether or not its client reads."""
        self._leave(request.sid)  # type: ignore[attr-defined]
        request.environ[VISITOR].line.end()

    def _leave(self, sid: str) -> None:
        with self._lock:
            opened = self._sockets.pop(sid, None)
            if opened is None:
                return
            room = self._rooms.get(opened.sight)
            if room is not None:
                room.sids.discard(sid)
                if not room.sids:
                    del self._rooms[opened.sight]

    def _cut_slow(self) -> None:
        """A client that does not take what it is sent is cut; no single message is ever left out."""
        server = self.socketio.server
        for opened in list(self._sockets.values()):
            held = server.eio.sockets.get(self._connections.eio_sid_from_sid(opened.sid, NAMESPACE))
            if held is None:
                # Gone while it was being seated: nobody is there to tell us.
                self._leave(opened.sid)
            elif is_too_far_behind(opened, held):
                self._drop(opened.sid)

    def _cut(self, is_concerned: Callable[[OpenSocket], bool]) -> None:
        with self._lock:
            concerned = [opened.sid for opened in self._sockets.values() if is_concerned(opened)]
        for sid in concerned:
            self._drop(sid)

    def _drop(self, sid: str) -> None:
        self._leave(sid)
        self.socketio.server.disconnect(sid, namespace=NAMESPACE)
