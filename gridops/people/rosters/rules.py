"""Pure: when a shift begins and ends, a shift past midnight on the next day. No database, no person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

#: The usual hours of each shift; one that ends no later than it begins ends on the next day.
USUAL: Mapping[str, tuple[time, time]] = {
    "day": (time(8, 30), time(17, 30)),
    "night": (time(17, 30), time(8, 30)),
    "whole": (time(8, 30), time(8, 30)),
}
#: The levels of areas that have a roster.
LEVELS = ("township", "district")


def shift_times(
    day: date, shift: str, starts: time | None, ends: time | None, zone: tzinfo
) -> tuple[datetime, datetime]:
    """From when to when a shift of a day lasts, on the clock of the deployment; its usual hours where none are said."""
    usual = USUAL[shift]
    first, last = starts or usual[0], ends or usual[1]
    from_at = datetime.combine(day, first, zone)
    until_at = datetime.combine(day if last > first else day + timedelta(days=1), last, zone)
    return from_at, until_at
