"""Pure: the clock that turns a limit into a deadline, and says step by step how. It reads no clock itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from gridops.duties.calendar.limits import DAY_UNITS, Limit, limit_text
from gridops.duties.calendar.rules import WorkCalendar, day_words
from gridops.errors import Unfit

_MICRO = timedelta(microseconds=1)
_HOUR = 3_600_000_000
_UNIT_MICROS = {
    "urgent_minute": 60_000_000,
    "urgent_hour": _HOUR,
    "work_hour": _HOUR,
    "natural_day": 24 * _HOUR,
}
_MOST_DAYS = 12_000

#: More steps than this tell nobody anything: the middle is told as one.
_MOST_STEPS, _KEPT = 24, 8


@dataclass(frozen=True)
class Step:
    """One line of how a deadline came about: from, to, and the words for it."""

    start: datetime
    end: datetime
    text: str


@dataclass(frozen=True)
class Deadline:
    """A deadline with its steps, in UTC."""

    due_at: datetime
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stands still."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise Unfit("暂停的结束须晚于开始", "A pause ends after it begins")


@dataclass(frozen=True)
class _Span:
    """Time that counts: from, to (None: for good), and how much of the limit's unit a microsecond is."""

    start: datetime
    end: datetime | None
    rate: Fraction
    day: date


def add_limit(
    start: datetime, *, amount: float, unit: str, calendar: WorkCalendar, mode: str = "elapsed"
) -> Deadline:
    """The deadline `amount` of `unit` after `start`. Raises ValueError for a unit that is not known."""
    return reckon(start, Limit(amount, unit, mode), calendar)


def reckon(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    percent: int = 100,
) -> Deadline:
    """The deadline a limit sets from `start` (which carries a zone), pauses left out, lengthened to `percent`.

    Urgent units and `natural_day` run through nights and holidays; `work_hour` only in working hours. A
    `work_day` is the working time of whatever day it is spent on, so a day of 7 hours counts as one as well as
    a day of 8. `from_next_day` leaves the day of the start out; days are then whole dates that end with the
    office's hours (`work_day`) or with the date (`natural_day`), and a date touched by a pause does not count.
    """
    begin = start.astimezone(calendar.zone)
    quiet = sorted((p.start.astimezone(calendar.zone), p.end.astimezone(calendar.zone)) for p in pauses)
    length = Fraction(str(limit.amount)) * percent / 100
    if limit.mode == "from_next_day":
        if limit.unit in DAY_UNITS:
            return _whole_dates(begin, limit, -(-length // 1), calendar, quiet)
        begin = _midnight(begin.date() + timedelta(days=1), calendar)
    if limit.unit in _UNIT_MICROS and limit.unit != "work_hour":
        spans = _continuous(begin, Fraction(1, _UNIT_MICROS[limit.unit]), quiet)
    else:
        spans = _working(begin, calendar, quiet, is_by_day=limit.unit == "work_day")
    return _spend(begin, length, spans, limit, calendar)


def _midnight(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time(0), calendar.zone)


def _continuous(
    begin: datetime, rate: Fraction, quiet: Sequence[tuple[datetime, datetime]]
) -> Iterator[_Span]:
    for opens, shuts in quiet:
        if opens > begin:
            yield _Span(begin, opens, rate, begin.date())
        begin = max(begin, shuts)
    yield _Span(begin, None, rate, begin.date())


def _working(
    begin: datetime,
    calendar: WorkCalendar,
    quiet: Sequence[tuple[datetime, datetime]],
    *,
    is_by_day: bool,
) -> Iterator[_Span]:
    day = begin.date()
    for _ in range(_MOST_DAYS):
        if calendar.is_working(day):
            unit = calendar.length_on(day) // _MICRO if is_by_day else _HOUR
            for opens, shuts in calendar.spells_on(day):
                for start, end in _without(max(opens, begin), shuts, quiet):
                    yield _Span(start, end, Fraction(1, unit), day)
        day += timedelta(days=1)
    raise Unfit("时限内没有足够的工作日", "There are not enough working days")


def _without(
    start: datetime, end: datetime, quiet: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    for opens, shuts in quiet:
        if shuts <= start or opens >= end:
            continue
        if opens > start:
            yield start, opens
        start = max(start, shuts)
    if start < end:
        yield start, end


def _spend(
    begin: datetime, left: Fraction, spans: Iterator[_Span], limit: Limit, calendar: WorkCalendar
) -> Deadline:
    steps: list[Step] = []
    last = begin
    for span in spans:
        worth = None if span.end is None else ((span.end - span.start) // _MICRO) * span.rate
        if worth is None or worth >= left:
            end = span.start + int(-(-(left / span.rate) // 1)) * _MICRO
            steps.append(_step(last, span.start, end, limit, calendar))
            return Deadline(steps[-1].end, _folded(steps))
        assert span.end is not None
        left -= worth
        steps.append(_step(last, span.start, span.end, limit, calendar))
        last = span.end
    raise AssertionError("spans never end without a deadline")


def _step(last: datetime, start: datetime, end: datetime, limit: Limit, calendar: WorkCalendar) -> Step:
    if limit.unit in {"work_hour", "work_day"}:
        words = f"{day_words(start.date())} {start:%H:%M}–{end:%H:%M}，工作时间 {span_words(end - start)}"
    else:
        # A limit in hours says by itself that it runs on; one in minutes or days does not.
        goes_on = "" if limit.unit == "urgent_hour" else "，夜间和节假日照计"
        words = f"{limit_text(limit)}：连续计时{goes_on}"
    words += _between(last.date(), start.date(), calendar) if start - last > timedelta(hours=12) else ""
    if not calendar.is_known(start.date()) and limit.unit != "natural_day":
        words += f"（{start.year} 年放假安排未录入，按周一至周五计）"
    # Elapsed time is kept in UTC, where no hour is ever skipped.
    return Step(start.astimezone(UTC), end.astimezone(UTC), words)


def _between(last: date, day: date, calendar: WorkCalendar) -> str:
    """What was left out between two counted days."""
    free = [
        last + timedelta(days=n)
        for n in range((day - last).days + 1)
        if not calendar.is_working(last + timedelta(days=n))
    ]
    if not free or free[-1] >= day:
        return ""
    first, end = free[0], free[-1]
    named = f"{first.month}月{first.day}日" + (f"至{end.month}月{end.day}日" if end != first else "")
    return f"（{named}休息，不计）" if len(free) == (end - first).days + 1 else f"（{named}中的休息日不计）"


def _whole_dates(
    begin: datetime,
    limit: Limit,
    count: int,
    calendar: WorkCalendar,
    quiet: Sequence[tuple[datetime, datetime]],
) -> Deadline:
    day, counted = begin.date(), 0
    next_midnight = _midnight(day + timedelta(days=1), calendar)
    steps = [Step(begin.astimezone(UTC), next_midnight.astimezone(UTC), f"{day_words(day)}为起算当日，不计")]
    last = day
    for _ in range(_MOST_DAYS):
        day += timedelta(days=1)
        opens, shuts = _midnight(day, calendar), _midnight(day + timedelta(days=1), calendar)
        is_quiet = any(a < shuts and b > opens for a, b in quiet)
        if is_quiet or (limit.unit == "work_day" and not calendar.is_working(day)):
            continue
        counted += 1
        end = calendar.closing_on(day) if limit.unit == "work_day" else shuts
        steps.append(
            _date_step(limit, counted, (last, day), (opens, end if counted == count else shuts), calendar)
        )
        last = day
        if counted == count:
            return Deadline(end.astimezone(UTC), _folded(steps))
    raise Unfit("时限内没有足够的工作日", "There are not enough working days")


def _date_step(
    limit: Limit,
    counted: int,
    days: tuple[date, date],
    span: tuple[datetime, datetime],
    calendar: WorkCalendar,
) -> Step:
    word = "工作日" if limit.unit == "work_day" else "日"
    text = f"第 {counted} 个{word}：{day_words(days[1])}"
    if limit.unit == "work_day":
        text += _between(days[0] + timedelta(days=1), days[1], calendar)
        if not calendar.is_known(days[1]):
            text += f"（{days[1].year} 年放假安排未录入，按周一至周五计）"
    return Step(span[0].astimezone(UTC), span[1].astimezone(UTC), text)


def _folded(steps: list[Step]) -> tuple[Step, ...]:
    if len(steps) <= _MOST_STEPS:
        return tuple(steps)
    middle = steps[_KEPT:-_KEPT]
    time_in = sum((s.end - s.start for s in middle), timedelta())
    text = f"其间 {len(middle)} 段，共计 {span_words(time_in)}"
    return (*steps[:_KEPT], Step(middle[0].start, middle[-1].end, text), *steps[-_KEPT:])


def span_words(length: timedelta) -> str:
    """A length of time in words: 1 小时 30 分."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{hours} 小时" if hours else "",
        f"{minutes} 分" if minutes else "",
        f"{seconds} 秒" if seconds else "",
    ]
    return " ".join(p for p in parts if p) or "0 分"
