"""Compresses answers in JSON for who takes gzip: the lists that phones fetch at first, once; all others as they leave.

Answers that hold a token never: what is compressed beside a secret gives the secret away by its length.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request
from werkzeug.http import parse_accept_header

#: Endpoints whose answers are large, rarely change and are the same for many callers.
_PACKED = frozenset({"duties.get_matters", "territory.areas.get_areas"})
_LEAST_BYTES = 1_000
#: Three bytes of four go at the lowest level already; a higher one takes longer than it spares on the way.
_QUICK, _THOROUGH = 1, 6
_SECRET = frozenset({"people.post_session", "people.post_live_ticket", "accounts.post_code"})


@lru_cache(maxsize=8)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, _THOROUGH, mtime=0)


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: str) -> bool:
    return parse_accept_header(accept_encoding)["gzip"] > 0


def is_worth_packing(body: bytes, accept_encoding: str) -> bool:
    """Whether it is long enough, and the caller takes gzip."""
    return len(body) >= _LEAST_BYTES and _takes_gzip(accept_encoding)


def pack_quickly(body: bytes) -> bytes:
    """In gzip, at the level for what is sent once."""
    return gzip.compress(body, _QUICK, mtime=0)


def pack(response: Response) -> Response:
    """The answer in gzip where it is JSON of some length and the caller takes it."""
    if not (response.mimetype or "").endswith("json") or response.is_streamed or request.endpoint in _SECRET:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code not in (200, 201) or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if is_worth_packing(body, request.headers.get("Accept-Encoding", "")):
        response.set_data(_packed(body) if request.endpoint in _PACKED else pack_quickly(body))
        response.headers["Content-Encoding"] = "gzip"
    return response
