"""What comes in and goes out of reveals."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Incoming, Moment, Outgoing, PageQuery, ShortText
from gridops.incidents.wire import NamedOut


class RevealIn(Incoming):
    """Why the persons of a case are to be shown."""

    purpose: Literal["call_back", "visit", "emergency", "check"]
    note: ShortText | None = Field(None, min_length=1)


class ShownPersonOut(Outgoing):
    """A person, unmasked: the one somebody reported for (`caller`), or who reported."""

    role: Literal["caller", "reporter"]
    name: str | None
    phone: str | None


class RevealedOut(Outgoing):
    """The persons, with the look as it was written down."""

    id: UUID
    at: datetime
    purpose: str
    persons: list[ShownPersonOut]


class RevealOut(Outgoing):
    """Who was shown the persons of which case, when and for what."""

    id: UUID
    at: datetime
    incident_id: UUID
    case_number: str
    actor: NamedOut
    purpose: str
    note: str | None


class RevealsOut(Outgoing):
    """Looks, newest first."""

    items: list[RevealOut]
    next_cursor: str | None


class RevealsQuery(PageQuery):
    """Looks since a time, by an account, at one case."""

    since: Moment | None = None
    actor: UUID | None = None
    id: UUID | None = None
