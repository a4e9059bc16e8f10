"""The live stream: deliveries a second of a burst, and how long after its commit an event is on the screens."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from sqlalchemy import event

from gridops.db.session import Database
from gridops.intake.reporting import accept_reports
from gridops.intake.wire import ReportIn
from gridops.people import scope
from gridops.people.rules import Actor
from tests.bench.figures import Figure, quantile
from tests.bench.ground import Ground, Served, actor_of, free_port, opened, running, served, wait_for
from tests.bench.reports import REPORTER, some_report
from tests.bench.screens import Screens, screens

READER = "dispatcher.fushan"
CROWDS = (100, 300)
BURST = 100
WALLS = (50, 200)
EVENTS_A_SECOND, EVENTS = 20, 100


@dataclass
class Writer:
    """Writes reports by the service's own code from this process, and knows when each was committed."""

    database: Database
    actor: Actor
    chance: random.Random

    def write(self, count: int) -> tuple[list[str], float]:
        """Commit `count` reports at once; their ids and the moment the commit was done, before any hint."""
        sent = [
            ReportIn.model_validate_json(_json(some_report(self.chance)), strict=True) for _ in range(count)
        ]
        committed: list[float] = []
        with self.database.transaction() as session:
            scope.enter(session, self.actor)
            outcomes = accept_reports(session, self.actor, sent)
            assert all(o.status == 201 for o in outcomes), outcomes
            event.listen(session, "after_commit", lambda _session: committed.append(time.monotonic()))
        return [str(r.client_id) for r in sent], committed[-1]


def _json(report: dict[str, Any]) -> bytes:
    import orjson

    return orjson.dumps(report)


@contextmanager
def _rival(count: int) -> Iterator[tuple[int, Screens]]:
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "tests.bench.rival_sockets:app", "--worker-class", "gthread"),
        *("--threads", str(count + 50), "--bind", f"127.0.0.1:{port}", "--graceful-timeout", "1"),
        *("--log-level", "warning"),
    ]
    with running({"rival": command}, {}) as processes:
        wait_for(f"http://127.0.0.1:{port}/burst", processes)
        with screens(port, "", count) as wall:
            yield port, wall


@contextmanager
def _ours(ground: Ground, count: int) -> Iterator[tuple[Served, Writer, Screens]]:
    with (
        ground.database("live") as url,
        served(url, max_sockets=count + 10) as service,
        opened(url) as database,
    ):
        with database.transaction() as session:
            writer = Writer(database, actor_of(session, REPORTER), random.Random(count))
        writer.write(5)
        with screens(service.port, service.token(READER), count) as wall:
            yield service, writer, wall


def measure_deliveries(ground: Ground) -> Iterator[Figure]:
    """f. a burst of events to N screens: deliveries a second, nothing lost."""
    for count in CROWDS:
        with _ours(ground, count) as (service, writer, wall), _rival(count) as (port, bare):

            def ours(wall: Screens = wall, writer: Writer = writer, count: int = count) -> float:
                _, committed = writer.write(BURST)
                return _spread(wall, count * BURST, committed)

            def rival(bare: Screens = bare, port: int = port, count: int = count) -> float:
                began = time.monotonic()
                requests.get(f"http://127.0.0.1:{port}/burst?n={BURST}", timeout=60).raise_for_status()
                return _spread(bare, count * BURST, began)

            ours(), rival()
            pairs = [(ours(), rival()) for _ in range(ground.rounds)]
            yield Figure(
                f"live.deliveries.{count}",
                f"{BURST} events to {count} screens",
                "deliveries/s",
                statistics.median(a for a, _ in pairs),
                statistics.median(b for _, b in pairs),
                "bare python-socketio",
                statistics.median(a / b for a, b in pairs),
                "",
                ground.rounds,
                {"web_mb": service.megabytes()},
            )


def _spread(wall: Screens, expected: int, began: float) -> float:
    times = [at for arrivals in wall.collect_all(expected).values() for at in arrivals]
    return len(times) / (max(times) - began)


def measure_latency(ground: Ground) -> Iterator[Figure]:
    """f. commit → client's callback at 20 events a second; and the whole way from a phone's POST."""
    for count in WALLS:
        with _ours(ground, count) as (service, writer, wall), _rival(count) as (port, bare):
            token = service.token(REPORTER)
            phone = requests.Session()
            chance = random.Random(count + 1)

            def commit(writer: Writer = writer) -> tuple[str, float]:
                ids, committed = writer.write(1)
                return ids[0], committed

            def post(
                phone: requests.Session = phone,
                url: str = service.url,
                token: str = token,
                chance: random.Random = chance,
            ) -> tuple[str, float]:
                report, began = some_report(chance), time.monotonic()
                answer = phone.post(
                    f"{url}/api/v1/reports",
                    json=report,
                    headers={"Authorization": f"Bearer {token}"},
                    timeout=30,
                )
                assert answer.status_code == 201, answer.text
                return str(report["client_id"]), began

            def bare_emit(port: int = port) -> tuple[str, float]:
                began = time.monotonic()
                answer = requests.get(f"http://127.0.0.1:{port}/burst?n=1", timeout=30)
                return answer.text, began

            rounds: dict[str, list[list[float]]] = {"commit": [], "post": [], "bare": []}
            for _ in range(ground.rounds):
                rounds["commit"].append(_delays(commit, wall, count))
                rounds["post"].append(_delays(post, wall, count))
                rounds["bare"].append(_delays(bare_emit, bare, count))
            yield from _latencies(count, rounds)


def _delays(make: Callable[[], tuple[str, float]], wall: Screens, count: int) -> list[float]:
    """Milliseconds from each event's moment to each screen."""
    began: dict[str, float] = {}
    start = time.monotonic()
    for n in range(EVENTS):
        time.sleep(max(0.0, start + n / EVENTS_A_SECOND - time.monotonic()))
        entity, at = make()
        began[entity] = at
    found = wall.collect_all(EVENTS * count)
    return [(at - began[entity]) * 1000 for entity, times in found.items() for at in times]


def _latencies(count: int, rounds: dict[str, list[list[float]]]) -> Iterator[Figure]:
    words = {"commit": "commit → callback", "post": "phone's POST → callback"}
    for kind, what in words.items():
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            ours = [quantile(delays, share) for delays in rounds[kind]]
            bare = [quantile(delays, share) for delays in rounds["bare"]]
            yield Figure(
                f"live.{kind}.{count}.{name}",
                f"{what}, {count} screens, {EVENTS_A_SECOND} events/s, {name}",
                "ms",
                statistics.median(ours),
                statistics.median(bare),
                "bare emit over HTTP",
                statistics.median(a / b for a, b in zip(ours, bare, strict=True)),
                "15 ms" if (kind, name) == ("commit", "p99") else "",
                len(ours),
            )
