"""A request that the server cannot read is refused by a problem document, as everything else is."""

from __future__ import annotations

import json

import pytest
from gunicorn.http.errors import (
    ConfigurationProblem,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
)

from gridops.serving.refusing import refusal_of


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (LimitRequestLine(9_000, 4_094), 414, "address-too-long"),
        (LimitRequestHeaders("too many"), 431, "headers-too-large"),
        (InvalidRequestLine("nonsense"), 400, "bad-request"),
    ],
)
def test_the_refusal_is_a_problem(error: Exception, status: int, code: str) -> None:
    answer = refusal_of(error)
    assert answer is not None
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} ")
    assert "Content-Type: application/problem+json" in lines
    assert f"Content-Length: {len(body)}" in lines
    assert (json.loads(body)["status"], json.loads(body)["code"]) == (status, code)


@pytest.mark.parametrize("error", [ConfigurationProblem("ours"), OSError("gone")])
def test_what_is_not_the_requests_fault_is_left_to_the_server(error: Exception) -> None:
    assert refusal_of(error) is None
