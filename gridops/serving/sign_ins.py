"""Requests to prove a password, on their way to threads: few at a time, the others wait without one.

So a crowd that signs in takes neither threads nor connections to the database from reports. Where too many wait, the
one that has waited longest is told to come back, never the one that comes.
"""

from __future__ import annotations

import time
from typing import Any

from gridops.serving.connection import Connection, last_word

#: Beside all other work of the process; each takes a few hundredths of a second.
AT_ONCE = 1
MOST_WAITING = 256
#: Seconds after which nobody is there any more to hear the answer.
LONGEST_S = 20.0
_COME_BACK = last_word("503 Service Unavailable", retry=True)


class SignIns:
    """Those of one worker: the begun, and the waiting by the moment until which they do, oldest first."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._begun: set[Connection] = set()
        self._waiting: dict[Connection, float] = {}

    def await_turn(self, conn: Connection) -> None:
        """Give a whole request its thread as soon as it is its turn."""
        if len(self._waiting) >= MOST_WAITING:
            self._refuse(next(iter(self._waiting)))
        self._waiting[conn] = time.monotonic() + LONGEST_S
        self._go_on()

    def is_answered(self, conn: Connection) -> None:
        """A thread is done with a request: the next has its turn, if it was one of these."""
        if conn in self._begun:
            self._begun.remove(conn)
            self._go_on()

    def end_late(self) -> None:
        """Tell those to come back whose time is over."""
        now = time.monotonic()
        while self._waiting and next(iter(self._waiting.values())) <= now:
            self._refuse(next(iter(self._waiting)))

    def _go_on(self) -> None:
        while self._waiting and len(self._begun) < AT_ONCE:
            conn = next(iter(self._waiting))
            del self._waiting[conn]
            self._begun.add(conn)
            self._worker.enqueue_req(conn)

    def _refuse(self, conn: Connection) -> None:
        del self._waiting[conn]
        self._worker.let_go(conn, _COME_BACK)
