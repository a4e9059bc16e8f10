"""A mixed minute of a busy district: simulated phones, dispatchers and handlers, screens and supervisors that read.

What is told afterwards is not how fast it was, but which statements cost most and which indexes nobody used.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import requests
from sqlalchemy import make_url, text

from tests.bench.areas import PATH, POLYGON, SUPERVISOR, TOWNSHIP, asked
from tests.bench.figures import Figure, single
from tests.bench.filling import written
from tests.bench.filling.cases import FREQUENT, RARE
from tests.bench.ground import Ground, opened, superuser
from tests.bench.serving import Served, running, served
from tests.bench.tiles import around

SECONDS = 60.0
#: Reports a second of all phones; dispatchers and handlers follow.
REPORTS = 15
STATEMENTS = 15

_COSTS = text(
    "SELECT query, calls, total_exec_time AS all_ms, mean_exec_time AS mean_ms, rows FROM pg_stat_statements s"
    " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()"
    " ORDER BY total_exec_time DESC LIMIT :n"
)
_INDEXES = text(
    "SELECT s.indexrelname AS name, s.idx_scan AS used, pg_relation_size(s.indexrelid) AS bytes, i.indisunique AS key"
    " FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid"
    " WHERE s.schemaname = 'gridops' AND pg_relation_size(s.indexrelid) > 1000000 ORDER BY 2, 3 DESC"
)


@contextmanager
def _counted(url: str) -> Iterator[None]:
    """Statements of this database are counted from now on; nothing is counted elsewhere or before."""
    name, server = str(make_url(url).database), superuser()
    server.execute(f"ALTER DATABASE \"{name}\" SET pg_stat_statements.track = 'top'")
    server.execute(
        "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;"
        " GRANT pg_read_all_stats TO gridops; SELECT pg_stat_statements_reset(), pg_stat_reset();",
        database=name,
    )
    try:
        yield
    finally:
        server.execute(f'ALTER DATABASE "{name}" RESET pg_stat_statements.track')


def measure(ground: Ground) -> Iterator[Figure]:
    """The statements that cost most, and the indexes that cost disk and writing and gave nothing."""
    with written(ground) as url, _counted(url), served(url) as service:
        answered = _live_through(service)
        with opened(url) as database, database.transaction() as session:
            yield single("day.read", "answers to those who read", "answers", float(answered))
            for n, row in enumerate(session.execute(_COSTS, {"n": STATEMENTS}).all(), 1):
                yield single(
                    f"day.statement.{n}",
                    " ".join(row.query.split())[:100],
                    "ms in all",
                    row.all_ms,
                    more={"calls": row.calls, "mean_ms": row.mean_ms, "rows": row.rows, "query": row.query},
                )
            for row in session.execute(_INDEXES).all():
                if row.used == 0 and not row.key:
                    what = f"{row.name} was not used"
                    yield single(f"day.idle.{row.name}", what, "MB", row.bytes / 1e6)


def _live_through(service: Served) -> int:
    """Let simulated people work while others read, round and round; how many answers these got."""
    work = [
        *(sys.executable, "-m", "gridops", "simulate", "--endless", "--workers", "50"),
        *("--rate", str(REPORTS), "--url", service.url),
    ]
    answered, until = 0, time.monotonic() + SECONDS
    token = service.token("dispatcher.fushan")
    newest = requests.get(
        f"{service.url}/api/v1/incidents?limit=1", headers={"Authorization": f"Bearer {token}"}, timeout=60
    )
    case = newest.json()["items"][0]["id"]
    with running({"simulate": work}, {}) as processes:
        while time.monotonic() < until:
            for username, path, body in _reads(case):
                headers = {"Authorization": f"Bearer {service.token(username)}"}
                method = "POST" if body else "GET"
                answer = requests.request(method, service.url + path, json=body, headers=headers, timeout=60)
                assert answer.status_code in (200, 204), f"{path}: {answer.text[:200]}"
                answered += 1
        if processes["simulate"].poll() is not None:
            raise SystemExit("the simulation has ended by itself; see var/bench/simulate.log")
    return answered


def _reads(case: str) -> Iterator[tuple[str, str, Any]]:
    """(who, path, body) of what a screen, a worker's list and a supervisor ask in turn."""
    centre, worker = "dispatcher.fushan", "worker.qingyang"
    yield centre, "/api/v1/snapshot", None
    for zoom in (11, 13):
        for x, y in around(zoom)[:4]:
            yield centre, f"/tiles/incidents/{zoom}/{x}/{y}.mvt", None
    for part in ("", "/timeline", "/clock"):
        yield centre, f"/api/v1/incidents/{case}{part}", None
    yield worker, "/api/v1/incidents?reporter=me&limit=50", None
    yield "handler.qingyang", "/api/v1/incidents?unit=mine&limit=50", None
    for query in (
        "state=reported",
        "due_state=overdue",
        f"area={TOWNSHIP}",
        f"q={quote(FREQUENT)}",
        f"q={quote(RARE)}",
    ):
        yield centre, f"/api/v1/incidents?limit=50&{query}", None
    yield SUPERVISOR, PATH, asked({"area": TOWNSHIP, "group_by": ["village", "service_group"]})
    yield (
        SUPERVISOR,
        PATH,
        asked({"area": TOWNSHIP, "group_by": ["day"], "include": ["counts", "indicators"]}),
    )
    yield SUPERVISOR, PATH, asked({"polygon": POLYGON, "group_by": ["state"]})
