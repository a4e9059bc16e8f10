"""What goes out of units, and the position that one sends."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Incoming, Instant, Outgoing
from gridops.incidents.locations import CoordSys


class UnitStatusOut(Outgoing):
    """A unit, how busy it is, and where it was last seen if it said so."""

    id: UUID
    name: str
    kind: str
    agency_code: str
    agency_name: str
    area_code: str
    serves: list[str] = Field(description="Codes of the towns that share it, where it serves several")
    phone: str | None
    status: str
    open_dispatches: int
    lon: float | None
    lat: float | None
    position_at: datetime | None


class UnitsOut(Outgoing):
    """Units of an area."""

    items: list[UnitStatusOut]
    next_cursor: str | None = None


class PositionIn(Incoming):
    """Where one is now; kept only as the latest, and only while on a task."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: CoordSys
    accuracy_m: float | None = Field(None, ge=0, le=1_000_000)
    at: Instant
