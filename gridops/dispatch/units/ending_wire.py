"""What goes out of a unit that is to end: what hangs on it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops.http.wire import Outgoing
from gridops.people.accounts.wire import NamedOut


class HangingCaseOut(Outgoing):
    """An open case that a unit is under way for: its number and matter, nothing that was written of it."""

    id: UUID
    case_number: str
    service_name: str
    state: str


class HangingPostOut(Outgoing):
    """A post in a unit, which ends with it."""

    id: UUID
    account: NamedOut
    role: str
    valid_to: date | None


class HangingOut(Outgoing):
    """What goes over to the successor (cases, precedents, rules that name the unit), and the posts that end."""

    cases: list[HangingCaseOut]
    case_count: int
    posts: list[HangingPostOut]
    precedents: int
    rules: int
