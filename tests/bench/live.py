"""The live stream: how long after the answer to a phone an event is on the screens, and how many deliveries a second.

Against Node's socket.io in the same run, which emits events of the same size and does nothing else.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.bench import rivalry
from tests.bench.figures import Figure, gathered, quantile, single
from tests.bench.ground import Ground, opened
from tests.bench.reports import Stage
from tests.bench.screens import Screens, screens
from tests.bench.sending import BATCH, phones
from tests.bench.serving import cpu_seconds, served

READER = "dispatcher.fushan"
NODE = "Node socket.io"
#: What is asked of them: so many events a second, and so many of them.
A_SECOND, EVENTS = 20, 60
MOST_SCREENS = 1_000
SETTLED_S = 2.0
#: Where a process stands that feeds so many.
CROWDS = (0, 500, 980)
MEMORY_GOALS = {0: "120 MB", 500: "200 MB", 980: "300 MB"}

#: Makes one event and tells its entity and the moment from which its delivery is counted.
Make = Callable[[], tuple[str, float]]


@dataclass
class Phone:
    """One keep-alive connection that reports; remembers how long each answer took."""

    at: Stage
    line: requests.Session = field(default_factory=requests.Session)
    waits: list[float] = field(default_factory=list)

    def report(self, report: dict[str, Any] | None = None) -> tuple[str, float]:
        """Send one report, a new one where none is given: its id, and the moment its answer was there."""
        began = time.monotonic()
        report = report or self.at.phones.report()
        self._post("/api/v1/reports", report)
        now = time.monotonic()
        self.waits.append((now - began) * 1000)
        return str(report["client_id"]), now

    def batch(self) -> None:
        """Send a batch of a hundred."""
        self._post("/api/v1/reports/batch", {"reports": [self.at.phones.report() for _ in range(BATCH)]})

    def _post(self, path: str, body: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.at.phones.tokens[0]}", "Prefer": "return=minimal"}
        answer = self.line.post(f"{self.at.service.url}{path}", json=body, headers=headers, timeout=60)
        if answer.status_code not in (200, 201):
            raise requests.HTTPError(answer.text, response=answer)


@contextmanager
def staged(ground: Ground, *, max_sockets: int = MOST_SCREENS + 20) -> Iterator[Stage]:
    """The service over the demonstration alone: how much there is to query is no matter of the stream."""
    with ground.database("live") as url, served(url, max_sockets=max_sockets) as service:
        with opened(url) as database, database.transaction() as session:
            found = phones(session)
        yield Stage(service, url, found)


def _paced(make: Make) -> tuple[dict[str, float], float]:
    """Make events at the rate asked for; when each began, and the rate that was reached."""
    began: dict[str, float] = {}
    start = time.monotonic()
    for n in range(EVENTS):
        time.sleep(max(0.0, start + n / A_SECOND - time.monotonic()))
        entity, at = make()
        began[entity] = at
    return began, (EVENTS - 1) / (max(began.values()) - min(began.values()))


def _delays(make: Make, wall: Screens, count: int) -> tuple[list[float], float]:
    """Milliseconds from each event's moment to each screen, all of them, and the rate that was reached."""
    began, reached = _paced(make)
    found = wall.collect_all(EVENTS * count)
    return [(at - began[entity]) * 1000 for entity, times in found.items() for at in times], reached


def _emit(port: int) -> Make:
    line = requests.Session()

    def make() -> tuple[str, float]:
        found = line.get(f"http://127.0.0.1:{port}/burst?n=1", timeout=30).json()
        return str(found[0][0]), float(found[0][1])

    return make


def measure_events(ground: Ground) -> Iterator[Figure]:
    """Answer of the POST → event, at one screen and at 500, 20 events a second."""
    with staged(ground) as at:
        for count, goal in ((1, "15 ms"), (500, "30 ms")):
            yield from _watched(ground, at, count, goal)


def measure_thousand(ground: Ground) -> Iterator[Figure]:
    """The same with a thousand screens."""
    with staged(ground) as at:
        yield from _watched(ground, at, MOST_SCREENS, "")


def _watched(ground: Ground, at: Stage, count: int, goal: str) -> Iterator[Figure]:
    """Before the screens come, the same reports are sent to nobody: what they cost then is the measure."""
    alone, phone = Phone(at), Phone(at)
    _paced(alone.report)
    with screens(at.service.port, at.service.token(READER), count) as wall:
        # A screen begins where the hub stands, which may be some reports behind while nobody watches.
        time.sleep(SETTLED_S)
        wall.collect()
        _delays(phone.report, wall, count)
        phone.waits.clear()
        with rivalry.node_sockets(wall.event_bytes) as node, screens(node.port, "", count) as bare:
            _delays(_emit(node.port), bare, count)
            ours, theirs = [], []
            for side in (wall, bare):
                side.late.clear()
            at.service.forget_gaps()
            for _ in range(ground.rounds):
                ours.append(_delays(phone.report, wall, count))
                theirs.append(_delays(_emit(node.port), bare, count))
        memory = at.service.megabytes()
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        yield gathered(
            f"events.{count}.{name}",
            f"answer of the POST → event at {count:,} screens, {A_SECOND} a second, {name}",
            "ms",
            [quantile(delays, share) for delays, _ in ours],
            {NODE: [quantile(delays, share) for delays, _ in theirs]},
            goal=goal if name == "p99" else "",
            more={"event_bytes": wall.event_bytes, "megabytes": memory},
        )
    yield gathered(
        f"events.{count}.late",
        "lateness of the screens themselves in that time, p99",
        "ms",
        [quantile(wall.late, 0.99)],
        {NODE: [quantile(bare.late, 0.99)]},
    )
    gap = at.service.longest_gap()
    yield single(
        f"events.{count}.gap",
        f"longest time the live process stood still: {gap['cpu_ms']} ms of the processor in it,"
        f" {gap['gc_ms']} collecting; {gap['ran']}",
        "ms",
        gap["ms"],
    )
    rates = [reached for _, reached in ours]
    yield single(
        f"events.{count}.rate", "events a second that were reached", "/s", *rates, goal=f"{A_SECOND}"
    )
    yield gathered(
        f"events.{count}.report",
        f"a report's answer while {count:,} screens watch",
        "ms",
        [statistics.median(phone.waits)],
        {"nobody watching": [statistics.median(alone.waits)]},
        goal="1.2" if count > 1 else "",
    )


def _spread(wall: Screens, expected: int) -> float:
    """Deliveries a second between the first and the last; SystemExit where one is missing."""
    times = [at for arrivals in wall.collect_all(expected).values() for at in arrivals]
    return len(times) / (max(times) - min(times))


def measure_deliveries(ground: Ground) -> Iterator[Figure]:
    """A burst of a hundred events to 500 screens: deliveries a second, and for each second of the processor."""
    count = 500
    with staged(ground) as at, screens(at.service.port, at.service.token(READER), count) as wall:
        phone = Phone(at)
        phone.batch()
        wall.collect_all(BATCH * count)
        with rivalry.node_sockets(wall.event_bytes) as node, screens(node.port, "", count) as bare:
            rates: dict[str, list[float]] = {"ours": [], NODE: []}
            effort: dict[str, list[float]] = {"ours": [], NODE: []}
            for _ in range(ground.rounds + 1):
                spent = at.service.cpu_seconds()
                phone.batch()
                rates["ours"].append(_spread(wall, BATCH * count))
                effort["ours"].append(BATCH * count / (at.service.cpu_seconds() - spent))
                spent = cpu_seconds(node.pids)
                requests.get(f"http://127.0.0.1:{node.port}/burst?n={BATCH}", timeout=60).raise_for_status()
                rates[NODE].append(_spread(bare, BATCH * count))
                effort[NODE].append(BATCH * count / max(cpu_seconds(node.pids) - spent, 0.01))
    for name, what, found, goal in (
        ("deliveries", f"{BATCH} events to {count} screens", rates, "1"),
        (
            "deliveries.cpu",
            "the same for each second of the processor, taking the reports included",
            effort,
            "",
        ),
    ):
        yield gathered(name, what, "deliveries/s", found["ours"][1:], {NODE: found[NODE][1:]}, goal=goal)


def measure_memory(ground: Ground) -> Iterator[Figure]:
    """Memory of each kind of process with no screens, 500 and 980, after some events."""
    for count in CROWDS:
        with staged(ground) as at:
            phone = Phone(at)
            if count == 0:
                phone.report()
                yield from _resident(at, count)
                continue
            with screens(at.service.port, at.service.token(READER), count) as wall:
                for _ in range(5):
                    phone.report()
                wall.collect_all(5 * count)
                yield from _resident(at, count)


def _resident(at: Stage, count: int) -> Iterator[Figure]:
    shares = at.service.megabytes("Pss")
    for kind, megabytes in at.service.megabytes().items():
        yield single(
            f"memory.{count}.{kind}",
            f"resident memory of a {kind} process, {count} screens",
            "MB",
            megabytes,
            goal=MEMORY_GOALS[count] if kind in ("web", "live") else "",
        )
        yield single(
            f"memory.{count}.{kind}.share",
            f"the same, what several processes hold divided among them ({kind})",
            "MB",
            shares[kind],
        )
    in_all = at.service.megabytes_in_all()
    yield single(f"memory.{count}.all", f"memory of the whole service, {count} screens", "MB", in_all)
