"""The clock: a clock that ticks every minute agrees for every unit and mode; steps say how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridops.duties.calendar.deadlines import Terms, reckon_case
from gridops.duties.calendar.limits import Limit
from gridops.duties.calendar.reckoning import Pause, add_limit, reckon
from gridops.duties.calendar.rules import DEFAULT_HOURS, SeasonHours, WorkCalendar, WorkHours

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = {
    day: chinese_calendar.is_workday(day)
    for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(730))
}
PLAIN = WorkCalendar(ZONE, DAYS, known_years=frozenset({2025, 2026}))
#: Shorter days in winter: a working day is not always eight hours.
WINTER = SeasonHours((WorkHours(time(8, 30), time(12)), WorkHours(time(14), time(17, 30))), 1001, 430)
SEASONAL = WorkCalendar(ZONE, DAYS, seasons=(WINTER,), known_years=frozenset({2025, 2026}))
MINUTE = timedelta(minutes=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start: str, amount: int, unit: str, mode: str = "elapsed") -> str:
    found = add_limit(local(start), amount=amount, unit=unit, calendar=PLAIN, mode=mode)
    return found.due_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "mode", "expected"),
    [
        ("2026-11-20T17:00", 30, "urgent_minute", "elapsed", "2026-11-20 17:30"),
        ("2026-11-20T17:00", 2, "urgent_hour", "elapsed", "2026-11-20 19:00"),
        ("2026-11-20T17:00", 3, "natural_day", "elapsed", "2026-11-23 17:00"),
        # Friday 17:00 leaves one hour, Saturday and Sunday are free.
        ("2026-11-20T17:00", 4, "work_hour", "elapsed", "2026-11-23 11:00"),
        ("2026-11-20T12:30", 1, "work_hour", "elapsed", "2026-11-20 15:00"),
        ("2026-11-20T09:00", 1, "work_day", "elapsed", "2026-11-23 09:00"),
        # The National Day holiday of 2026 runs to 7 October; 10 October, a Saturday, is made up.
        ("2026-09-30T16:30", 2, "work_day", "elapsed", "2026-10-09 16:30"),
        ("2026-10-09T17:00", 2, "work_hour", "elapsed", "2026-10-10 09:00"),
        # Whole dates: the first is left out, the last ends when the office shuts.
        ("2026-09-30T16:30", 2, "work_day", "from_next_day", "2026-10-09 18:00"),
        ("2026-09-30T00:00", 1, "work_day", "from_next_day", "2026-10-08 18:00"),
        ("2026-11-20T17:00", 3, "natural_day", "from_next_day", "2026-11-24 00:00"),
        ("2026-11-20T17:00", 2, "work_hour", "from_next_day", "2026-11-23 10:00"),
        ("2026-11-20T17:00", 2, "urgent_hour", "from_next_day", "2026-11-21 02:00"),
    ],
)
def test_known_deadlines(start: str, amount: int, unit: str, mode: str, expected: str) -> None:
    assert due(start, amount, unit, mode) == expected


class Ticking:
    """A clock that knows nothing but minutes: each is worked or not, paused or not."""

    def __init__(self, hours_on: object, pauses: Sequence[Pause]) -> None:
        self.hours_on, self.pauses = hours_on, pauses

    def is_paused(self, at: datetime) -> bool:
        return any(p.start <= at < p.end for p in self.pauses)

    def is_worked(self, at: datetime) -> bool:
        return DAYS[at.date()] and any(h.start <= at.time() < h.end for h in self.hours_on(at.date()))

    def worth(self, unit: str, at: datetime) -> Fraction:
        if self.is_paused(at):
            return Fraction(0)
        if unit in {"urgent_minute", "urgent_hour", "natural_day"}:
            return Fraction(1, {"urgent_minute": 1, "urgent_hour": 60, "natural_day": 1440}[unit])
        if not self.is_worked(at):
            return Fraction(0)
        if unit == "work_hour":
            return Fraction(1, 60)
        minutes = sum(_minutes(h.end) - _minutes(h.start) for h in self.hours_on(at.date()))
        return Fraction(1, minutes)

    def run(self, at: datetime, unit: str, amount: int) -> datetime:
        left = Fraction(amount)
        while left > 0:
            left -= self.worth(unit, at)
            at += MINUTE
        return at

    def run_dates(self, start: datetime, unit: str, amount: int) -> datetime:
        day, left, end = start.date(), amount, start
        while left:
            day += timedelta(days=1)
            ticks = [datetime.combine(day, time(0), ZONE) + n * MINUTE for n in range(1440)]
            worked = [t for t in ticks if unit == "natural_day" or self.is_worked(t)]
            if worked and not any(self.is_paused(t) for t in ticks):
                left, end = left - 1, worked[-1] + MINUTE
        return end


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


UNITS = {"urgent_minute": 600, "urgent_hour": 60, "work_hour": 60, "work_day": 10, "natural_day": 12}
CASES = st.sampled_from(sorted(UNITS)).flatmap(
    lambda unit: st.tuples(st.just(unit), st.integers(1, UNITS[unit]))
)


def paused(start: datetime, spans: Sequence[tuple[int, int]]) -> list[Pause]:
    return [
        Pause(start + timedelta(minutes=begins), start + timedelta(minutes=begins + length))
        for begins, length in spans
    ]


@settings(max_examples=250, deadline=None)
@given(
    minute=st.integers(0, 650 * 24 * 60),
    case=CASES,
    mode=st.sampled_from(["elapsed", "from_next_day"]),
    is_seasonal=st.booleans(),
    pauses=st.lists(st.tuples(st.integers(-600, 8000), st.integers(1, 3000)), max_size=3),
)
def test_a_clock_that_ticks_every_minute_agrees(
    minute: int, case: tuple[str, int], mode: str, is_seasonal: bool, pauses: list[tuple[int, int]]
) -> None:
    unit, amount = case
    calendar = SEASONAL if is_seasonal else PLAIN
    start = datetime(2025, 1, 1, tzinfo=ZONE) + minute * MINUTE
    quiet = paused(start, pauses)
    found = reckon(start, Limit(amount, unit, mode), calendar, pauses=quiet)
    ticking = Ticking(calendar.hours_on, quiet)
    if mode == "elapsed":
        expected = ticking.run(start, unit, amount)
    elif unit in {"work_day", "natural_day"}:
        expected = ticking.run_dates(start, unit, amount)
    else:
        next_day = datetime.combine(start.date() + timedelta(days=1), time(0), ZONE)
        expected = ticking.run(next_day, unit, amount)
    # A day of seven hours may end a limit within a minute, which ticks do not see.
    assert timedelta() <= expected - found.due_at < MINUTE
    assert found.steps[-1].end == found.due_at
    assert all(step.start <= step.end for step in found.steps)


def test_the_steps_add_up_and_touch_only_working_time() -> None:
    found = add_limit(local("2026-09-30T16:30"), amount=2, unit="work_day", calendar=PLAIN)
    assert sum((s.end - s.start for s in found.steps), timedelta()) == timedelta(hours=16)
    for step in found.steps:
        begins = step.start.astimezone(ZONE)
        assert DAYS[begins.date()]
        assert time(8) <= begins.time() < time(18)
    assert "10月1日至10月7日休息" in found.steps[1].text


def test_a_long_limit_tells_its_middle_as_one() -> None:
    found = add_limit(local("2026-03-02T10:00"), amount=60, unit="work_day", calendar=PLAIN)
    assert len(found.steps) == 17
    assert "共计" in found.steps[8].text


def test_hours_of_a_season_hold_in_it_and_the_usual_ones_outside() -> None:
    assert SEASONAL.length_on(date(2026, 1, 5)) == timedelta(hours=7)
    assert SEASONAL.length_on(date(2026, 10, 1)) == timedelta(hours=7)
    assert SEASONAL.length_on(date(2026, 6, 1)) == timedelta(hours=8)
    found = reckon(local("2026-09-30T16:00"), Limit(1, "work_day"), SEASONAL)
    # Six of eight hours are left on a summer's day: a quarter of the day, then three quarters of seven hours.
    assert found.due_at == local("2026-10-08T15:45").astimezone(UTC)


def test_an_unknown_year_falls_back_to_weekdays_and_says_so() -> None:
    assert not WorkCalendar(ZONE).is_working(date(2031, 1, 4))
    assert WorkCalendar(ZONE).is_working(date(2031, 1, 6))
    found = add_limit(local("2026-12-31T17:00"), amount=2, unit="work_hour", calendar=PLAIN)
    assert found.due_at == local("2027-01-01T09:00").astimezone(UTC)
    assert "2027 年放假安排未录入" in found.steps[-1].text


@pytest.mark.parametrize(
    ("amount", "unit", "mode"),
    [(1, "fortnight", "elapsed"), (0, "work_day", "elapsed"), (1, "work_day", "sometimes"),
     (0.5, "work_day", "from_next_day")],
)  # fmt: skip
def test_what_is_no_limit_is_refused(amount: float, unit: str, mode: str) -> None:
    with pytest.raises(ValueError, match=r"limit|dates"):
        add_limit(local("2026-11-20T09:00"), amount=amount, unit=unit, calendar=PLAIN, mode=mode)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="pause"):
        Pause(local("2026-11-20T09:00"), local("2026-11-20T09:00"))


def test_several_steps_run_from_the_filing_and_the_last_to_end_is_the_cases() -> None:
    limits = (
        Limit(4, "work_hour", name="制止"),
        Limit(7, "work_day", name="处罚"),
        Limit(20, "work_day", name="拆除"),
    )
    found = reckon_case(local("2026-11-02T08:00"), limits, Terms(PLAIN))
    dues = [one.deadline.due_at.astimezone(ZONE).strftime("%m-%d %H:%M") for one in found.limits]
    assert dues == ["11-02 12:00", "11-10 18:00", "11-27 18:00"]
    assert found.due_at == found.limits[-1].deadline.due_at


def test_a_class_of_areas_shortens_limits_unless_one_is_written_for_it() -> None:
    core = Terms(PLAIN, "核心", 50)
    start = local("2026-11-02T08:00")
    half = reckon_case(start, (Limit(4, "work_hour"),), core)
    assert half.due_at == local("2026-11-02T10:00").astimezone(UTC)
    assert "50%" in half.steps[0].text
    dates = reckon_case(start, (Limit(5, "work_day", "from_next_day"),), core)
    assert dates.due_at == local("2026-11-05T18:00").astimezone(UTC)
    own = Limit(4, "work_hour", by_class={"核心": Limit(1, "work_hour")})
    assert reckon_case(start, (own,), core).due_at == local("2026-11-02T09:00").astimezone(UTC)
    assert reckon_case(start, (own,), Terms(PLAIN)).due_at == local("2026-11-02T12:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("outer", "expected"),
    [
        ("2026-11-03T12:00", "2026-11-03T11:00"),  # the margin of an hour before it
        ("2026-11-02T09:00", "2026-11-02T08:30"),  # half-way where the margin leaves nothing
        ("2026-11-01T09:00", "2026-11-01T09:00"),  # over already: overdue from the start
        ("2026-12-30T12:00", "2026-11-09T08:00"),  # far off: the local limit stands
    ],
)
def test_the_local_limit_ends_before_the_outer_one(outer: str, expected: str) -> None:
    found = reckon_case(
        local("2026-11-02T08:00"), (Limit(7, "natural_day"),), Terms(PLAIN), external_due_at=local(outer)
    )
    assert found.due_at == local(expected).astimezone(UTC)
    assert ("外部时限" in found.steps[-1].text) == (expected != "2026-11-09T08:00")


def test_the_usual_hours_are_eight() -> None:
    assert PLAIN.hours_on(date(2026, 11, 2)) == DEFAULT_HOURS
    assert PLAIN.length_on(date(2026, 11, 2)) == timedelta(hours=8)
