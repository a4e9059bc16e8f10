"""Pure: how near a case's deadline is. No calendar, no database."""

from __future__ import annotations

from datetime import datetime, timedelta


def due_state(*, now: datetime, due_at: datetime | None, state: str, soon: timedelta) -> str:
    """How near the deadline is. The handling clock stops when the unit confirms (`handled`)."""
    if state not in {"reported", "filed", "dispatched", "handling", "suspended"}:
        return "done"
    if state == "suspended":
        return "paused"
    if due_at is None or now < due_at - soon:
        return "normal"
    return "soon" if now < due_at else "overdue"


def soon_span(start: datetime, due_at: datetime) -> timedelta:
    """How long before the deadline a case counts as `soon`: a quarter of its limit, at most one day."""
    return min((due_at - start) / 4, timedelta(days=1))
