"""Following the live stream over HTTP: the open cases first, then every event after the cursor."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from gridops.cli.simulation.caller import Caller, ServiceAway

WAIT_S = 2
BREATH_S = 1.0


class Feed:
    """Tells `hear` of every case in the caller's sight: its brief, each time it changes."""

    def __init__(self, caller: Caller, hear: Callable[[dict[str, Any]], None]) -> None:
        self._caller, self._hear = caller, hear

    def follow(self, stop: Event) -> None:
        """Follow until told to stop; a cursor that is too old begins anew with a snapshot."""
        cursor: int | None = None
        while not stop.is_set():
            try:
                cursor = self._snapshot() if cursor is None else self._events(cursor)
            except ServiceAway:
                cursor = None
            if cursor is None:
                stop.wait(BREATH_S)

    def _snapshot(self) -> int | None:
        answer = self._caller.get("/snapshot")
        if answer.status != 200:
            return None
        for brief in answer.body["incidents"]:
            self._hear(brief)
        return int(answer.body["cursor"])

    def _events(self, cursor: int) -> int | None:
        answer = self._caller.get("/events", params={"after": cursor, "wait": WAIT_S})
        if answer.status != 200:
            return None
        for event in answer.body["events"]:
            if event["entity"] == "incident" and "incident" in event["data"]:
                self._hear(event["data"]["incident"])
        return int(answer.body["cursor"])
