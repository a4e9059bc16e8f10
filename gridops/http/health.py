"""/healthz, /readyz, /metrics: whether the process lives, can do its work, and how it is doing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import orjson
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from gridops.errors import Problem
from gridops.http.endpoint import Description

logger = logging.getLogger(__name__)


def register(
    app: Flask,
    *,
    ready: Callable[[], tuple[bool, dict[str, Any]]],
    gauges: Callable[[], dict[str, float]],
) -> None:
    """Add the three addresses and the counters behind the last."""
    registry = CollectorRegistry()
    requests = Counter("gridops_requests", "Requests", ["method", "endpoint", "status"], registry=registry)
    seconds = Histogram("gridops_request_seconds", "Time to answer", ["endpoint"], registry=registry)

    def start() -> None:
        g.started = time.perf_counter()

    def count(response: Response) -> Response:
        name = request.endpoint or "none"
        requests.labels(request.method, name, str(response.status_code)).inc()
        if "started" in g:
            seconds.labels(name).observe(time.perf_counter() - g.started)
        return response

    def healthz() -> Response:
        return _json({"status": "ok"})

    def readyz() -> Response:
        try:
            is_ready, body = ready()
        except Exception as error:
            logger.exception("not ready: the database cannot be reached")
            raise Problem("unavailable", database="cannot be reached", warnings=[]) from error
        if not is_ready:
            raise Problem("unavailable", **body)
        return _json({"status": "ok", **body})

    def metrics() -> Response:
        # Not public: a reverse proxy does not pass it on, and nobody else reaches the loopback address.
        if request.remote_addr not in {"127.0.0.1", "::1"} or "X-Forwarded-For" in request.headers:
            raise Problem("not-found")
        lines = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in gauges().items())
        return Response(generate_latest(registry) + lines.encode(), content_type="text/plain; version=0.0.4")

    for view, summary in (
        (healthz, "Whether the process lives"),
        (readyz, "Whether it can do its work, with warnings that do not stop it"),
        (metrics, "Figures for Prometheus, from this machine only"),
    ):
        view.__endpoint__ = Description(  # type: ignore[attr-defined]
            summary, None, None, {200: None}, public=True
        )
    app.before_request(start)
    app.after_request(count)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)


def _json(body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), content_type="application/json")
