"""Requests through the service's own door: signed in, in batches, every answer read. Touches no table."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click
import orjson
from flask import Flask
from flask.testing import FlaskClient

from gridops.cli.replay.city import USERNAME
from gridops.cli.replay.requests_file import Request

BATCH = 500
#: The same case of the city always becomes the same case here, so that sending it again doubles nothing.
NAMESPACE = uuid.UUID("9f0f7a52-3a0e-5d0c-8a55-6c1f5a3be311")


class Desk:
    """A signed-in client of the service in this process."""

    def __init__(self, app: Flask, code: str) -> None:
        self._client: FlaskClient = app.test_client(use_cookies=False)
        sent = {"username": USERNAME, "code": code, "device_name": "replay"}
        self._token = self._post("/api/v1/sessions", sent, expected=201)["token"]

    def send(self, reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Send a batch; the result of each report, in order."""
        answer = self._post(
            "/api/v1/reports/batch",
            {"reports": list(reports)},
            headers={"Authorization": f"Bearer {self._token}"},
        )
        results: list[dict[str, Any]] = answer["results"]
        return results

    def _post(
        self, path: str, body: Any, *, expected: int = 200, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        answer = self._client.post(
            path, data=orjson.dumps(body), content_type="application/json", headers=dict(headers or {})
        )
        content: dict[str, Any] = orjson.loads(answer.data)
        if answer.status_code != expected:
            raise click.ClickException(f"{path} answers {answer.status_code}: {content.get('detail')}")
        return content


def report_of(request: Request, service_code: str) -> dict[str, Any]:
    """A readable request as the contract's report; it keeps its own number."""
    assert request.spot is not None
    assert request.opened_at is not None
    return {
        "client_id": str(uuid.uuid5(NAMESPACE, request.case_id)),
        "service_code": service_code,
        "description": request.title,
        "location": {
            "lon": request.spot.lon,
            "lat": request.spot.lat,
            "coord_sys": "wgs84",
            "source": "manual",
        },
        "occurred_at": request.opened_at.isoformat(),
        "origin": "agency",
        "external_number": request.case_id[:100],
    }


def send_all(
    desk: Desk,
    requests: Sequence[Request],
    codes: Mapping[tuple[str, str], str],
    *,
    on_batch: Callable[[int, Counter[str]], None],
) -> Iterator[tuple[Request, dict[str, Any] | None]]:
    """Send what is readable, in the file's order; each request with its case, None where it was refused.

    `on_batch` is told after each batch how many were sent, and of the refusals by code.
    """
    readable = [r for r in requests if r.is_readable]
    refusals: Counter[str] = Counter()
    for start in range(0, len(readable), BATCH):
        batch = readable[start : start + BATCH]
        results = desk.send([report_of(r, codes[r.reason, r.kind]) for r in batch])
        for request, result in zip(batch, results, strict=True):
            if result["status"] not in (200, 201):
                refusals[result["problem"]["code"]] += 1
            yield request, result["incident"]
        on_batch(start + len(batch), refusals)
