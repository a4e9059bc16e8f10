"""What comes in and goes out of the quarantine: never a body, only what is known of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from gridops.http.wire import Outgoing, PageQuery
from gridops.incidents.wire import NamedOut


class QuarantineQuery(PageQuery):
    """All bodies, or those that nobody has settled."""

    state: Literal["open", "all"] = "open"


class QuarantineOut(Outgoing):
    """A body that could not be read; `told` is the code of what the last attempt came to."""

    id: UUID
    received_at: datetime
    account: NamedOut
    device: str | None
    path: str
    size: int
    sha256: str
    has_body: bool
    settled_at: datetime | None
    settled_as: Literal["taken_in", "dismissed"] | None
    told: str | None


class QuarantinesOut(Outgoing):
    """Bodies, newest first."""

    items: list[QuarantineOut]
    next_cursor: str | None
