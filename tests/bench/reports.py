"""Reports over HTTP, one at a time and in batches, against the same rows by pgbench and the same work by FastAPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from tests.bench import load, rivalry
from tests.bench.figures import Figure, compare, gathered
from tests.bench.filling import written
from tests.bench.ground import Ground, opened
from tests.bench.limit import pgbench, written_statement
from tests.bench.sending import BATCH, Phones, phones
from tests.bench.serving import Served, served

WIDTHS = (1, 8, 32, 128)
BATCH_WIDTHS = (1, 4)
AUTO_WIDTH = 8
#: A turn of one of them; a pause of the disk does not decide it, and all widths are through in two minutes.
SECONDS = 2.0
#: More than the fastest can take in a turn.
MOST, MOST_BATCHES = 6_000, 120
FASTAPI = "FastAPI + asyncpg"
GOALS = {1: "0.25 of pgbench", 8: "0.25 of pgbench", 32: "0.30 of pgbench", 128: "0.30 of pgbench"}


@dataclass(frozen=True)
class Stage:
    """The service over a filled database, and phones that report to it."""

    service: Served
    url: str
    phones: Phones

    def model(self) -> str:
        """The id of a case that the service has just written: the limit writes the like."""
        report = self.phones.report()
        token = self.phones.tokens[0]
        request = load.request_bytes("POST", "/api/v1/reports", token=token, body=orjson.dumps(report))
        load.send(self.service.port, [request], connections=1).require(201)
        return str(report["client_id"])


@contextmanager
def stage(ground: Ground, *, mode: str = "manual") -> Iterator[Stage]:
    """Everything that takes reports, for the length of a block."""
    with written(ground) as url, served(url) as service:
        with opened(url) as database, database.transaction() as session:
            found = phones(session, mode=mode)
        yield Stage(service, url, found)


def _script(at: Stage, count: int) -> str:
    model = at.model()
    with opened(at.url) as database:
        return written_statement(database, model, count=count)


def _sender(port: int, at: Phones, width: int, kept: list[load.Answered]) -> Callable[[], float]:
    def send() -> float:
        kept.append(load.send(port, at.ones(MOST), connections=width, seconds=SECONDS).require(201))
        return kept[-1].per_second

    return send


def measure_reports(ground: Ground) -> Iterator[Figure]:
    """One report a request, durable and signed in, from 1 to 128 connections at once."""
    with stage(ground) as at, rivalry.fastapi(at.url) as rival:
        script = _script(at, 1)
        for width in WIDTHS:
            ours: list[load.Answered] = []
            theirs: list[load.Answered] = []
            yield compare(
                f"reports.{width}",
                f"one report a request, {width} connections",
                unit="reports/s",
                ours=_sender(at.service.port, at.phones, width, ours),
                rivals={
                    "pgbench, same rows": lambda width=width: pgbench(  # type: ignore[misc]
                        at.url, script, clients=width, seconds=int(SECONDS)
                    ),
                    FASTAPI: _sender(rival.port, at.phones, width, theirs),
                },
                rounds=ground.rounds,
                goal=GOALS[width],
                more={"p50_ms": [a.p50_ms for a in ours[1:]], "megabytes": at.service.megabytes()},
            )
            yield gathered(
                f"reports.{width}.p99",
                f"the same, p99 at {width} connections",
                "ms",
                [a.p99_ms for a in ours[1:]],
                {FASTAPI: [a.p99_ms for a in theirs[1:]]},
                goal="500 ms" if width == WIDTHS[-1] else "",
            )


def measure_auto(ground: Ground) -> Iterator[Figure]:
    """Reports of matters that are filed or dispatched by themselves, against the plain ones."""
    with stage(ground) as at, opened(at.url) as database:
        for mode in ("auto_file", "auto_dispatch"):
            with database.transaction() as session:
                other = phones(session, mode=mode)
            yield compare(
                f"auto.{mode}",
                f"reports whose matter is {mode}, {AUTO_WIDTH} connections",
                unit="reports/s",
                ours=_sender(at.service.port, other, AUTO_WIDTH, []),
                rivals={"our plain report": _sender(at.service.port, at.phones, AUTO_WIDTH, [])},
                rounds=ground.rounds,
                goal="0.77 (1 : 1.3)",
            )


def measure_batches(ground: Ground) -> Iterator[Figure]:
    """Reports in batches of a hundred, from one connection and from four."""
    with stage(ground) as at:
        script = _script(at, BATCH)
        for width in BATCH_WIDTHS:

            def ours(width: int = width) -> float:
                requests = at.phones.batches(MOST_BATCHES)
                sent = load.send(at.service.port, requests, connections=width, seconds=SECONDS)
                return sent.require(200).per_second * BATCH

            yield compare(
                f"batches.{width}",
                f"reports in batches of {BATCH}, {width} connections",
                unit="reports/s",
                ours=ours,
                rivals={
                    "pgbench, same batches": lambda width=width: (
                        pgbench(  # type: ignore[misc]
                            at.url, script, clients=width, seconds=int(SECONDS)
                        )
                        * BATCH
                    )
                },
                rounds=ground.rounds,
                goal="0.25",
            )
