"""The clock: a brute-force clock that ticks every minute agrees; make-up days are worked, holidays are not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridops.duties.rules import DEFAULT_HOURS, WorkCalendar, add_limit

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = {
    day: chinese_calendar.is_workday(day)
    for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(730))
}
CALENDAR = WorkCalendar(ZONE, DAYS)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start: str, amount: int, unit: str) -> str:
    found = add_limit(local(start), amount=amount, unit=unit, calendar=CALENDAR)
    return found.due_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-11-20T17:00", 2, "urgent_hour", "2026-11-20 19:00"),
        ("2026-11-20T17:00", 3, "natural_day", "2026-11-23 17:00"),
        # Friday 17:00 leaves one hour, Saturday and Sunday are free.
        ("2026-11-20T17:00", 4, "work_hour", "2026-11-23 11:00"),
        ("2026-11-20T12:30", 1, "work_hour", "2026-11-20 15:00"),
        ("2026-11-20T09:00", 1, "work_day", "2026-11-23 09:00"),
        # The National Day holiday of 2026 runs to 7 October; 10 October, a Saturday, is made up.
        ("2026-09-30T16:30", 2, "work_day", "2026-10-09 16:30"),
        ("2026-10-09T17:00", 2, "work_hour", "2026-10-10 09:00"),
    ],
)
def test_known_deadlines(start: str, amount: int, unit: str, expected: str) -> None:
    assert due(start, amount, unit) == expected


def brute_force(start: datetime, minutes: int) -> datetime:
    at = start
    while minutes:
        day, clock = at.date(), at.time()
        if DAYS[day] and any(h.start <= clock < h.end for h in DEFAULT_HOURS):
            minutes -= 1
        at += timedelta(minutes=1)
    return at


@settings(max_examples=80, deadline=None)
@given(
    minute=st.integers(0, 500 * 24 * 60),
    amount=st.integers(1, 10),
    unit=st.sampled_from(["work_hour", "work_day"]),
)
def test_a_clock_that_ticks_every_minute_agrees(minute: int, amount: int, unit: str) -> None:
    start = datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(minutes=minute)
    found = add_limit(start, amount=amount, unit=unit, calendar=CALENDAR).due_at
    expected = brute_force(start, amount * (60 if unit == "work_hour" else 480))
    assert found == expected.astimezone(UTC)


def test_the_steps_add_up_and_touch_only_working_time() -> None:
    found = add_limit(local("2026-09-30T16:30"), amount=2, unit="work_day", calendar=CALENDAR)
    assert sum((s.end - s.start for s in found.steps), timedelta()) == timedelta(hours=16)
    assert found.steps[-1].end == found.due_at
    for step in found.steps:
        begins = step.start.astimezone(ZONE)
        assert DAYS[begins.date()]
        assert time(8) <= begins.time() < time(18)


def test_an_unknown_year_falls_back_to_weekdays() -> None:
    assert not WorkCalendar(ZONE).is_working(date(2031, 1, 4))
    assert WorkCalendar(ZONE).is_working(date(2031, 1, 6))


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit"):
        add_limit(local("2026-11-20T09:00"), amount=1, unit="fortnight", calendar=CALENDAR)
