"""Sockets that have not said yet who they are: few at once, from one address fewer, and for five seconds.

Who comes is let in: the room is made by those who have said nothing for longest. Nobody is recognised here.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from gridops.live.lines import Line

#: Seconds from the upgrade until a client has said in CONNECT who it is.
SAYS_WHO_S = 5.0
#: Sockets of one address that may be saying who they are; a proxy's are those of many.
MOST_OF_ADDRESS = 100


@dataclass(eq=False)
class Visitor:
    """One open socket, admitted or not. `address` is empty where it stands for many clients.

    Nobody's coming makes one go whose head says who he is.
    """

    line: Line
    address: str = ""
    is_known: bool = False
    until: float = field(default=0.0)


class WaitingRoom:
    """The sockets of one process until they are admitted, and the count of those that are."""

    def __init__(self, most: int, *, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._lock = threading.Lock()
        # In the order they came.
        self._waiting: dict[Visitor, None] = {}
        self._admitted: set[Visitor] = set()

    def __len__(self) -> int:
        """Sockets that are open, admitted or not."""
        return len(self._waiting) + len(self._admitted)

    @property
    def admitted(self) -> int:
        """Sockets that are open and admitted."""
        return len(self._admitted)

    def enter(self, visitor: Visitor) -> None:
        """Let one in; where there is no room, who has waited longest goes, of this address first."""
        with self._lock:
            gone = [] if visitor.is_known else self._make_room(visitor.address)
            visitor.until = self._now() + SAYS_WHO_S
            self._waiting[visitor] = None
        for other in gone:
            other.line.cut()

    def disbelieve(self, visitor: Visitor) -> None:
        """Take one whose head named nobody for a stranger like others."""
        with self._lock:
            if visitor not in self._waiting:
                return
            gone = self._make_room(visitor.address)
            visitor.is_known = False
        for other in gone:
            other.line.cut()

    def admit(self, visitor: Visitor) -> bool:
        """Admit a visitor; False for one who was sent away, or is admitted already."""
        with self._lock:
            if visitor not in self._waiting:
                return False
            del self._waiting[visitor]
            self._admitted.add(visitor)
            return True

    def leave(self, visitor: Visitor) -> None:
        """A socket that has ended."""
        with self._lock:
            self._waiting.pop(visitor, None)
            self._admitted.discard(visitor)

    def send_away(self) -> None:
        """Cut those whose time is over."""
        now = self._now()
        with self._lock:
            late = [one for one in self._waiting if one.until <= now]
            for one in late:
                del self._waiting[one]
        for one in late:
            one.line.cut()

    def _make_room(self, address: str) -> list[Visitor]:
        unknown = [one for one in self._waiting if not one.is_known]
        held = Counter(one.address for one in unknown)
        gone: list[Visitor] = []
        if address and held[address] >= MOST_OF_ADDRESS:
            gone = [next(one for one in unknown if one.address == address)]
        elif len(unknown) >= self._most:
            gone = unknown[:1]
        for one in gone:
            del self._waiting[one]
        return gone
