"""Reports over HTTP, one at a time and in batches, against the same rows written by pgbench."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import event

from gridops import config
from gridops.app import create_app
from gridops.db.session import Database
from gridops.demonstration.sign_ins import PASSWORD
from gridops.http.runtime import EXTENSION
from tests.bench import load
from tests.bench.figures import Figure, compare
from tests.bench.ground import FOLDER, Ground, Served, opened, served
from tests.bench.limit import pgbench, written_statement
from tests.reports import a_report, at

REPORTER = "worker.qingyang"
CONNECTIONS = 16
BATCH = 100
LIMIT_SECONDS = 3
#: A round takes seconds, so that one pause of the disk does not decide it.
ONES, BATCHES = 1_000, 40


def some_report(chance: random.Random, **over: Any) -> dict[str, Any]:
    """A report somewhere around the reporter's street; most lie in other grids than his own."""
    place = at(
        round(121.2 + chance.random() * 0.1, 7), round(37.45 + chance.random() * 0.1, 7), coord_sys="wgs84"
    )
    return a_report(client_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)), location=place, **over)


def one_requests(token: str, count: int, chance: random.Random, **over: Any) -> list[bytes]:
    """`count` requests with a report each."""
    return [
        load.request_bytes(
            "POST", "/api/v1/reports", token=token, body=orjson.dumps(some_report(chance, **over))
        )
        for _ in range(count)
    ]


def batch_requests(token: str, count: int, chance: random.Random) -> list[bytes]:
    """`count` requests with a hundred reports each."""
    return [
        load.request_bytes(
            "POST",
            "/api/v1/reports/batch",
            token=token,
            body=orjson.dumps({"reports": [some_report(chance) for _ in range(BATCH)]}),
        )
        for _ in range(count)
    ]


@contextmanager
def _stage(ground: Ground) -> Iterator[tuple[Served, str, Database, str]]:
    with ground.database("reports") as url, served(url) as service, opened(url) as database:
        model = some_report(random.Random(0))
        body = orjson.dumps(model)
        request = load.request_bytes("POST", "/api/v1/reports", token=service.token(REPORTER), body=body)
        load.send(service.port, [request], connections=1).require(201)
        yield service, url, database, model["client_id"]


def measure_one(ground: Ground) -> Iterator[Figure]:
    """a. one report a request, durable, with authentication and validation on."""
    chance = random.Random(1)
    with _stage(ground) as (service, url, database, case_id):
        token, script = service.token(REPORTER), written_statement(database, case_id, count=1)
        latest: dict[str, load.Answered] = {}

        def ours() -> float:
            latest["many"] = load.send(
                service.port, one_requests(token, ONES, chance), connections=CONNECTIONS
            ).require(201)
            return latest["many"].per_second

        figure = compare(
            "report.one",
            "one report a request, durable",
            unit="reports/s",
            ours=ours,
            rival=lambda: pgbench(url, script, clients=CONNECTIONS, seconds=LIMIT_SECONDS),
            rival_name="pgbench, same rows",
            rounds=ground.rounds,
            goal="0.30",
        )
        alone = load.send(service.port, one_requests(token, 300, chance), connections=1).require(201)
        more = {
            "connections": CONNECTIONS,
            "p50_ms": latest["many"].p50_ms,
            "p99_ms": latest["many"].p99_ms,
            "alone_p50_ms": alone.p50_ms,
            "web_mb": service.megabytes(),
        }
        yield replace(figure, more=more)


def measure_batch(ground: Ground) -> Iterator[Figure]:
    """b. reports in batches of a hundred."""
    chance = random.Random(2)
    with _stage(ground) as (service, url, database, case_id):
        token, script = service.token(REPORTER), written_statement(database, case_id, count=BATCH)

        def ours() -> float:
            requests = batch_requests(token, BATCHES, chance)
            return load.send(service.port, requests, connections=4).require(200).per_second * BATCH

        yield compare(
            "report.batch",
            f"reports in batches of {BATCH}",
            unit="reports/s",
            ours=ours,
            rival=lambda: pgbench(url, script, clients=4, seconds=LIMIT_SECONDS) * BATCH,
            rival_name="pgbench, same batches",
            rounds=ground.rounds,
            goal="0.80",
        )


def measure_statements(ground: Ground) -> Iterator[Figure]:
    """How many statements one POST /reports makes, by intake mode; counted in this process."""
    modes = {"manual": "C0102", "auto_file": "C0112"}
    with ground.database("statements") as url:
        for mode, code in modes.items():
            said = statements_of_report(url, service_code=code)
            yield Figure(
                f"report.statements.{mode}",
                f"statements of one report ({mode})",
                "statements",
                float(len(said)),
                goal="10" if mode == "manual" else "",
            )


def statements_of_report(url: str, **over: Any) -> list[str]:
    """The statements of one report, after a first one has warmed everything up."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings = config.load({"DATABASE_URL": url, "GRIDOPS_VAR": str(FOLDER), "GRIDOPS_ARGON2": "cheap"})
    app = create_app(settings, start_hub=False)
    database: Database = app.extensions[EXTENSION].database
    client = app.test_client(use_cookies=False)
    sent = {"username": REPORTER, "password": PASSWORD}
    token = orjson.loads(client.post("/api/v1/sessions", json=sent).data)["token"]
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: said.append(" ".join(a[2].split())))
    chance = random.Random(repr(over))
    for _ in range(2):
        said.clear()
        answer = client.post(
            "/api/v1/reports",
            json=some_report(chance, **over),
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 201, answer.data
    database.close()
    return said
