"""Who waits for the log to move on: callers over HTTP, sockets about to join. What they wait for never comes here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

#: Callers of one process that may wait for events over HTTP at the same time.
MAX_WAITERS = 30
#: Seconds after the last of them for which another one is expected: callers over HTTP come again and again.
EXPECTED_S = 10.0


class Waiters:
    """Those of one process; `moved` is notified when the log has moved on."""

    def __init__(self, moved: threading.Condition) -> None:
        self._moved = moved
        self._places = threading.BoundedSemaphore(MAX_WAITERS)
        self._waiting = 0
        self._asked = threading.Event()
        self._asked_at = -EXPECTED_S

    def wait_for(self, has_come: Callable[[], bool], seconds: float) -> None:
        """Return when `has_come()`, at the latest after `seconds`."""
        if not self._places.acquire(blocking=False):
            # Every waiting caller holds a thread; past the cap one is answered at once and asks again.
            return
        try:
            with self._moved:
                self._waiting += 1
                self.ask()
                try:
                    self._moved.wait_for(has_come, timeout=seconds)
                finally:
                    self._waiting -= 1
                    self._asked_at = time.monotonic()
        finally:
            self._places.release()

    def ask(self) -> None:
        """Have the one who rests look at once."""
        self._asked_at = time.monotonic()
        self._asked.set()

    def are_expected(self) -> bool:
        """Whether somebody waits, or has waited lately."""
        return self._waiting > 0 or time.monotonic() - self._asked_at < EXPECTED_S

    def rest(self, seconds: float) -> None:
        """Rest while nobody waits, at most for `seconds`: each look takes the processor from what it would tell of."""
        if not self._waiting:
            self._asked.wait(seconds)
        self._asked.clear()
