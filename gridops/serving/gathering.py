"""Requests whose body is still arriving: kept aside without a thread, in shares of their own, under total deadlines.

Small bodies (reports, sign-ins) and large ones (photos, batches, sheets) don't take each other's places. Where a share
is full, who has brought least for his time goes. What the bytes say is never looked into.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Generic, TypeVar

C = TypeVar("C")

SMALL_BYTES = 65_536
#: More than any endpoint takes: it is answered by its head alone.
MOST_BYTES = 13_000_000
MOST_SMALL, MOST_LARGE = 256, 64
#: Seconds for a whole body, and bytes that add a second: a photo on a bad line has its time.
BODY_S, SLOWEST_BYTES_PER_S = 20.0, 8_192
_IN_MEMORY_BYTES = 131_072


@dataclass(eq=False)
class Gathering:
    """One request as far as it has come, head and body; what is beyond some memory lies in a file without a name."""

    expected: int
    length: int
    began: float = field(default_factory=time.monotonic)
    got: int = 0
    file: IO[bytes] = field(default_factory=partial(tempfile.SpooledTemporaryFile, _IN_MEMORY_BYTES))

    @property
    def until(self) -> float:
        """The moment by which all of it is to be here."""
        return self.began + BODY_S + self.length / SLOWEST_BYTES_PER_S

    @property
    def is_small(self) -> bool:
        """Whether it takes a place among the small ones."""
        return self.length <= SMALL_BYTES

    @property
    def missing(self) -> int:
        """Bytes still to come."""
        return self.expected - self.got

    def take(self, piece: bytes) -> None:
        """Keep what came."""
        self.file.write(piece)
        self.got += len(piece)

    def pace(self, now: float) -> float:
        """How fast it comes, as a part of itself a second."""
        return self.got / self.expected / max(now - self.began, 0.001)


class Shares(Generic[C]):
    """All that one process gathers, by connection."""

    def __init__(self) -> None:
        self._held: dict[C, Gathering] = {}
        self._looked_at = 0.0

    def __getitem__(self, conn: C) -> Gathering:
        return self._held[conn]

    def add(self, conn: C, gathering: Gathering) -> C | None:
        """Keep one; returns the connection that is to make room for it, if one is."""
        alike = [c for c, g in self._held.items() if g.is_small == gathering.is_small]
        self._held[conn] = gathering
        if len(alike) < (MOST_SMALL if gathering.is_small else MOST_LARGE):
            return None
        now = time.monotonic()
        return min(alike, key=lambda c: self._held[c].pace(now))

    def pop(self, conn: C) -> Gathering | None:
        """Let one go."""
        return self._held.pop(conn, None)

    def late(self) -> list[C]:
        """Those whose time is over; looked for twice a second at most."""
        now = time.monotonic()
        if now - self._looked_at < 0.5:
            return []
        self._looked_at = now
        return [c for c, g in self._held.items() if g.until <= now]
