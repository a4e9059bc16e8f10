"""The head of a request as it arrives, byte for byte: whether it is whole, and whom it is for. Pure."""

from __future__ import annotations

from enum import Enum

#: No client of ours sends more; gunicorn's own limits come on top.
MOST_HEAD_BYTES = 32_768
_END = b"\r\n\r\n"
_LIVE = b"/socket.io"


class Look(Enum):
    """What the bytes seen so far are."""

    INCOMPLETE = "incomplete"
    TOO_LARGE = "too large"
    FOR_HTTP = "for http"
    FOR_LIVE = "for live"


def look(seen: bytes) -> Look:
    """What `seen`, all that has arrived of a connection's next request, is."""
    end = seen.find(_END)
    if end < 0:
        return Look.TOO_LARGE if len(seen) >= MOST_HEAD_BYTES else Look.INCOMPLETE
    target = seen[: seen.find(b"\r\n")].partition(b" ")[2]
    path = target.partition(b"?")[0].partition(b" ")[0].rstrip(b"/")
    return Look.FOR_LIVE if path == _LIVE else Look.FOR_HTTP
