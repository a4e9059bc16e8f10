"""The tail of one process: follows the numbered log and wakes whoever waits for what comes next.

Sockets are the hub's, which is a tail that tells them; where a live process has them, a web process needs no more
than this.
"""

from __future__ import annotations

import logging
import threading

from gridops.config import Settings
from gridops.db.listen import Listener
from gridops.db.session import Database
from gridops.live.awaiting import Waiters
from gridops.log import queries as log_queries
from gridops.log.appending import CHANNEL_NUMBERED

logger = logging.getLogger(__name__)


class Tail:
    """A thread that knows where the log stands; those who wait are woken when it has moved."""

    channels: tuple[str, ...] = (CHANNEL_NUMBERED,)

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._lock = threading.RLock()
        self._moved = threading.Condition(self._lock)
        self._stop = threading.Event()
        self._waiters = Waiters(self._moved)
        self._position: int | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow the log. In a process that forks, after it has forked: a thread stays behind."""
        self._thread = threading.Thread(target=self._run, name="log-tail", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; whoever waits asks elsewhere."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def gauges(self) -> dict[str, float]:
        """Figures for /metrics."""
        with self._lock:
            return {"gridops_live_position": self._position or 0}

    def wait_beyond(self, cursor: int, seconds: float) -> None:
        """Return when something after `cursor` is numbered, at the latest after `seconds`."""
        self._waiters.wait_for(lambda: (self._position or 0) > cursor, seconds)

    def _run(self) -> None:
        listener = Listener(self._database.url, *self.channels)
        while not self._stop.is_set():
            try:
                self._follow()
            except Exception:
                logger.exception("the tail stumbled and goes on from where it was")
                self._stop.wait(1.0)
            if self._is_watched() or self._waiters.are_expected():
                listener.wait(self._settings.polling_interval_s)
            else:
                listener.rest()
            if not self._is_watched():
                self._waiters.rest(self._settings.polling_interval_s)
        listener.close()

    def _follow(self) -> None:
        """What is done at each hint, and at each polling interval without one."""
        self._look()

    def _look(self) -> bool:
        """Learn where the log stands, drawing nothing; True where somebody has come who is to be told instead."""
        with self._database.transaction("gridops_system") as session:
            head = log_queries.head(session)
        with self._moved:
            if self._is_watched():
                # Somebody has joined at the old position meanwhile: what follows it is his to hear.
                return True
            self._position = head
            self._moved.notify_all()
        return False

    def _is_watched(self) -> bool:
        """Whether anybody is told each entry; nobody is, without sockets."""
        return False
