"""/healthz, /readyz, /metrics: whether the process lives, can do its work, and how it is doing."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from gridops.config import Settings
from gridops.db import migrate
from gridops.db.rights import find_differences
from gridops.db.session import Database, Session
from gridops.errors import Problem
from gridops.http.endpoint import Description
from gridops.http.own_machine import is_passed_on
from gridops.http.runtime import runtime

logger = logging.getLogger(__name__)

#: Where the app keeps its `Meter`.
METER = "gridops.meter"


@dataclass(frozen=True)
class Readiness:
    """What /readyz asks of the rooms, each question with a session that may read everything.

    `states` by name answer "ok" or what is wrong, which stops the service; `facts` are told; `warnings` are lines that
    stop nothing. The database itself, its migrations and its rights are asked about in any case.
    """

    states: Mapping[str, Callable[[Session], str]] = field(default_factory=dict)
    facts: Mapping[str, Callable[[Session], Any]] = field(default_factory=dict)
    warnings: Sequence[Callable[[Session], Sequence[str]]] = ()

    def ask(self, database: Database) -> tuple[bool, dict[str, Any]]:
        """Whether the service can do its work, and the body that says so; raises where the database is away."""
        body: dict[str, Any] = {"database": "ok", "migrations": "ok", "roles": "ok"}
        with database.transaction("gridops_system") as session:
            body |= {name: ask(session) for name, ask in self.states.items()}
            body |= {name: ask(session) for name, ask in self.facts.items()}
            body["warnings"] = [line for ask in self.warnings for line in ask(session)]
        with database.engine.connect() as connection:
            if migrate.current(connection) != migrate.head():
                body["migrations"] = "not at head: gridops db migrate"
        with database.engine.connect() as connection:
            if differences := find_differences(connection):
                body["roles"] = f"{len(differences)} rights are not as expected: gridops db rights"
        return all(body[name] == "ok" for name in ("migrations", "roles", *self.states)), body


class Meter:
    """Requests counted and timed by endpoint, for Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "gridops_requests", "Requests", ["method", "endpoint", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "gridops_request_seconds", "Time to answer", ["endpoint"], registry=self.registry
        )

    def count(self, method: str, endpoint: str, status: str, began: float | None) -> None:
        """One request; `began` by the performance counter, None where that is not known."""
        self._requests.labels(method, endpoint, status).inc()
        if began is not None:
            self._seconds.labels(endpoint).observe(time.perf_counter() - began)


def register(app: Flask, readiness: Readiness, *, gauges: Callable[[], dict[str, float]]) -> None:
    """Add the three addresses and the counters behind the last."""
    meter = app.extensions[METER] = Meter()

    def start() -> None:
        g.started = time.perf_counter()

    def count(response: Response) -> Response:
        meter.count(request.method, request.endpoint or "none", str(response.status_code), g.get("started"))
        return response

    def healthz() -> Response:
        return _json({"status": "ok"})

    def readyz() -> Response:
        try:
            is_ready, body = readiness.ask(runtime().database)
        except Exception as error:
            logger.error("not ready: the database cannot be reached (%s)", type(error).__name__)
            raise Problem("unavailable", database="cannot be reached", warnings=[]) from error
        if not is_ready:
            raise Problem("unavailable", **body)
        return _json({"status": "ok", **body})

    def metrics() -> Response:
        if not _may_read_figures(runtime().services["settings"]):
            raise Problem("not-found")
        lines = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in gauges().items())
        return Response(
            generate_latest(meter.registry) + lines.encode(), content_type="text/plain; version=0.0.4"
        )

    for view, summary in (
        (healthz, "Whether the process lives"),
        (readyz, "Whether it can do its work, with warnings that do not stop it"),
        (metrics, "Figures for Prometheus, from this machine or by the deployment's token"),
    ):
        view.__endpoint__ = Description(  # type: ignore[attr-defined]
            summary, None, None, {200: None}, public=True
        )
    app.before_request(start)
    app.after_request(count)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)


def _may_read_figures(settings: Settings) -> bool:
    """By the deployment's token from anywhere; without one from this machine, while no proxy stands on it."""
    if settings.metrics_token:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        told, wanted = given.strip().encode(), settings.metrics_token.encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(told, wanted)
    is_told_of = settings.public_origin is not None or is_passed_on(request.environ)
    return request.remote_addr in {"127.0.0.1", "::1"} and not is_told_of


def _json(body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), content_type="application/json")
