"""Reading timers: those that have come due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from gridops.db.session import Session
from gridops.timers.models import Timer


def take_due(session: Session, *, now: datetime, limit: int = 50) -> Sequence[Timer]:
    """Due timers, locked for this transaction and gone with its commit; other workers skip them."""
    return session.scalars(
        select(Timer)
        .where(Timer.due_at <= now)
        .order_by(Timer.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
