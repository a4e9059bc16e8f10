"""What is known of a case before it is written: heard by the room that calls, said in the words of no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops.duties.matters.models import Matter, Standard
from gridops.incidents.media.wire import MediaIn
from gridops.territory.places.rules import Place


@dataclass(frozen=True)
class PlacedPoint:
    """Where it is: the place it belongs to, the point in CGCS2000 degrees, and what was said of it as it was said.

    `accuracy_m` is in metres; `source` is gps, network, manual or area.
    """

    place: Place
    lon: float
    lat: float
    source: str
    accuracy_m: float | None
    as_sent: Mapping[str, Any]


@dataclass(frozen=True)
class NewCase:
    """A case to be written, in state `reported`.

    `content_hash` tells a repetition from another report under the same id. `urgency` empty is the standard's.
    `no_caller` says why there is nobody to ring back, where the origin owes a call-back.
    `level` and `accept_roles` are what routing lays down before anybody files, empty where it says nothing.
    """

    id: UUID
    content_hash: bytes
    matter: Matter
    standard: Standard
    spot: PlacedPoint
    occurred_at: datetime
    description: str = ""
    address: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    origin: str = "patrol"
    urgency: str | None = None
    external_number: str | None = None
    external_due_at: datetime | None = None
    person_name: str | None = None
    person_phone: str | None = None
    no_caller: str | None = None
    media: Sequence[MediaIn] = ()
    level: str = ""
    accept_roles: Sequence[str] = ()

    @property
    def place(self) -> Place:
        """Where it belongs."""
        return self.spot.place
