"""Reading readiness: how busy units are, where they said they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session

#: From least to most engaged: a unit shows its most engaged running dispatch.
_ENGAGED = ("dispatched", "accepted", "en_route", "on_scene")


@dataclass(frozen=True)
class Readiness:
    """A unit's status and the number of its running dispatches."""

    status: str
    open_dispatches: int


def readiness_of(session: Session, unit_ids: Sequence[UUID]) -> dict[UUID, Readiness]:
    """Readiness of units; those without a running dispatch are left out (they are available)."""
    rows = session.execute(
        text(
            "SELECT unit_id, array_agg(status) AS statuses FROM gridops.dispatch"
            " WHERE is_current AND unit_id = ANY(CAST(:ids AS uuid[])) GROUP BY unit_id"
        ),
        {"ids": [str(u) for u in unit_ids]},
    )
    return {row.unit_id: Readiness(max(row.statuses, key=_rank), len(row.statuses)) for row in rows}


def _rank(status: str) -> int:
    return _ENGAGED.index(status) if status in _ENGAGED else -1


def positions_of(session: Session, unit_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """The latest positions of units that are on a task."""
    rows = session.execute(
        text(
            "SELECT p.unit_id, p.lon, p.lat, p.at, p.accuracy_m FROM gridops.unit_position p"
            " WHERE p.unit_id = ANY(CAST(:ids AS uuid[])) AND EXISTS (SELECT 1 FROM gridops.dispatch d"
            " WHERE d.unit_id = p.unit_id AND d.is_current AND d.accepted_at IS NOT NULL)"
        ),
        {"ids": [str(u) for u in unit_ids]},
    )
    return {row.unit_id: row for row in rows}


def units_on_task(session: Session, account_id: UUID) -> list[UUID]:
    """Units for which an account has accepted something that still runs."""
    rows = session.execute(
        text(
            "SELECT DISTINCT unit_id FROM gridops.dispatch"
            " WHERE is_current AND accepted_at IS NOT NULL AND assignee_id = :me"
        ),
        {"me": str(account_id)},
    )
    return [row.unit_id for row in rows]


def forget_positions_before(session: Session, moment: datetime) -> int:
    """Delete positions that no newer one has replaced since a moment; how many rows."""
    statement = text("DELETE FROM gridops.unit_position WHERE at < :moment RETURNING 1")
    return len(session.execute(statement, {"moment": moment}).all())
