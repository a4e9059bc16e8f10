"""What goes out live: the snapshot, an event, a unit's brief."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Outgoing, Query
from gridops.incidents.wire import IncidentBrief

MAX_WAIT_S = 25
MOST_BRIEFS = 5_000


class UnitBrief(Outgoing):
    """A unit and how busy it is: nothing that depends on who reads."""

    id: UUID
    name: str
    kind: str
    agency_code: str
    area_code: str
    status: str
    open_dispatches: int


class CountersOut(Outgoing):
    """What the centre's wall shows."""

    open: int
    soon: int
    overdue: int
    reported_today: int
    closed_today: int
    by_state: dict[str, int]


class SnapshotOut(Outgoing):
    """All open cases and units in sight, and the cursor from which the stream goes on.

    Where a page was asked for, `next_page` leads to the following one; they all have the first one's cursor, and the
    first has the units.
    """

    cursor: int
    incidents: list[IncidentBrief]
    units: list[UnitBrief]
    counters: CountersOut
    next_page: str | None = None


class SnapshotQuery(Query):
    """Which part of one's sight, and how much of it at a time: everything unless `limit` is said."""

    area: str | None = Field(None, max_length=40)
    limit: int | None = Field(None, ge=1, le=MOST_BRIEFS)
    page: str | None = Field(None, max_length=500, description="`next_page` of the page before")


class EventsQuery(Query):
    """From which cursor, and how long to wait for something new."""

    after: int = Field(ge=0, le=2**62)
    area: str | None = Field(None, max_length=40)
    wait: float = Field(0, ge=0, le=MAX_WAIT_S)


class EventOut(Outgoing):
    """One entry of the log as one audience may know it. `prev` is that audience's entry before."""

    seq: int
    prev: int
    at: datetime
    action: str
    entity: str
    entity_id: UUID
    version: int
    areas: list[str]
    data: dict[str, Any]


class EventsOut(Outgoing):
    """What followed a cursor; the new cursor has moved over what the caller may not see."""

    cursor: int
    events: list[EventOut]
