"""Refused requests on their way to the log: the first at once, those that follow within a minute as a number.

Who is refused a thousand times a second writes one entry a minute; nothing that was asked for passes through here.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.log.appending import Entry, append

WINDOW = timedelta(minutes=1)
#: Actors and endpoints of which a process remembers how often they met; the oldest go first.
MOST_REMEMBERED = 5_000
#: Windows that are over, with something to tell, are told by whoever is refused next, so many at a time.
TOLD_AT_ONCE = 20

#: Who was refused (None: nobody known), at which endpoint, with which code.
Key = tuple[UUID | None, str, str]


@dataclass
class _Window:
    began: datetime
    #: Refusals since the last entry that no entry tells of yet.
    untold: int = 0


class Refusals:
    """Counts the refusals of one process; at most one entry for an actor, an endpoint and a minute."""

    def __init__(self) -> None:
        self._windows: OrderedDict[Key, _Window] = OrderedDict()
        self._lock = Lock()

    def note(self, session: Session, actor_id: UUID | None, endpoint: str, code: str) -> None:
        """Count a refusal; where an entry is due it is written after the refused transaction, apart from it."""
        entries = self._due((actor_id, endpoint, code), clock.now())
        if entries:
            session.keep(lambda second: append(second, *entries))

    def _due(self, key: Key, now: datetime) -> list[Entry]:
        with self._lock:
            window = self._windows.pop(key, None)
            self._windows[key] = window or _Window(now)
            if window is not None and timedelta(0) <= now - window.began < WINDOW:
                window.untold += 1
                return []
            untold = window.untold if window is not None else 0
            self._windows[key] = _Window(now)
            return [_entry(key, untold + 1), *self._over(now)]

    def _over(self, now: datetime) -> list[Entry]:
        """Entries of other windows that are over, or that are one too many."""
        over = [
            (key, window)
            for key, window in self._windows.items()
            if not timedelta(0) <= now - window.began < WINDOW
        ]
        over = over[:TOLD_AT_ONCE] or list(self._windows.items())[: len(self._windows) - MOST_REMEMBERED]
        for key, _ in over:
            del self._windows[key]
        return [_entry(key, window.untold) for key, window in over if window.untold]


def _entry(key: Key, count: int) -> Entry:
    actor_id, endpoint, code = key
    said = {"endpoint": endpoint, "code": code, "count": count}
    entity, entity_id = ("account", actor_id) if actor_id is not None else ("sign_in", new_id())
    return Entry("request.refused", entity, entity_id, 1, actor_id, data=said)
