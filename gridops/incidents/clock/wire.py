"""What goes out of a case's clock: the version it was filed under, the steps to its deadline, each stage's own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from gridops.duties.calendar.wire import ClockLimitOut, ClockStepOut
from gridops.http.wire import Outgoing


class ClockStandardOut(Outgoing):
    """The version a case was filed under, and the condition that was met."""

    id: UUID
    version: int
    valid_from: date
    condition: int
    filing_condition: str
    closing_condition: str


class ClockStageOut(Outgoing):
    """A stage of the loop that has a limit of its own."""

    stage: str
    name: str
    limit: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None


class ClockOut(Outgoing):
    """How the deadline came about; `standard` names the version the case was filed under."""

    started_at: datetime | None
    limit: str
    due_at: datetime | None
    due_state: str
    external_due_at: datetime | None
    steps: list[ClockStepOut]
    limits: list[ClockLimitOut]
    stages: list[ClockStageOut]
    standard: ClockStandardOut
    area_class: str | None
