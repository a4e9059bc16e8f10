"""A plain report is served before Flask: answered and refused as Flask would, written once, counted like any other."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest

from gridops.intake import reporting
from tests.reports import a_report
from tests.service import Service

SHORT, LONG = "/api/v1/reports", "/api/v1/reports?by=flask"


def told(service: Service, path: str, username: str = "worker.qingyang", **kw: Any) -> tuple[Any, ...]:
    answer = service.client(username).post(path, **kw)
    headers = {name: value for name, value in answer.headers if name != "Content-Length"}
    return answer.status_code, headers, answer.data


def test_a_refusal_is_the_one_that_flask_gives(service: Service) -> None:
    refused: list[dict[str, Any]] = [
        {"json": {}},
        {"json": a_report(service_code="X")},
        {"json": {**a_report(), "unknown": 1}},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"\xff", "content_type": "application/json"},
        {"data": b"{}", "content_type": "text/plain"},
        {"json": a_report(), "headers": {"Authorization": "Bearer nobody"}},
        {"json": a_report(), "headers": {"Authorization": "Basic x"}},
        {"json": {}, "headers": {"Accept-Language": "en"}},
        {"json": a_report(), "username": "admin"},
    ]
    for one in refused:
        short, long = told(service, SHORT, **one), told(service, LONG, **one)
        assert short == long
        assert short[0] in {400, 401, 403, 415, 422}, one


class Broken(io.RawIOBase):
    """A line that breaks."""

    def readinto(self, _: object) -> int:
        raise ConnectionResetError


def test_a_body_that_was_cut_short_is_refused_as_flask_refuses_it(service: Service) -> None:
    json = "application/json"
    cut = {"data": b'{"client_id":', "content_type": json, "headers": {"Content-Length": "90"}}
    for line in ({}, {"environ_overrides": {"wsgi.input": Broken()}}):
        short, long = (told(service, path, **cut, **line) for path in (SHORT, LONG))
        assert short == long
        assert short[0] == 400


def test_an_answer_is_the_one_that_flask_gives(service: Service) -> None:
    report = a_report(client_id=str(uuid.uuid4()))
    assert told(service, SHORT, json=report)[0] == 201
    for headers in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip;q=0, br"}):
        short = told(service, SHORT, json=report, headers=headers)
        assert short == told(service, LONG, json=report, headers=headers)
        assert short[0] == 200
        assert ("Content-Encoding" in short[1]) is (headers == {"Accept-Encoding": "gzip"})
    other = told(service, LONG, json=a_report(client_id=str(uuid.uuid4())))
    new = told(service, SHORT, json=a_report(client_id=str(uuid.uuid4())))
    assert new[0] == other[0] == 201
    assert new[1].keys() == other[1].keys()


def test_a_plain_report_never_comes_to_flask(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = service.client("worker.qingyang")
    monkeypatch.setattr(type(service.app), "full_dispatch_request", lambda _: pytest.fail("it came to Flask"))
    assert client.post(SHORT, json=a_report(client_id=str(uuid.uuid4()))).status_code == 201


def test_what_fails_is_told_by_flask_and_not_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(*_: Any, **__: Any) -> None:
        tried.append(1)
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(reporting, "draft_reports", fail)
    answer = service.client("worker.qingyang").post(SHORT, json=a_report(client_id=str(uuid.uuid4())))
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert len(tried) == 1


def test_it_is_counted_like_any_other(service: Service) -> None:
    def counted() -> list[str]:
        lines = service.anonymous().get("/metrics").text.splitlines()
        return [one for one in lines if "post_report" in one and ("_total{" in one or "_count{" in one)]

    for path in (SHORT, LONG):
        assert told(service, path, json=a_report(client_id=str(uuid.uuid4())))[0] == 201
    assert counted() == [
        'gridops_requests_total{endpoint="intake.post_report",method="POST",status="201"} 2.0',
        'gridops_request_seconds_count{endpoint="intake.post_report"} 2.0',
    ]
