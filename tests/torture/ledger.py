"""What was acknowledged, and when: reports by their id, photos with their digest, moves. Nothing is sent from here."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class Ledger:
    """The memory of all phones; moments are `time.monotonic()`, `took` the seconds of the answer that counted."""

    #: Every report that was ever sent, answered or not.
    sent: set[str] = field(default_factory=set)
    reports: dict[str, tuple[float, float]] = field(default_factory=dict)
    photos: dict[str, tuple[float, str]] = field(default_factory=dict)
    #: The case and its move.
    moves: dict[str, str] = field(default_factory=dict)
    #: Answers that no fault explains.
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, *ids: str) -> None:
        """Reports are on their way."""
        with self._lock:
            self.sent.update(ids)

    def acknowledge(self, *ids: str, took: float) -> None:
        """Reports were answered just now."""
        with self._lock:
            for one in ids:
                self.reports.setdefault(one, (time.monotonic(), took))

    def keep_photo(self, media_id: str, digest: str) -> None:
        """A photo was taken in."""
        with self._lock:
            self.photos[media_id] = (time.monotonic(), digest)

    def keep_move(self, move_id: str, case_id: str) -> None:
        """A move was made."""
        with self._lock:
            self.moves[move_id] = case_id

    def refuse(self, what: str) -> None:
        """An answer that should not have come."""
        with self._lock:
            self.wrong.append(what)

    def between(self, since: float, upto: float) -> dict[str, float]:
        """The reports acknowledged in a stretch of time, with the seconds each took."""
        with self._lock:
            return {one: took for one, (at, took) in self.reports.items() if since <= at < upto}

    def photos_between(self, since: float, upto: float) -> dict[str, str]:
        """The photos taken in in a stretch of time, with their digests."""
        with self._lock:
            return {one: digest for one, (at, digest) in self.photos.items() if since <= at < upto}

    def longest_silence(self, since: float, upto: float) -> float:
        """The longest time in a stretch without an acknowledged report, in seconds."""
        with self._lock:
            moments = sorted(at for at, _ in self.reports.values() if since <= at < upto)
        edges = [since, *moments, upto]
        return max(later - earlier for earlier, later in pairwise(edges))
