"""Pure: which days are worked, at which hours, by season and place. Where the lists come from is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gridops.errors import Unfit

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class WorkHours:
    """One working spell of a day, local time."""

    start: time
    end: time


DEFAULT_HOURS = (WorkHours(time(8), time(12)), WorkHours(time(14), time(18)))


@dataclass(frozen=True)
class SeasonHours:
    """Working hours of a season (month × 100 + day, both included; it may run over the new year) and its dates."""

    spells: tuple[WorkHours, ...]
    season_from: int = 101
    season_to: int = 1231
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether these hours are worked on `day`."""
        if day < self.valid_from or (self.valid_to is not None and day >= self.valid_to):
            return False
        mark = day.month * 100 + day.day
        if self.season_from <= self.season_to:
            return self.season_from <= mark <= self.season_to
        return mark >= self.season_from or mark <= self.season_to


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked and when. Days that are not listed fall back to Monday to Friday.

    `seasons` come most specific first; the first that holds on a day gives its hours, `hours` where none does.
    `known_years` are those whose list was announced; None where nobody keeps account of it.
    """

    zone: ZoneInfo
    days: Mapping[date, bool] = field(default_factory=dict)
    hours: tuple[WorkHours, ...] = DEFAULT_HOURS
    seasons: tuple[SeasonHours, ...] = ()
    known_years: frozenset[int] | None = None

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked; make-up days are, holidays are not."""
        return self.days.get(day, day.weekday() < 5)

    def is_known(self, day: date) -> bool:
        """Whether the year's list was announced."""
        return self.known_years is None or day.year in self.known_years

    def hours_on(self, day: date) -> tuple[WorkHours, ...]:
        """The working spells of a day, were it worked."""
        return next((season.spells for season in self.seasons if season.holds_on(day)), self.hours)

    def length_on(self, day: date) -> timedelta:
        """The working time of a day, were it worked."""
        return sum(
            (_at(day, h.end, self.zone) - _at(day, h.start, self.zone) for h in self.hours_on(day)),
            timedelta(),
        )

    def spells_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The spells of a day as moments."""
        for hours in self.hours_on(day):
            yield _at(day, hours.start, self.zone), _at(day, hours.end, self.zone)

    def closing_on(self, day: date) -> datetime:
        """When a day's work ends."""
        return max(end for _, end in self.spells_on(day))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)


def check_spells(spells: tuple[WorkHours, ...]) -> None:
    """Spells follow each other and each takes time; raises Unfit("中文", "English") otherwise."""
    if not spells:
        raise Unfit("至少要有一段工作时间", "At least one spell of working time is needed")
    for spell in spells:
        if spell.end <= spell.start:
            raise Unfit("每段工作时间的结束须晚于开始", "A spell ends after it begins")
    for one, other in pairwise(spells):
        if other.start < one.end:
            raise Unfit("工作时间段须按先后排列且不重叠", "Spells follow each other and do not overlap")


def check_season(mark: int) -> None:
    """A month and day such as 1001; raises Unfit otherwise."""
    month, day = divmod(mark, 100)
    try:
        date(2000, month, day)
    except ValueError as error:
        raise Unfit("季节须写成月-日，如 10-01", "A season is given as month-day, such as 10-01") from error


def day_words(day: date) -> str:
    """A day as a clerk says it: 10月9日（周五）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
