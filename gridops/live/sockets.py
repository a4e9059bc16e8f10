"""What the hub knows of open sockets: each one, those that share a sight, and the JSON that they speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from gridops.people.rules import Sight


@dataclass
class SightRoom:
    """Sockets of equal sight, in one Socket.IO room; `prev` is the last number this sight was shown."""

    sight: Sight
    name: str
    prev: int
    sids: set[str] = field(default_factory=set)


@dataclass
class OpenSocket:
    """One admitted socket: whose it is, by which device, with which sight."""

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
