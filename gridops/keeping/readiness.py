"""Whether the last copy is young enough: what /readyz and `gridops doctor` say of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridops.db.session import Session
from gridops.keeping.queries import last_backup_at

#: What there is to type, wherever a copy is missed.
TO_TYPE = "gridops backup FOLDER"


def judge_backup(taken_at: datetime | None, now: datetime, most_days: int) -> str | None:
    """What is wrong with the age of the last copy in words; None where it is well, or nobody is to look (0 days)."""
    if not most_days:
        return None
    if taken_at is None:
        return f"no backup was ever taken: {TO_TYPE}"
    age = now - taken_at
    if age <= timedelta(days=most_days):
        return None
    return f"the last backup is {age.days} days old, {most_days} are allowed: {TO_TYPE}"


def gauges_of_backup(session: Session) -> dict[str, float]:
    """For /metrics: the moment that the last copy shows, in seconds; 0 where none was ever taken."""
    taken_at = last_backup_at(session)
    return {"gridops_backup_timestamp_seconds": taken_at.timestamp() if taken_at else 0.0}
