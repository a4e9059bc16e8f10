"""What goes out about a change of boundaries: what a draft would change, how far a first day has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Day, Outgoing, Query


class ComparisonQuery(Query):
    """The day the draft is to begin on; compared with today's set without one."""

    from_: Day | None = Field(None, alias="from")


class ChangeOut(Outgoing):
    """One change with what it concerns; households are null where none are known."""

    kind: str
    level: str
    old_codes: list[str]
    new_codes: list[str]
    names: list[str]
    area_m2: float
    households: int | None
    open_cases: int


class ComparisonOut(Outgoing):
    """A draft beside the set before it; with `forbidden_codes` or `orphans` it cannot be put in force."""

    draft: str
    against: str
    counts: dict[str, int]
    forbidden_codes: list[str]
    orphans: list[str]
    changes: list[ChangeOut]


class DoubtOut(Outgoing):
    """Something that followed a share of its area that is not sure, or nothing."""

    entity: str
    entity_id: UUID
    from_code: str
    to_code: str | None
    share: float | None
    reason: str


class FirstDayOut(Outgoing):
    """How far the work of a set's first day has come; `phase` is `waiting` before it."""

    phase: str
    counts: dict[str, int]
    started_at: datetime | None
    finished_at: datetime | None
    doubts: list[DoubtOut]
