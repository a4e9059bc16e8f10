"""Positions of units on a task: no log entries, at most one a second for each unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.live.queries import recent_positions


@dataclass(frozen=True)
class Position:
    """Where a unit is."""

    unit_id: UUID
    area_code: str
    lon: float
    lat: float
    at: datetime
    accuracy_m: float | None

    def as_data(self) -> dict[str, Any]:
        """The contract's `position`."""
        return {
            "unit_id": str(self.unit_id),
            "lon": self.lon,
            "lat": self.lat,
            "at": self.at.isoformat(),
            "accuracy_m": self.accuracy_m,
        }


class ToldPositions:
    """Remembers which positions this process has told already."""

    def __init__(self) -> None:
        self._told: dict[UUID, datetime] = {}

    def moved(self, session: Session) -> list[Position]:
        """Positions that are newer than what was told."""
        rows = recent_positions(session)
        found = []
        for row in rows:
            if self._told.get(row.unit_id) != row.at:
                self._told[row.unit_id] = row.at
                found.append(Position(row.unit_id, row.area_code, row.lon, row.lat, row.at, row.accuracy_m))
        return found
