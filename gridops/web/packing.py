"""Compresses answers in JSON for who takes gzip: the lists that phones fetch at first, once; all others as they leave.

Answers that hold a token never: what is compressed beside a secret gives the secret away by its length.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

#: Endpoints whose answers are large, rarely change and are the same for many callers.
_PACKED = frozenset({"duties.get_matters", "territory.areas.get_areas"})
_LEAST_BYTES = 1_000
#: Three bytes of four go at the lowest level already; a higher one takes longer than it spares on the way.
_QUICK, _THOROUGH = 1, 6
_SECRET = frozenset({"people.post_session", "people.post_live_ticket", "accounts.post_code"})


@lru_cache(maxsize=8)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, _THOROUGH, mtime=0)


def pack(response: Response) -> Response:
    """The answer in gzip where it is JSON of some length and the caller takes it."""
    if not (response.mimetype or "").endswith("json") or response.is_streamed or request.endpoint in _SECRET:
        return response
    response.vary.add("Accept-Encoding")
    takes_gzip = request.accept_encodings["gzip"] > 0 and "Content-Encoding" not in response.headers
    if response.status_code in (200, 201) and takes_gzip and len(response.get_data()) >= _LEAST_BYTES:
        body = response.get_data()
        is_kept = request.endpoint in _PACKED
        response.set_data(_packed(body) if is_kept else gzip.compress(body, _QUICK, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
