"""Letting go of tokens, codes and devices whose time is long over. The log's entries about them stay."""

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


def forget_devices(session: Session, term: timedelta) -> int:
    """Delete devices that hold no token any more and were revoked, or signed in, a term ago; how many rows."""
    statement = text(
        "DELETE FROM gridops.device d WHERE coalesce(d.revoked_at, d.created_at) < :before"
        " AND NOT EXISTS (SELECT FROM gridops.access_token t WHERE t.device_id = d.id) RETURNING 1"
    )
    return len(session.execute(statement, {"before": clock.now() - term}).all())
