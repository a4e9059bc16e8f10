"""The head of a request as it arrives, byte for byte: whether it is whole, whom it is for, what follows it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_to_bytes

#: No client of ours sends more; gunicorn's own limits come on top.
MOST_HEAD_BYTES = 32_768
_END = b"\r\n\r\n"
_LIVE = b"/socket.io"
#: Signing in, and proving once more who one is.
_SESSIONS = b"/api/v1/sessions"
_ORIGIN = re.compile(rb"^https?://[^/]*", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_CREDENTIALS = re.compile(rb"\r\n(?:authorization|cookie)[ \t]*:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue", re.IGNORECASE)


class Look(Enum):
    """What the bytes seen so far are."""

    INCOMPLETE = "incomplete"
    TOO_LARGE = "too large"
    FOR_HTTP = "for http"
    FOR_LIVE = "for live"


@dataclass(frozen=True)
class Body:
    """What a whole head says of the body behind it: both sizes in bytes."""

    head: int
    length: int
    is_chunked: bool = False
    has_credentials: bool = False
    waits_for_word: bool = False

    @property
    def expected(self) -> int:
        """Bytes of the request in all."""
        return self.head + self.length


def look(seen: bytes) -> Look:
    """What `seen`, all that has arrived of a connection's next request, is."""
    end = seen.find(_END)
    if end < 0:
        return Look.TOO_LARGE if len(seen) >= MOST_HEAD_BYTES else Look.INCOMPLETE
    return Look.FOR_LIVE if _path_of(seen) == _LIVE else Look.FOR_HTTP


def is_sign_in(seen: bytes) -> bool:
    """Whether a whole head asks to prove a password, in whatever way its address is written."""
    path = unquote_to_bytes(_ORIGIN.sub(b"", _path_of(seen)))
    return seen.startswith(b"POST ") and path.startswith(_SESSIONS)


def _path_of(seen: bytes) -> bytes:
    target = seen[: seen.find(b"\r\n")].partition(b" ")[2]
    return target.partition(b"?")[0].partition(b" ")[0].rstrip(b"/")


def body_of(seen: bytes) -> Body:
    """The body that a whole head announces. A head that contradicts itself is refused by the server that reads it."""
    end = seen.find(_END) + len(_END)
    length = _LENGTH.search(seen, 0, end)
    if _CHUNKED.search(seen, 0, end):
        return Body(end, 0, is_chunked=True)
    if length is None:
        return Body(end, 0)
    size = int(length[1])
    return Body(
        end,
        size,
        has_credentials=_CREDENTIALS.search(seen, 0, end) is not None,
        waits_for_word=_EXPECTS.search(seen, 0, end) is not None,
    )
