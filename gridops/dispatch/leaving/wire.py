"""What comes in and goes out where somebody leaves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.http.wire import Day, Incoming, Outgoing, Query, refuses, refuses_at
from gridops.people.accounts.wire import DeputyOut, NamedOut, PostOut


class LeavingQuery(Query):
    """On which day (today without one), and who would take over."""

    on: Day | None = None
    successor_id: UUID | None = Field(None, json_schema_extra=refuses("nobody's id"))


class LeavingIn(Incoming):
    """The day from which a person is in service no longer, and who takes over."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            on="a day that is past, or of one who has left or is to leave already",
            successor_id="nobody's id, the person himself, or one who has left",
        )
    )

    on: Day
    successor_id: UUID | None = None


class LeavingPostOut(Outgoing):
    """A post that ends; `is_only`: nobody else is on it then."""

    post: PostOut
    is_only: bool


class OpenCaseOut(Outgoing):
    """A case that is open in the person's name; `unit` for a task."""

    id: UUID
    case_number: str
    service_name: str
    state: str
    unit: NamedOut | None


class LeavingOut(Outgoing):
    """All that goes to who takes over. `needs_successor`: it is refused without one."""

    account: NamedOut
    on: date
    successor: NamedOut | None
    needs_successor: bool
    posts: list[LeavingPostOut]
    tasks: list[OpenCaseOut]
    waiting: list[OpenCaseOut] = Field(description="Own reports that nobody has taken up yet")
    reports: list[OpenCaseOut] = Field(description="Own reports under way")
    deputyships: list[DeputyOut]
    sessions: int
