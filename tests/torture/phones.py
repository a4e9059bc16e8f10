"""The steady load: phones that send again what was not answered, as a phone does, and note what was.

Singles, batches, photos and a move of the desk; the same ids and the same bytes each time.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests

from tests.media.conftest import make_photo
from tests.reports import a_report
from tests.torture.ledger import Ledger
from tests.torture.town import DESK, WORKERS, Town

PHONES, PAUSE_S, AGAIN_S = 4, 0.1, 0.2
#: What a service in trouble may answer; anything else is an answer for good.
AGAIN = {408, 429, 500, 502, 503, 504, 507}


class Phones:
    """Phones of two workers at work until they are stopped; then they finish what they have begun."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.ledger = town, Ledger()
        self._ended = threading.Event()
        #: Photos of reports that were answered, still to be sent.
        self._photos: deque[tuple[str, bytes, dict[str, Any]]] = deque()
        #: After the end, how long one goes on with what is not answered.
        self.give_up_at = float("inf")
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random(f"{seed}:{n}"), n), daemon=True)
            for n in range(PHONES)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, having had the last answers; raises RuntimeError for a phone that died."""
        self.give_up_at = time.monotonic() + 90
        self._ended.set()
        for thread in self._threads:
            thread.join(120)
            if thread.is_alive():
                raise RuntimeError("a phone still waits for its answer")

    def _work(self, chance: random.Random, number: int) -> None:
        deeds: tuple[Callable[[random.Random, str], None], ...] = (
            self.single, self.single, self.single, self.batch, self.with_photo, self.with_move,
        )  # fmt: skip
        turn = number
        while not self._ended.is_set():
            try:
                deeds[turn % len(deeds)](chance, WORKERS[number % len(WORKERS)])
            except Exception as error:
                self.ledger.refuse(f"a phone failed: {type(error).__name__}: {error}"[:200])
            self._send_waiting(is_once=True)
            turn += 1
            time.sleep(PAUSE_S)
        while self._photos:
            self._send_waiting(is_once=False)

    def single(self, chance: random.Random, who: str, **over: Any) -> dict[str, Any] | None:
        """One report; the case, None where it was never answered."""
        report = a_report(client_id=made_id(chance), **over)
        self.ledger.send(report["client_id"])
        answer = self.persist(who, "POST", "/api/v1/reports", {200, 201}, json=report)
        if answer is None:
            return None
        self.ledger.acknowledge(report["client_id"], took=answer.elapsed.total_seconds())
        return dict(answer.json())

    def batch(self, chance: random.Random, who: str) -> None:
        """Three reports together."""
        reports = [a_report(client_id=made_id(chance)) for _ in range(3)]
        self.ledger.send(*(one["client_id"] for one in reports))
        answer = self.persist(who, "POST", "/api/v1/reports/batch", {200}, json={"reports": reports})
        if answer is not None:
            results = answer.json()["results"]
            done = [one["client_id"] for one in results if one["status"] in (200, 201)]
            self.ledger.acknowledge(*done, took=answer.elapsed.total_seconds())
            for one in results:
                if one["status"] not in (200, 201):
                    self.ledger.refuse(f"in a batch: {one['status']}")

    def with_photo(self, chance: random.Random, who: str) -> None:
        """A report with a photo, which follows it; one that is not taken now does not hold up reports."""
        photo, declared = a_photo(chance)
        if self.single(chance, who, media=[declared]) is not None:
            self._photos.append((who, photo, declared))

    def send_photo(self, who: str, photo: bytes, declared: dict[str, Any], *, is_once: bool = False) -> bool:
        """A declared photo, whole; whether it was taken in."""
        path = f"/api/v1/media/{declared['client_id']}"
        if self.persist(who, "PUT", path, {200, 201, 204}, is_once=is_once, data=photo) is None:
            return False
        self.ledger.keep_photo(declared["client_id"], declared["sha256"])
        return True

    def _send_waiting(self, *, is_once: bool) -> None:
        with suppress(IndexError):
            waiting = self._photos.popleft()
            if not self.send_photo(*waiting, is_once=is_once) and is_once:
                self._photos.append(waiting)

    def with_move(self, chance: random.Random, who: str) -> None:
        """a report that the desk files."""
        case = self.single(chance, who)
        if case is None:
            return
        move = {"version": case["version"], "move_id": made_id(chance)}
        path = f"/api/v1/incidents/{case['id']}/actions/file"
        if self.persist(DESK, "POST", path, {200}, json=move) is not None:
            self.ledger.keep_move(move["move_id"], case["id"])

    def persist(
        self, who: str, method: str, path: str, expected: set[int], *, is_once: bool = False, **kw: Any
    ) -> requests.Response | None:
        """Send until it is answered for good, or once; None for an answer that is wrong, or none before the end."""
        while time.monotonic() < self.give_up_at:
            try:
                answer = self.town.ask(who, method, path, timeout=20, **kw)
            except requests.RequestException:
                if is_once:
                    return None
                time.sleep(AGAIN_S)
                continue
            if answer.status_code in expected:
                return answer
            if answer.status_code not in AGAIN:
                self.ledger.refuse(
                    f"{method} {path.rpartition('/')[2][:12]}: {answer.status_code} {answer.text[:120]}"
                )
                return None
            if is_once:
                return None
            time.sleep(AGAIN_S)
        return None


def made_id(chance: random.Random) -> str:
    """A phone's id that the seed decides."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def a_photo(chance: random.Random) -> tuple[bytes, dict[str, Any]]:
    """A picture that there is once, and how a report declares it."""
    photo = make_photo(size=(64, 48), colour=tuple(chance.randbytes(3)), taken=None) + chance.randbytes(8)
    declared = {
        "client_id": made_id(chance),
        "sha256": hashlib.sha256(photo).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(photo),
        "stage": "before",
    }
    return photo, declared


@contextmanager
def at_work(town: Town, seed: int) -> Iterator[Phones]:
    """Phones for the length of a block."""
    phones = Phones(town, seed)
    phones.start()
    try:
        yield phones
    finally:
        phones.stop()
