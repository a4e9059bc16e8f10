"""A person at a desk or in a unit: hears of cases by the stream, thinks a while, makes the next move."""

from __future__ import annotations

import heapq
import itertools
import time
import uuid
from collections.abc import Callable, Mapping
from random import Random
from threading import Condition, Event
from typing import Any

from gridops import clock
from gridops.cli.simulation.caller import Answer, Caller
from gridops.cli.simulation.deciding import Move
from gridops.cli.simulation.ledger import Ledger, Record
from gridops.cli.simulation.phones import send_photo
from gridops.cli.simulation.photos import take_photo
from gridops.incidents.rules import is_open

Brief = dict[str, Any]
Choose = Callable[[Brief, Record, Random], Move | None]
LONGEST_THOUGHT = 3.0


class Person:
    """One account at work. `choose` gives the next move, None where it is not this person's turn."""

    def __init__(
        self, caller: Caller, ledger: Ledger, choose: Choose, *, seed: int, pace_s: float, adopts: bool
    ) -> None:
        self.caller, self._ledger, self._choose = caller, ledger, choose
        self._rng = Random(f"{seed}-{caller.username}")
        self._pace_s, self._adopts = pace_s, adopts
        self._due: list[tuple[float, int, Brief]] = []
        self._newest: dict[str, int] = {}
        self._strangers: set[str] = set()
        self._serial = itertools.count()
        self._changed = Condition()

    def hear(self, brief: Brief) -> None:
        """A case is so now; versions that are known already say nothing new."""
        case_id, version = brief["id"], brief["version"]
        with self._changed:
            if not is_open(brief["state"]):
                self._newest.pop(case_id, None)
                self._strangers.discard(case_id)
                return
            if version <= self._newest.get(case_id, 0) or case_id in self._strangers:
                return
            if self._ledger.find(case_id) is None and not self._adopts:
                return
            self._newest[case_id] = version
            self._think_of(brief)

    def work(self, stop: Event) -> None:
        """Make moves, each when it has been thought over, until told to stop."""
        while not stop.is_set():
            brief = self._next()
            if brief is not None:
                self._take(brief)

    def _think_of(self, brief: Brief) -> None:
        pause = min(self._rng.expovariate(1.0), LONGEST_THOUGHT) * self._pace_s
        heapq.heappush(self._due, (time.monotonic() + pause, next(self._serial), brief))
        self._changed.notify()

    def _next(self) -> Brief | None:
        """The case whose time has come; None after a short wait without one."""
        with self._changed:
            now = time.monotonic()
            if not self._due or self._due[0][0] > now:
                self._changed.wait(min(0.5, self._due[0][0] - now) if self._due else 0.5)
                return None
            brief = heapq.heappop(self._due)[2]
            return brief if self._newest.get(brief["id"]) == brief["version"] else None

    def _take(self, brief: Brief) -> None:
        record = self._ledger.find(brief["id"]) or self._adopt(brief["id"])
        if record is None:
            return
        move = self._choose(brief, record, self._rng)
        if move is not None:
            self._try_what_is_refused(brief, record)
            self._make(brief, record, move)

    def _adopt(self, case_id: str) -> Record | None:
        """A case that an earlier simulation left open is gone on with; others' cases are left alone."""
        answer = self.caller.get(f"/incidents/{case_id}")
        if answer.status == 200 and (answer.body.get("fields") or {}).get("simulated"):
            return self._ledger.adopt(answer.body)
        self._strangers.add(case_id)
        return None

    def _make(self, brief: Brief, record: Record, move: Move) -> None:
        body = {"version": brief["version"], "move_id": str(uuid.uuid4()), **move.body}
        photos = [
            take_photo(
                self._rng, client_id=str(uuid.uuid4()), stage="after", spot=record.spot, at=clock.now()
            )
            for _ in range(move.photos)
        ]
        if photos:
            body["media"] = [dict(photo.declaration()) for photo in photos]
        answer = self._send(record, move.action, body)
        if answer.status == 200:
            for photo in photos:
                self._ledger.declare(record, photo.client_id)
            self._ledger.confirm(answer.body, move=move.action)
            self._send_again(record, move, body)
            for photo in photos:
                send_photo(self.caller, self._ledger, photo)
            return
        self._ledger.refuse(answer.code)
        if answer.code == "no-unit":
            record.needs_hand = True
            with self._changed:
                self._think_of(brief)
        elif answer.code != "stale-version":
            # A stale version has an event on its way that begins this anew.
            self._ledger.fault(f"{move.action} on {record.client_id}: {answer.status} {answer.code}")

    def _send(self, record: Record, action: str, body: Mapping[str, Any]) -> Answer:
        return self.caller.post(f"/incidents/{record.client_id}/actions/{action}", body)

    def _send_again(self, record: Record, move: Move, body: Mapping[str, Any]) -> None:
        """The answer was lost, as far as one can tell: the same move again is made once."""
        if record.fate.trial != "twice" or "twice" in record.trials or move.action in ("decline", "return"):
            return
        record.trials.add("twice")
        self._ledger.count("repeats of a move")
        answer = self._send(record, move.action, body)
        if answer.status != 200:
            self._ledger.fault(f"{move.action} sent again: {answer.status} {answer.code}")

    def _try_what_is_refused(self, brief: Brief, record: Record) -> None:
        """An old version, or closing what was never handled: both have to be refused by name."""
        trial = record.fate.trial
        if trial == "stale-version" and brief["version"] > 1 and trial not in record.trials:
            action, body = "accept", {"version": brief["version"] - 1}
            if brief["state"] != "dispatched":
                return
        elif trial == "illegal-move" and brief["state"] == "reported" and trial not in record.trials:
            action, body = "close", {"version": brief["version"], "disposition": "已办结"}
        else:
            return
        record.trials.add(trial)
        answer = self._send(record, action, body)
        self._ledger.refuse(answer.code)
        if answer.code not in (trial, "stale-version"):
            self._ledger.fault(
                f"{action} on {record.client_id} is not {trial}: {answer.status} {answer.code}"
            )
