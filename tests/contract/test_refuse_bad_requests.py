"""Methods, addresses, headers and cookies that make no sense or are forged: refused as the contract says."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import ClientDisconnected

from tests.contract.problems import is_problem
from tests.reports import a_report
from tests.service import Service

API = "/api/v1"
LIST = f"{API}/incidents"


@pytest.mark.parametrize("method", ["HEAD", "TRACE", "PATCH", "PUT", "DELETE", "FOO"])
def test_a_method_that_is_not_spoken_is_told_which_are(standing: Service, method: str) -> None:
    headers = {"Authorization": f"Bearer {standing.client('worker.qingyang').token}"}
    answer = standing.anonymous().open(f"{API}/reports", method=method, headers=headers)
    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert "POST" in answer.headers["Allow"]
    if method != "HEAD":
        assert answer.json["allowed"] == answer.headers["Allow"].split(", ")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        f"{API}/nothing",
        f"{API}/incidents/zz",
        f"{API}/incidents/" + "0" * 40,
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "//evil.example/x",
        "/tiles/incidents/23/0/0.mvt",
        "/tiles/incidents/" + "9" * 40 + "/1/1.mvt",
        "/tiles/incidents/" + "9" * 5_000 + "/1/1.mvt",
        "/tiles/territory/" + "x" * 4_000 + "/1/1/1.mvt",
        f"{API}/areas/%00",
        f"{API}/areas/%ED%A0%80",
        f"{API}/areas/" + "a" * 5_000,
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(standing: Service, path: str) -> None:
    assert is_problem(standing.client("dispatcher.qingyang").get(path), 404, "not-found")


class BrokenBody(io.RawIOBase):
    """A body that the server cannot read on, such as one in chunks that are none."""

    def __init__(self, error: Exception) -> None:
        self._left, self._error = b'{"a": 1', error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            raise self._error
        taken, self._left = self._left, b""
        buffer[: len(taken)] = taken
        return len(taken)


@pytest.mark.parametrize("error", [ValueError("no chunk"), ConnectionResetError(), ClientDisconnected()])
def test_a_body_that_breaks_off_is_the_callers_fault(standing: Service, error: Exception) -> None:
    headers = {"Authorization": f"Bearer {standing.client('worker.qingyang').token}"}
    answer = standing.anonymous().post(
        f"{API}/reports",
        headers=headers,
        content_type="application/json",
        environ_overrides={"wsgi.input": BrokenBody(error), "CONTENT_LENGTH": "100"},
    )
    assert is_problem(answer, 400, "bad-request")


def test_a_service_that_cannot_work_says_why(standing: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kw: object) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionRefusedError())

    standing.number()
    ready = standing.anonymous().get("/readyz")
    assert (ready.status_code, ready.json["database"]) == (200, "ok")
    monkeypatch.setattr(standing.database, "transaction", refuse)
    for path in ("/readyz", LIST):
        answer = standing.anonymous().get(path, headers={"Authorization": "Bearer x"})
        assert is_problem(answer, 503, "unavailable")
    assert standing.anonymous().get("/readyz").json["database"] == "cannot be reached"
    assert standing.anonymous().get("/healthz").status_code == 200


def test_figures_are_for_this_machine_alone(standing: Service) -> None:
    client = standing.anonymous()
    assert client.get("/metrics").status_code == 200
    assert is_problem(client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}), 404, "not-found")
    assert is_problem(client.get("/metrics", environ_overrides={"REMOTE_ADDR": "8.8.8.8"}), 404, "not-found")


@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \xff\xfe"},
        {"Authorization": "Bearer " + "x" * 10_000},
        {"Cookie": "gridops_session=\xff"},
        {"Cookie": "gridops_session=" + "x" * 4_000},
    ],
)
def test_a_forged_sign_in_is_none(standing: Service, header: dict[str, str]) -> None:
    assert is_problem(standing.anonymous().get(LIST, headers=header), 401)


@pytest.mark.parametrize(
    "header",
    [
        {"Accept": "\xff"},
        {"Accept": "application/json;q=abc"},
        {"Accept-Language": "\xff,,;q=9"},
        {"If-None-Match": 'W/"x", *'},
        {"Range": "bytes=0-1"},
        {"If-Modified-Since": "junk"},
        {"Host": 'evil.example" x'},
        {"X-Forwarded-Host": "evil.example"},
    ],
)
def test_headers_that_make_no_sense_are_passed_over(standing: Service, header: dict[str, str]) -> None:
    case = standing.report("worker.qingyang")
    client = standing.client("dispatcher.qingyang")
    assert client.get(LIST, headers=header).status_code == 200
    answer = client.get(f"{LIST}/{case['id']}", headers=header)
    assert answer.status_code in {200, 304}
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("origin", [None, "null", "", "http://evil.example", "http://localhost.evil.example"])
def test_a_cookie_writes_from_its_own_page_alone(standing: Service, origin: str | None) -> None:
    client = standing.app.test_client()
    client.post(f"{API}/sessions", json={"username": "dispatcher.qingyang", "password": "gridops-demo"})
    headers = {"Origin": origin} if origin is not None else {}
    case = standing.report("worker.qingyang")
    for path, body in (
        (f"{API}/reports", a_report()),
        (f"{LIST}/{case['id']}/actions/file", {"version": 1}),
        (f"{API}/live-tickets", None),
        (f"{API}/area-queries", {"area": "370611001", "from": "2026-01-01", "to": "2100-01-01"}),
    ):
        assert is_problem(client.post(path, json=body, headers=headers), 403, "origin-mismatch")
    assert is_problem(client.delete(f"{API}/sessions/current", headers=headers), 403, "origin-mismatch")
    assert client.get(f"{LIST}/{case['id']}").json["version"] == 1
