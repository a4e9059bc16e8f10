"""`make profile ARGS="--processor"`: what one report takes of the processor, in Python and in PostgreSQL, over HTTP.

Processor's time and no clock: other work on the machine changes it little, where it doubles a rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from gridops.db.session import Database
from tests.bench import load
from tests.bench.ground import opened
from tests.bench.sending import BATCH, Phones
from tests.bench.serving import Served, cpu_seconds, served

#: Every thread and connection has worked once before anything is counted.
WARM_UP = 150


@dataclass(frozen=True)
class Spent:
    """Microseconds of the processor for a report: web processes, their backends, and all that numbers the log."""

    python: float
    postgresql: float
    numbering: float


def processor_of(url: str, sender: Phones, *, count: int, connections: int, is_batch: bool = False) -> Spent:
    """What `count` requests take, over as many connections at once; a batch's is told for each of its reports."""
    make = sender.batches if is_batch else sender.ones
    with served(url) as service, opened(url, pool_size=1) as database:
        warm = max(2, WARM_UP // BATCH) if is_batch else WARM_UP
        _send(service, make(warm), connections)
        requests = make(count)
        before = _seconds(service, database)
        _send(service, requests, connections)
        after = _seconds(service, database)
    reports = count * (BATCH if is_batch else 1)
    return Spent(*(1e6 * (b - a) / reports for a, b in zip(before, after, strict=True)))


def _send(service: Served, requests: list[bytes], connections: int) -> None:
    load.send(service.port, requests, connections=connections).require(200, 201)


def _seconds(service: Served, database: Database) -> tuple[float, float, float]:
    """Seconds used so far by the web processes, by their backends, by the worker with its own."""
    processes = service.processes()
    web, worker = processes["web"], processes.get("worker", [])
    return (
        cpu_seconds(web),
        cpu_seconds(_backends(database, web)),
        cpu_seconds([*worker, *_backends(database, worker)]),
    )


def _backends(database: Database, clients: Iterable[int]) -> list[int]:
    """The backends that serve the connections of `clients`, found by their ports."""
    ports = _ports_of(clients)
    with database.transaction() as session:
        rows = session.execute(
            text("SELECT pid, client_port FROM pg_stat_activity WHERE datname = current_database()")
        )
        return [row.pid for row in rows if row.client_port in ports]


def _ports_of(pids: Iterable[int]) -> set[int]:
    held = set()
    for pid in pids:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                held.add(str(entry.readlink()))
    ports = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if f"socket:[{fields[9]}]" in held:
            ports.add(int(fields[1].rpartition(":")[2], 16))
    return ports
