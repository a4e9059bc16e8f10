"""Compresses the lists that every phone fetches at its first load; all other answers leave as they are."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

#: Endpoints whose answers are large, rarely change and are the same for many callers.
_PACKED = frozenset({"duties.get_matters", "territory.areas.get_areas"})
_LEAST_BYTES = 4_000


@lru_cache(maxsize=8)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def pack(response: Response) -> Response:
    """The answer in gzip where it is one of the large lists and the caller takes it."""
    if request.endpoint not in _PACKED or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    takes_gzip = request.accept_encodings["gzip"] > 0 and "Content-Encoding" not in response.headers
    if response.status_code == 200 and takes_gzip and len(response.get_data()) >= _LEAST_BYTES:
        response.set_data(_packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response
