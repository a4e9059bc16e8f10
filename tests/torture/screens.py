"""Screens that follow the stream through all faults: by socket, and by asking for events; each counts what it sees.

A screen goes on from its cursor. What it is told twice, or what does not follow on the event before, is its complaint.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
import socketio

from tests.torture.town import DESK, Town

#: How long messages that were read may still be on their way to us.
GRACE_S = 1.0


class Screen(ABC):
    """What both kinds of screen have: a cursor, and what was seen."""

    def __init__(self, town: Town, cursor: int | None = None) -> None:
        """Begin at a cursor, or at the present."""
        self.town = town
        self.cursor = self.snapshot() if cursor is None else cursor
        self.seen: Counter[str] = Counter()
        self.broken: list[str] = []
        #: How often it was told to begin anew: never, while nothing older is brought back.
        self.resyncs = 0
        self._ended = threading.Event()
        #: By number: the socket's library reads each message in a thread of its own, so that one may overtake another.
        self._early: dict[int, dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def snapshot(self) -> int:
        """The cursor of a fresh picture."""
        return int(self.town.ask(DESK, "GET", "/api/v1/snapshot").json()["cursor"])

    def take(self, event: dict[str, Any]) -> None:
        """An event, once those before it are here; one that was had before is a complaint."""
        with self._lock:
            if event["seq"] <= self.cursor or event["seq"] in self._early:
                self.broken.append(f"{event['seq']} again at {self.cursor}")
            self._early[event["seq"]] = event
            while self._early and self._early[min(self._early)]["prev"] <= self.cursor:
                following = self._early.pop(min(self._early))
                self.cursor = max(self.cursor, following["seq"])
                if following["action"] == "incident.reported":
                    self.seen[following["entity_id"]] += 1

    def end_line(self) -> None:
        """What still waits for an event before it when the line has ended never had one: a gap."""
        time.sleep(GRACE_S)
        with self._lock:
            self.broken += [f"{one['prev']}→{one['seq']} at {self.cursor}" for one in self._early.values()]
            self._early.clear()

    def stop(self) -> None:
        """Follow no longer."""
        self._ended.set()
        self._thread.join(40)

    def _follow(self) -> None:
        while not self._ended.is_set():
            with suppress(requests.RequestException, socketio.exceptions.SocketIOError, OSError, ValueError):
                self.follow_once()
            time.sleep(0.2)

    @abstractmethod
    def follow_once(self) -> None:
        """Follow until it is cut."""


class Asking(Screen):
    """Asks for events, waiting for them."""

    def follow_once(self) -> None:
        answer = self.town.ask(DESK, "GET", f"/api/v1/events?after={self.cursor}&wait=2")
        if answer.status_code == 410:
            self.resyncs += 1
            self.cursor = self.snapshot()
        elif answer.status_code == 200:
            page = answer.json()
            for event in page["events"]:
                self.take(event)
            self.cursor = max(self.cursor, page["cursor"])


class Listening(Screen):
    """Holds a socket."""

    def follow_once(self) -> None:
        cut = threading.Event()
        client = socketio.Client(reconnection=False, logger=False)
        client.on("event", self.take, namespace="/live")
        client.on("resync_required", lambda _: self._begin_anew(cut), namespace="/live")
        client.on("disconnect", lambda *_: cut.set(), namespace="/live")
        try:
            client.connect(
                self.town.url,
                namespaces=["/live"],
                transports=["websocket"],
                auth={"token": self.town.token(DESK), "cursor": self.cursor},
                wait_timeout=10,
            )
            while not self._ended.is_set() and not cut.wait(0.2):
                pass
        finally:
            client.disconnect()
            self.end_line()

    def _begin_anew(self, cut: threading.Event) -> None:
        self.resyncs += 1
        with suppress(requests.RequestException, ValueError, KeyError):
            self.cursor = self.snapshot()
        cut.set()


@contextmanager
def watching(town: Town) -> Iterator[list[Screen]]:
    """Two screens with sockets and one that asks, for the length of a block."""
    screens: list[Screen] = [Listening(town), Listening(town), Asking(town)]
    try:
        yield screens
    finally:
        for screen in screens:
            screen.stop()
