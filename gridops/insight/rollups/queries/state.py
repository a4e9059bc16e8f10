"""How the roll-ups are: when they were verified, how much waits to be folded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from gridops.db.session import Session

_STATE = text(
    "SELECT s.verified_at, s.differences,"
    " coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC') AS time_zone,"
    " (SELECT count(*) FROM (SELECT FROM gridops.rollup_pending LIMIT :most) n) AS pending"
    " FROM gridops.rollup_state s"
)


def state_of(session: Session, *, most: int = 1) -> Any:
    """(verified_at, differences, time_zone, pending): rows that wait are counted up to `most`."""
    return session.execute(_STATE, {"most": most}).one()
