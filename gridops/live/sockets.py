"""What the hub knows of open sockets: each one, those that share a sight, the frames and the JSON they are sent."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import engineio.packet
import orjson

from gridops.people.rules import Sight

#: Where a socket's outbox stands in its request's environment, in a process that sends directly.
OUTBOX = "gridops.outbox"
_TEXT_FRAME = 0x81


class Outbox(Protocol):
    """What is still to be sent to one socket; sending never waits."""

    def send(self, data: bytes) -> int:
        """Send or keep all of it; OSError where the connection is cut, or is cut for being too far behind."""


@dataclass(frozen=True)
class Frame:
    """One message, encoded once for all sockets that are sent it."""

    bytes: bytes
    packet: engineio.packet.Packet

    @classmethod
    def of(cls, name: str, data: dict[str, Any], namespace: str) -> Frame:
        """A Socket.IO event (`2`) of a namespace in an Engine.IO message (`4`) in a WebSocket text frame."""
        text = f"2{namespace},{orjson.dumps([name, data]).decode()}"
        return cls(text_frame(f"4{text}".encode()), engineio.packet.Packet(engineio.packet.MESSAGE, text))


def text_frame(text: bytes) -> bytes:
    """A whole WebSocket text frame from the server, not compressed (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:
        head = struct.pack("!BB", _TEXT_FRAME, size)
    elif size < 65_536:
        head = struct.pack("!BBH", _TEXT_FRAME, 126, size)
    else:
        head = struct.pack("!BBQ", _TEXT_FRAME, 127, size)
    return head + text


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
    eio_sid: str = ""
    outbox: Outbox | None = None


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
