"""What the server itself cannot read, said as the contract says every refusal: a problem document, no page of HTML.

Only the request line and the head are known here; what they ask for is not.
"""

from __future__ import annotations

from http import HTTPStatus

import orjson
from gunicorn.http.errors import (
    ConfigurationProblem,
    ForbiddenProxyRequest,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)

from gridops.errors import Problem

#: Not the request's fault, or nothing that a client of ours could send: the server's own words do.
_LEFT = (ConfigurationProblem, ForbiddenProxyRequest, UnsupportedTransferCoding)


def refusal_of(error: Exception) -> bytes | None:
    """The whole answer to a request that could not be read, None where the server is to answer in its own way."""
    if not isinstance(error, ParseException) or isinstance(error, _LEFT):
        return None
    if isinstance(error, LimitRequestLine):
        return refusal("address-too-long")
    return refusal("headers-too-large" if isinstance(error, LimitRequestHeaders) else "bad-request")


def refusal(code: str) -> bytes:
    """The whole answer of a refusal, after which the connection ends."""
    problem = Problem(code)
    # Nothing was read that could say in which language.
    body = orjson.dumps(problem.document())
    head = (
        f"HTTP/1.1 {problem.kind.status} {HTTPStatus(problem.kind.status).phrase}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
