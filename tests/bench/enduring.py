"""Ten minutes under a thousand screens while web processes are killed: is anything lost, doubled or out of order?

Every report that was answered must have come to each screen exactly once, after what that screen had before.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from tests.bench.figures import Figure, quantile, single
from tests.bench.ground import Ground
from tests.bench.live import A_SECOND, MOST_SCREENS, READER, Phone, Stage, staged
from tests.bench.screens import Screens, screens

SECONDS = 600
#: Phones that report at the same time: one slow answer does not hold up the others.
PHONES = 8
KILL_EVERY_S = 60
#: The answer of a service that has too much to do; a phone sends again then, as where it got none.
UNAVAILABLE = 503
#: Seconds without an arrival after which what has not come counts as lost.
GIVEN_UP_S = 60


@dataclass
class Tally:
    """When each report was answered, and when it came to each screen."""

    began: dict[str, float] = field(default_factory=dict)
    arrived: dict[str, array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    sent_again: int = 0
    killed: int = 0

    def take(self, wall: Screens) -> int:
        """Add what has come since; how much that was."""
        found = wall.collect()
        for entity, times in found.items():
            self.arrived[entity].extend(times)
        return sum(map(len, found.values()))


def measure(ground: Ground) -> Iterator[Figure]:
    """The figures of one run; what is found wrong is a figure too."""
    # Room for screens that come back before the service knows that they have gone.
    with (
        staged(ground, max_sockets=2 * MOST_SCREENS) as at,
        screens(at.service.port, at.service.token(READER), MOST_SCREENS) as wall,
    ):
        tally = Tally()
        with ThreadPoolExecutor(PHONES) as pool:
            rate = _report(at, pool, tally, wall)
        last = time.monotonic()
        while _missing(tally) and time.monotonic() < last + GIVEN_UP_S:
            if tally.take(wall):
                last = time.monotonic()
            time.sleep(0.5)
        yield from _figures(tally, wall, rate)


def _report(at: Stage, pool: ThreadPoolExecutor, tally: Tally, wall: Screens) -> float:
    """Send reports at the rate for the time, killing a web process now and then; the rate that was reached."""
    own, sent = threading.local(), []
    start = killed_at = time.monotonic()
    for n in range(SECONDS * A_SECOND):
        time.sleep(max(0.0, start + n / A_SECOND - time.monotonic()))
        sent.append(pool.submit(_send, at, own, tally))
        if n % A_SECOND == 0:
            tally.take(wall)
        if time.monotonic() - killed_at > KILL_EVERY_S:
            killed_at = time.monotonic()
            os.kill(at.service.processes()["web"][tally.killed % 2], signal.SIGKILL)
            tally.killed += 1
    _finish(sent)
    return len(sent) / (time.monotonic() - start)


def _finish(sent: list[Future[None]]) -> None:
    for one in sent:
        one.result()


def _send(at: Stage, own: threading.local, tally: Tally) -> None:
    """One report, again and again until it is answered, as a phone does; it is to count once."""
    report = at.phones.report()
    while True:
        if not hasattr(own, "phone"):
            own.phone = Phone(at)
        try:
            entity, moment = own.phone.report(report)
        except requests.RequestException as error:
            if error.response is not None and error.response.status_code != UNAVAILABLE:
                raise
            tally.sent_again += 1
            del own.phone
            time.sleep(0.1)
        else:
            tally.began[entity] = moment
            return


def _missing(tally: Tally) -> int:
    return sum(max(0, MOST_SCREENS - len(tally.arrived[entity])) for entity in tally.began)


def _figures(tally: Tally, wall: Screens, rate: float) -> Iterator[Figure]:
    asked = len(tally.began) * MOST_SCREENS
    doubled = sum(max(0, len(times) - MOST_SCREENS) for times in tally.arrived.values())
    delays = [(at - tally.began[e]) * 1000 for e, times in tally.arrived.items() for at in times]
    told = f"{len(tally.began):,} reports to {MOST_SCREENS:,} screens in {SECONDS} s"
    yield single(
        "endure.lost", f"{told}: deliveries that did not come, of {asked:,}", "", _missing(tally), goal="0"
    )
    yield single("endure.doubled", "deliveries that came twice", "", doubled, goal="0")
    yield single(
        "endure.broken", "events that did not follow the one before (`prev`)", "", wall.broken, goal="0"
    )
    yield single("endure.rate", "reports a second that were reached", "/s", rate, goal=f"{A_SECOND}")
    yield single("endure.killed", "web processes killed by SIGKILL meanwhile", "", tally.killed)
    yield single("endure.back", "screens that were cut and came back with their cursor", "", wall.back)
    yield single("endure.again", "reports that had to be sent again", "", tally.sent_again)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        yield single(f"endure.{name}", f"answer of the POST → event, {name}", "ms", quantile(delays, share))
    yield single("endure.late", "lateness of the screens themselves, p99", "ms", quantile(wall.late, 0.99))
