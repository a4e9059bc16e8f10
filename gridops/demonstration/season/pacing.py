"""Pure: when people of the season do something. No case passes through here."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from random import Random

DAY_BEGINS, DAY_ENDS = 8, 19


def by_day(rng: Random, at: datetime, zone: tzinfo) -> datetime:
    """`at`, or the next morning where it falls into the night of the zone."""
    local = at.astimezone(zone)
    if DAY_BEGINS <= local.hour < DAY_ENDS:
        return at
    later = local + timedelta(days=1) if local.hour >= DAY_ENDS else local
    return later.replace(hour=DAY_BEGINS, minute=rng.randrange(60)).astimezone(at.tzinfo)


def done_at(rng: Random, since: datetime, span: tuple[datetime, datetime] | None) -> datetime:
    """When something is done: somewhere between filing and deadline, now and then after it; else within a day."""
    if span is None:
        return since + timedelta(hours=rng.uniform(1, 30))
    filed_at, due_at = span
    return filed_at + (due_at - filed_at) * min(rng.lognormvariate(-0.9, 0.55), 1.7)
