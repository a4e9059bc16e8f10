"""Letting go of tokens and codes whose time is long over. Devices and the log's entries about them stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session

#: Until then whoever still sends one is told that it has expired; afterwards that nobody knows it.
KEPT_AFTER_END = timedelta(days=30)


def forget_ended(session: Session) -> int:
    """Delete tokens and one-time codes that ended `KEPT_AFTER_END` ago; how many rows."""
    before = {"before": clock.now() - KEPT_AFTER_END}
    deleted = 0
    for table in ("access_token", "one_time_code"):
        statement = text(f"DELETE FROM gridops.{table} WHERE expires_at < :before RETURNING 1")
        deleted += len(session.execute(statement, before).all())
    return deleted
