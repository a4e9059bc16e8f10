"""What the simulation has sent and what the service has confirmed: the one side of the final comparison.

Shared by all threads; nothing here is read from the service but the answers to what was sent.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from gridops.cli.simulation.ground import Spot
from gridops.cli.simulation.planning import PLAIN_FATE, Fate
from gridops.incidents.rules import is_open

FAULTS_KEPT = 200


@dataclass
class Record:
    """One report: who sent it, what is to become of it, what the service has confirmed so far.

    `refusal` is the code with which it has to be refused, None for a good one; `version` 0 is unconfirmed.
    """

    client_id: str
    key: str
    username: str
    fate: Fate = PLAIN_FATE
    spot: Spot | None = None
    service_code: str = ""
    refusal: str | None = None
    photos: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    trials: set[str] = field(default_factory=set)
    needs_hand: bool = False
    state: str = ""
    version: int = 0


class Ledger:
    """The book of one run. One that does not keep what is closed may be written for ever."""

    def __init__(self, *, keeps_closed: bool = True) -> None:
        self._lock = Lock()
        self._keeps_closed = keeps_closed
        self.records: dict[str, Record] = {}
        self.photos: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.moves: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.faults: deque[str] = deque(maxlen=FAULTS_KEPT)

    def open(self, record: Record) -> Record:
        """Write a report down before it is sent for the first time."""
        with self._lock:
            self.records[record.client_id] = record
            self.counts["reports"] += 1
        return record

    def adopt(self, case: Mapping[str, Any]) -> Record:
        """Go on with a case that an earlier simulation has left open."""
        record = Record(str(case["id"]), "", "", service_code=str(case["service_code"]))
        with self._lock:
            return self.records.setdefault(record.client_id, record)

    def find(self, client_id: str) -> Record | None:
        """The record of a case, None for one that is not ours."""
        with self._lock:
            return self.records.get(client_id)

    def confirm(self, case: Mapping[str, Any], *, move: str | None = None) -> None:
        """An answer with a case: its state, if the answer is newer than what is known; the move that it made."""
        with self._lock:
            record = self.records.get(str(case["id"]))
            if record is None:
                return
            if move is not None:
                record.moves.append(move)
                self.moves[move] += 1
            if case["version"] > record.version:
                record.version, record.state = case["version"], case["state"]
            if not self._keeps_closed and record.state and not is_open(record.state):
                del self.records[record.client_id]

    def declare(self, record: Record, photo_id: str) -> None:
        """A photo was declared on a case."""
        with self._lock:
            self.counts["photos"] += 1
            if self._keeps_closed:
                record.photos.append(photo_id)
                self.photos.setdefault(photo_id, "declared")

    def arrived(self, photo_id: str) -> None:
        """The service has confirmed a photo."""
        with self._lock:
            self.counts["photos arrived"] += 1
            if self._keeps_closed:
                self.photos[photo_id] = "arrived"

    def count(self, what: str) -> None:
        """Count something that was sent."""
        with self._lock:
            self.counts[what] += 1

    def refuse(self, code: str) -> None:
        """Count a refusal."""
        with self._lock:
            self.refusals[code] += 1

    def fault(self, text: str) -> None:
        """Note an answer that should not have come."""
        with self._lock:
            self.counts["faults"] += 1
            self.faults.append(text)
