"""What comes in and goes out of the duty roster."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from gridops.http.wire import Day, Incoming, Outgoing, PageQuery, Query, refuses, refuses_at
from gridops.people.accounts.rules import plain_phone
from gridops.people.accounts.wire import CodedOut

Shift = Literal["day", "night", "whole"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Code = Annotated[str, StringConstraints(max_length=60)]
Phone = Annotated[
    str,
    StringConstraints(max_length=30),
    AfterValidator(plain_phone),
    Field(json_schema_extra=refuses("what is no telephone number")),
]
Needed = Annotated[Phone, StringConstraints(min_length=1)]
#: A time of the day on the deployment's clock, such as 17:30.
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class DutyShiftIn(Incoming):
    """Who is on duty for an area on a day; a shift has its usual hours where none are said, and may pass midnight.

    The duty officer's account is found by his telephone number; he needs none.
    """

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            area_code="an area that is not known, or neither a township nor the district",
            day="a day on which the area has a shift at that time already",
        )
    )

    area_code: Code
    day: Day
    shift: Shift
    starts: Clock | None = None
    ends: Clock | None = None
    leader_name: Name
    leader_phone: Needed
    officer_name: Name
    officer_phone: Needed
    driver_name: str = Field("", max_length=60)
    driver_phone: Phone = ""


class DutyShiftPatch(Incoming):
    """Who is on duty instead: what is not said stays. Its area, day and hours stay, or it ends now (`ends_now`)."""

    model_config = ConfigDict(json_schema_extra=refuses_at(ends_now="a shift that is not going on"))

    leader_name: Name | None = None
    leader_phone: Needed | None = None
    officer_name: Name | None = None
    officer_phone: Needed | None = None
    driver_name: str | None = Field(None, max_length=60)
    driver_phone: Phone | None = None
    ends_now: bool = False


class RostersQuery(PageQuery):
    """Which shifts: from a day on, up to and with another (`from`, `to`), of an area and those within it."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    area: Code = ""


class NowQuery(Query):
    """Who is on duty for an area: its township's and the district's."""

    area: Code = ""


class OnDutyOut(Outgoing):
    """Somebody on duty, with the number at which he is called."""

    name: str
    phone: str


class DutyShiftOut(Outgoing):
    """A shift; `officer_has_account`: whether the duty officer can sign in."""

    id: UUID
    version: int
    area: CodedOut
    day: date
    shift: str
    from_at: datetime
    until_at: datetime
    leader: OnDutyOut
    officer: OnDutyOut
    officer_has_account: bool
    driver: OnDutyOut | None


class DutyShiftsOut(Outgoing):
    """Shifts in the order of their beginnings."""

    items: list[DutyShiftOut]
    next_cursor: str | None = None


class NowOut(Outgoing):
    """Who is on duty now; `missing` are the areas for which nobody is."""

    at: datetime
    items: list[DutyShiftOut]
    missing: list[CodedOut]


def clock_of(text: str | None) -> time | None:
    """A time of the day as it was said."""
    return time.fromisoformat(text) if text else None
