"""Who sits where: a socket, its audience, and the JSON that sockets speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from gridops.people.rules import Sight


@dataclass
class Audience:
    """Sockets of equal sight; `prev` is the last number this sight was shown."""

    sight: Sight
    room: str
    prev: int
    sids: set[str] = field(default_factory=set)


@dataclass
class Seat:
    """One socket: who sits there, by which device, in which audience."""

    sid: str
    account_id: UUID
    device_id: UUID | None
    sight: Sight


class OrJson:
    """The JSON module that python-socketio is given: orjson, text out."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Encode."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(value: str | bytes, **_: Any) -> Any:
        """Decode."""
        return orjson.loads(value)
