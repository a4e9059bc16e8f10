"""What comes in and goes out of the register of legal holds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.http.wire import Day, Incoming, Outgoing, PageQuery, refuses_at


class HoldsQuery(PageQuery):
    """Of which case; `current` for those in force only."""

    incident_id: UUID | None = None
    current: bool = False


class HoldIn(Incoming):
    """A case to be kept, why, and the last day; without one, until it is lifted."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(case_number="a number that no case has", until="a day that is over")
    )

    case_number: str = Field(min_length=1, max_length=40)
    reason: str = Field(min_length=1, max_length=1000)
    until: Day | None = None


class HoldOut(Outgoing):
    """A hold: on which case, by whom, why, until when, and when it was lifted."""

    id: UUID
    incident_id: UUID
    case_number: str
    reason: str
    until: date | None
    placed_by: UUID
    placed_by_name: str
    placed_at: datetime
    lifted_by: UUID | None
    lifted_at: datetime | None


class HoldsOut(Outgoing):
    """A page of holds, newest first."""

    items: list[HoldOut]
    next_cursor: str | None
