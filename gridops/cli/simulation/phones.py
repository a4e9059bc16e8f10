"""A phone (or the form at a desk) that reports: once, twice, after no signal, with photos before or after."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Event
from typing import Any

from gridops import clock
from gridops.cli.simulation.caller import Answer, Caller
from gridops.cli.simulation.ledger import Ledger, Record
from gridops.cli.simulation.photos import Photo, take_photo
from gridops.cli.simulation.planning import PlannedReport

POCKET = 5
LOST_ANSWER_S = 1.5


class Phone:
    """One device that walks through its plans. `run_id` makes the ids of this run its own."""

    def __init__(self, caller: Caller, ledger: Ledger, *, seed: int, run_id: uuid.UUID) -> None:
        self.caller, self.ledger = caller, ledger
        self._seed, self._run_id = seed, run_id
        self._pocket: list[tuple[PlannedReport, dict[str, Any], Record, list[Photo]]] = []

    def walk(self, plans: Iterable[PlannedReport], stop: Event, *, seconds: float | None) -> None:
        """Send what is planned, each at its time; for ever, or as much as `seconds` hold."""
        begun = at = time.monotonic()
        for plan in plans:
            at += plan.pause_s
            if seconds is None:
                # Time in which the service was away is not made up for.
                at = max(at, time.monotonic() - plan.pause_s)
            elif at - begun > seconds:
                break
            if stop.wait(max(0.0, at - time.monotonic())):
                break
            self.act(plan)
        self.flush()

    def act(self, plan: PlannedReport) -> None:
        """Make the report of a plan and send it in the plan's way."""
        report, record, photos = self._make(plan)
        if plan.way == "no signal":
            self._pocket.append((plan, report, record, photos))
            if len(self._pocket) >= POCKET:
                self.flush()
            return
        if plan.sends_photos_first:
            self._send_photos(photos)
        if plan.way == "twice at once":
            self._send_twice_at_once(report, record)
        else:
            self._settle(record, self.caller.post("/reports", report))
            if plan.way == "twice later":
                self._repeat(report, record)
        if not plan.sends_photos_first:
            self._send_photos(photos)

    def flush(self) -> None:
        """There is signal again: everything in the pocket as one batch, then its photos."""
        held, self._pocket = self._pocket, []
        if not held:
            return
        body = {"reports": [report for _, report, _, _ in held]}
        self._settle_batch(held, self._send_batch(body))
        if len(held) % 2:
            # An odd number stands for an answer that was lost on the way: all of it is sent again.
            self.ledger.count("repeats of a batch")
            self._settle_batch(held, self._send_batch(body))
        for _, _, _, photos in held:
            self._send_photos(photos)

    def _make(self, plan: PlannedReport) -> tuple[dict[str, Any], Record, list[Photo]]:
        now = clock.now()
        report = {
            **plan.body,
            "client_id": str(uuid.uuid5(self._run_id, plan.key)),
            "occurred_at": (now - timedelta(minutes=2)).isoformat(),
        }
        record = self.ledger.open(
            Record(
                report["client_id"],
                plan.key,
                self.caller.username,
                fate=plan.fate,
                spot=plan.spot,
                service_code=plan.body["service_code"],
                refusal=plan.refusal,
            )
        )
        photos = [
            take_photo(
                Random(f"{self._seed}-{plan.key}-photo-{n}"),
                client_id=str(uuid.uuid5(self._run_id, f"{plan.key}-photo-{n}")),
                stage=plan.stage,
                spot=plan.spot,
                at=now,
            )
            for n in range(plan.photos)
        ]
        if photos:
            report["media"] = [dict(photo.declaration()) for photo in photos]
            for photo in photos:
                self.ledger.declare(record, photo.client_id)
        return report, record, photos

    def _send_twice_at_once(self, report: Mapping[str, Any], record: Record) -> None:
        """Two taps before the first answer: the service may make one case of them, never two."""
        self.ledger.count("repeats at once")
        with ThreadPoolExecutor(2) as pool:
            callers = (self.caller, self.caller.twin())
            answers = list(pool.map(lambda caller: caller.post("/reports", report), callers))
        if [a.status for a in answers] == [201, 201]:
            self.ledger.fault(f"{record.client_id} was made twice: 201 to both of two equal reports")
        for answer in answers:
            self._settle(record, answer)

    def _repeat(self, report: Mapping[str, Any], record: Record) -> None:
        """The answer was lost, as far as the phone can tell."""
        time.sleep(LOST_ANSWER_S)
        self.ledger.count("repeats later")
        answer = self.caller.post("/reports", report)
        if record.refusal is None and answer.status != 200:
            self.ledger.fault(f"{record.client_id} sent again is answered {answer.status} {answer.code}")
            return
        self._settle(record, answer)

    def _send_batch(self, body: dict[str, Any]) -> Answer:
        """Phones need no more than what became of each: they keep what they wrote themselves."""
        return self.caller.send("POST", "/reports/batch", json=body, headers={"Prefer": "return=minimal"})

    def _settle_batch(self, held: Iterable[tuple[PlannedReport, Any, Record, Any]], answer: Answer) -> None:
        if answer.status != 200:
            self.ledger.fault(f"a batch is answered {answer.status} {answer.code}")
            return
        for (_, _, record, _), result in zip(held, answer.body["results"], strict=True):
            body = result.get("problem") or result
            self._settle(record, Answer(result["status"], body))

    def _settle(self, record: Record, answer: Answer) -> None:
        if answer.status in (200, 201) and record.refusal is None:
            self.ledger.confirm(answer.body)
            return
        if answer.code:
            self.ledger.refuse(answer.code)
        if answer.code != (record.refusal or ""):
            wanted = record.refusal or "201"
            self.ledger.fault(f"{record.client_id} is answered {answer.status} {answer.code}, not {wanted}")

    def _send_photos(self, photos: Iterable[Photo]) -> None:
        for photo in photos:
            send_photo(self.caller, self.ledger, photo)


def send_photo(caller: Caller, ledger: Ledger, photo: Photo) -> None:
    """Send one photo whole."""
    answer = caller.send(
        "PUT", f"/media/{photo.client_id}", data=photo.body, headers={"Content-Type": "image/jpeg"}
    )
    if answer.status in (200, 201):
        ledger.arrived(photo.client_id)
    else:
        ledger.fault(f"photo {photo.client_id} is answered {answer.status} {answer.code}")
