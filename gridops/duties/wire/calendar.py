"""What comes in and goes out where administrators keep the calendar, hours, classes, and try the clock."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from gridops.duties.models import AreaClass, WorkingHours
from gridops.duties.rules import Step
from gridops.duties.wire.register import ChangeOut
from gridops.http.wire import Incoming, Moment, Outgoing, Query, ShortText

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

    area_code: AreaCode = ""
    spells: list[SpellIn] = Field(min_length=1, max_length=6)
    season_from: MonthDay = "01-01"
    season_to: MonthDay = "12-31"
    valid_from: date = Field(strict=False)
    valid_to: date | None = Field(None, strict=False)
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

    @classmethod
    def of(cls, row: WorkingHours) -> HoursOut:
        """The wire form of a row."""
        said = {name: getattr(row, name) for name in cls.model_fields}
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

    area_code: AreaCode = Field(min_length=6)
    class_name: str = Field(min_length=1, max_length=20)
    percent: int = Field(100, ge=10, le=1000)
    valid_from: date = Field(strict=False)
    valid_to: date | None = Field(None, strict=False)


class ClassOut(Outgoing):
    """The class of an area as it stands."""

    id: UUID
    area_code: str
    class_name: str
    percent: int
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, row: AreaClass) -> ClassOut:
        """The wire form of a row."""
        return cls.model_validate(row)


class CalendarOut(Outgoing):
    """A year of the work calendar; `days` are those that differ from Monday to Friday, or have a note."""

    year: int
    is_known: bool
    known_years: list[int]
    days: list[DayOut]
    hours: list[HoursOut]
    classes: list[ClassOut]
    warnings: list[str]
    changes: list[ChangeOut]


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


class PauseIn(Incoming):
    """A time in which the clock stands still."""

    start: Moment
    end: Moment


class ClockIn(Incoming):
    """A question to the clock: a limit in words, or a matter with the number of its condition."""

    start: Moment
    limit: str | None = Field(None, min_length=1, max_length=200)
    service_code: str | None = Field(None, min_length=1, max_length=40)
    condition: int = Field(1, ge=1, le=200)
    mode: Literal["elapsed", "from_next_day"] = "elapsed"
    area_code: AreaCode = ""
    external_due_at: Moment | None = None
    pauses: list[PauseIn] = Field(default_factory=list, max_length=20)


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
    """One of several limits that run beside each other."""

    name: str
    text: str
    due_at: datetime


class ClockAnswerOut(Outgoing):
    """What a case filed then and there would get."""

    due_at: datetime
    limit: str
    steps: list[ClockStepOut]
    limits: list[ClockLimitOut]
    area_class: str | None
    version: int | None
    admitted: bool | None
    unit: str | None
    reason: str | None
    warnings: list[str]


class SheetQuery(Query):
    """How a sheet is taken in."""

    list: str = Field("", max_length=60)
    valid_from: date | None = None
    dry_run: bool = False
    partly: bool = False


class SheetExportQuery(Query):
    """Which list to write, and as what."""

    list: str = Field("", max_length=60)
    format: Literal["xlsx", "csv"] = "xlsx"


class SheetReportOut(Outgoing):
    """What became of a sheet."""

    rows: int
    matters: int
    events: int
    components: int
    conditions: int
    added: int
    changed: int
    unchanged: int
    not_in_sheet: int
    without_lead: int
    unread: list[dict[str, Any]]
    is_dry_run: bool
