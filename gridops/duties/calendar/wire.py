"""What comes in and goes out of the calendar: days, hours, classes of areas, limits and the steps of a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from gridops.duties.calendar.limits import Limit, limit_text
from gridops.duties.calendar.models import AreaClass, WorkingHours
from gridops.duties.calendar.reckoning import Step
from gridops.duties.registers.wire import RecordedChangeOut
from gridops.http.wire import Day, Incoming, Outgoing, Query, ShortText, refuses_at

AreaCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,20}$")]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class YearQuery(Query):
    """The year to look at."""

    year: int | None = Field(None, ge=2000, le=2100)


class DayOut(Outgoing):
    """A listed day."""

    day: date
    is_working: bool
    note: str


class DayIn(Incoming):
    """One day changed."""

    is_working: bool
    note: ShortText = ""


class SpellIn(Incoming):
    """One working spell of a day, local time."""

    start: time = Field(strict=False)
    end: time = Field(strict=False)


class HoursIn(Incoming):
    """Working hours of an area (empty code: everywhere) in a season (both days included)."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            spells="ends before beginnings, spells that overlap",
            area_code="an area that is not known",
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
            season_from="a day that no month has",
            season_to="a day that no month has, a season without days",
        )
    )

    area_code: AreaCode = ""
    spells: list[SpellIn] = Field(min_length=1, max_length=6)
    season_from: MonthDay = "01-01"
    season_to: MonthDay = "12-31"
    valid_from: Day
    valid_to: Day | None = None
    note: ShortText = ""


class HoursOut(Outgoing):
    """Working hours as they stand."""

    id: UUID
    area_code: str
    spells: list[list[str]]
    season_from: str
    season_to: str
    valid_from: date
    valid_to: date | None
    note: str
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def of(cls, row: WorkingHours, asking: Mapping[UUID, UUID]) -> HoursOut:
        """The wire form of a row; `asking` are the questions that rows ask."""
        said = {name: getattr(row, name) for name in cls.model_fields if name != "area_question"}
        said["area_question"] = asking.get(row.id)
        seasons = {"season_from": month_day(row.season_from), "season_to": month_day(row.season_to)}
        return cls.model_validate(said | seasons)


def month_day(mark: int) -> str:
    """1001 as 10-01."""
    return f"{mark // 100:02d}-{mark % 100:02d}"


def mark_of(text: str) -> int:
    """10-01 as 1001."""
    return int(text.replace("-", ""))


class ClassIn(Incoming):
    """The class of an area, and the share of limits (percent) that holds there."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            area_code="an area that is not known",
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
        )
    )

    area_code: AreaCode = Field(min_length=6)
    class_name: str = Field(min_length=1, max_length=20)
    percent: int = Field(100, ge=10, le=1000)
    valid_from: Day
    valid_to: Day | None = None


class ClassOut(Outgoing):
    """The class of an area as it stands."""

    id: UUID
    area_code: str
    class_name: str
    percent: int
    valid_from: date
    valid_to: date | None
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def of(cls, row: AreaClass, asking: Mapping[UUID, UUID]) -> ClassOut:
        """The wire form of a row; `asking` are the questions that rows ask."""
        said = {name: getattr(row, name) for name in cls.model_fields if name != "area_question"}
        return cls.model_validate(said | {"area_question": asking.get(row.id)})


class CalendarOut(Outgoing):
    """A year of the work calendar; `days` are those that differ from Monday to Friday, or have a note."""

    year: int
    is_known: bool
    known_years: list[int]
    days: list[DayOut]
    hours: list[HoursOut]
    classes: list[ClassOut]
    warnings: list[str]
    changes: list[RecordedChangeOut]


class NoticeOut(Outgoing):
    """What a notice changed."""

    year: int
    holidays: int
    working: int
    changed: int
    is_dry_run: bool


class NoticeQuery(Query):
    """Whether only to look, and which year the notice is about where most of its days lie in another."""

    dry_run: bool = False
    year: int | None = Field(None, ge=2000, le=2100)


class ClockStepOut(Outgoing):
    """One step of how a deadline came about."""

    start: datetime
    end: datetime
    text: str

    @classmethod
    def of(cls, step: Step) -> ClockStepOut:
        """The wire form of a step."""
        return cls(start=step.start, end=step.end, text=step.text)


class ClockLimitOut(Outgoing):
    """One of several limits that run beside each other: its step's name, its words, its end."""

    name: str
    text: str
    due_at: datetime


class LimitOut(Outgoing):
    """A limit: amount, unit, how it is counted, the step it is for, and the words for all that."""

    amount: int | float
    unit: str
    mode: str
    text: str
    name: str = ""

    @classmethod
    def of(cls, limit: Limit) -> LimitOut:
        """The wire form of a limit."""
        return cls(
            amount=limit.amount, unit=limit.unit, mode=limit.mode, text=limit_text(limit), name=limit.name
        )
