"""Pure: the vocabulary of duties, the labels of the states, and the clock that turns a limit into a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEVELS = ("grid", "village", "township", "district")
INTAKE_MODES = ("manual", "auto_file", "auto_dispatch")
LABEL_FAMILIES = ("city", "governance")
LIMIT_UNITS = ("urgent_hour", "work_hour", "work_day", "natural_day")
VERIFICATIONS = ("none", "phone", "photo", "neighbour", "visit")
URGENCIES = ("normal", "urgent", "major")

LIMIT_WORDS = {
    "urgent_hour": "紧急工作时",
    "work_hour": "工作时",
    "work_day": "工作日",
    "natural_day": "自然日",
}

#: The same states under two families' words: city management, and governance (disputes, services, petitions).
STATE_LABELS: Mapping[str, Mapping[str, str]] = {
    "city": {
        "reported": "上报",
        "filed": "立案",
        "dispatched": "派遣",
        "handling": "处置中",
        "handled": "处置完成",
        "verified": "核查通过",
        "closed": "结案",
        "rejected": "不予立案",
        "suspended": "挂账",
    },
    "governance": {
        "reported": "上报",
        "filed": "受理",
        "dispatched": "分流",
        "handling": "办理中",
        "handled": "办理完成",
        "verified": "核实",
        "closed": "办结",
        "rejected": "不予受理",
        "suspended": "挂账",
    },
}


@dataclass(frozen=True)
class WorkHours:
    """One working spell of a day, local time."""

    start: time
    end: time


DEFAULT_HOURS = (WorkHours(time(8), time(12)), WorkHours(time(14), time(18)))


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked and when. Days that are not listed fall back to Monday to Friday."""

    zone: ZoneInfo
    days: Mapping[date, bool] = field(default_factory=dict)
    hours: tuple[WorkHours, ...] = DEFAULT_HOURS

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked; make-up days are, holidays are not."""
        return self.days.get(day, day.weekday() < 5)

    def day_length(self) -> timedelta:
        """The hours of one working day."""
        return sum((_span(day=date(2000, 1, 1), hours=h) for h in self.hours), timedelta())


@dataclass(frozen=True)
class Step:
    """One line of how a deadline came about: from, to, and the words for it."""

    start: datetime
    end: datetime
    text: str


@dataclass(frozen=True)
class Deadline:
    """A deadline with its steps."""

    due_at: datetime
    steps: tuple[Step, ...]


def _span(*, day: date, hours: WorkHours) -> timedelta:
    return datetime.combine(day, hours.end) - datetime.combine(day, hours.start)


def limit_text(amount: int, unit: str) -> str:
    """A limit in the words of the sheets that offices hold."""
    return f"{amount}{LIMIT_WORDS[unit]}"


def add_limit(start: datetime, *, amount: int, unit: str, calendar: WorkCalendar) -> Deadline:
    """The deadline `amount` of `unit` after `start`, counted from the minute (mode `elapsed`).

    `urgent_hour` and `natural_day` run through nights and holidays; `work_hour` only in working hours;
    `work_day` is as many hours as a working day has. `start` must carry a zone. Raises ValueError for a
    unit that is not known.
    """
    if unit not in LIMIT_UNITS:
        raise ValueError(f"unknown unit of a limit: {unit}")
    begin = start.astimezone(calendar.zone)
    words = limit_text(amount, unit)
    if unit in {"urgent_hour", "natural_day"}:
        length = timedelta(hours=amount) if unit == "urgent_hour" else timedelta(days=amount)
        # Elapsed time is counted in UTC, where no hour is ever skipped.
        due = begin.astimezone(UTC) + length
        return Deadline(due, (Step(start.astimezone(UTC), due, f"{words}：连续计时"),))
    if unit == "work_hour":
        return _work_time(begin, timedelta(hours=amount), calendar, words)
    return _work_time(begin, calendar.day_length() * amount, calendar, words)


def _work_time(begin: datetime, length: timedelta, calendar: WorkCalendar, words: str) -> Deadline:
    left, day, steps = length, begin.date(), []
    if not calendar.hours:
        raise ValueError("a work calendar needs working hours")
    for _ in range(4000):
        if calendar.is_working(day):
            for hours in calendar.hours:
                opens = max(datetime.combine(day, hours.start, calendar.zone), begin)
                shuts = datetime.combine(day, hours.end, calendar.zone)
                if shuts <= opens:
                    continue
                used = min(left, shuts - opens)
                left -= used
                steps.append(
                    Step(opens.astimezone(UTC), (opens + used).astimezone(UTC), f"{words}：工作时间")
                )
                if not left:
                    return Deadline(steps[-1].end, tuple(steps))
        day += timedelta(days=1)
    raise ValueError("no working day within ten years")
