"""What comes in and goes out of agencies and units where somebody looks after them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from gridops.db.dated.rules import State
from gridops.http.wire import Day, Incoming, Outgoing, PageQuery, refuses, refuses_at
from gridops.people.accounts.wire import CodedOut, NamedOut
from gridops.people.units.rules import unit_phone

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Code = Annotated[str, StringConstraints(max_length=60)]
AgencyKind = Literal["body", "stationed", "outside"]
Number = Annotated[
    str,
    StringConstraints(min_length=1, max_length=30),
    AfterValidator(unit_phone),
    Field(json_schema_extra=refuses("what is no telephone number")),
]


class PhoneIn(Incoming):
    """A number, and when somebody answers it, in words."""

    number: Number
    hours: str = Field("", max_length=60, examples=["24 小时", "工作日 8:30—17:30"])


class AgencyIn(Incoming):
    """An agency: a body of one's own, one that stations units, or one outside the administration."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(code="another agency's", valid_from="a day that is past")
    )

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: Name
    short_name: str = Field("", max_length=40)
    kind: AgencyKind
    valid_from: Day | None = None


class AgencyPatch(Incoming):
    """What changes of an agency; what is not said stays. It ends on `valid_to`."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(valid_to="a day that is past, or on which it has units still")
    )

    name: Name | None = None
    short_name: str | None = Field(None, min_length=1, max_length=40)
    valid_to: Day | None = None


class AgenciesQuery(PageQuery):
    """Which agencies: `q` in name or code, of a kind."""

    q: str = Field("", max_length=60)
    kind: Literal["body", "stationed", "outside", "grid_unit", "village_unit", ""] = ""


class AgencyOut(Outgoing):
    """An agency as it stands today, with how many units it has in service."""

    id: UUID
    version: int
    code: str
    name: str
    short_name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    state: State
    units: int


class AgenciesOut(Outgoing):
    """Agencies by code."""

    items: list[AgencyOut]
    next_cursor: str | None = None


class UnitIn(Incoming):
    """A unit of an agency for an area, from a day on (today where none is said). Nobody of it needs an account."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            agency_code="an agency that is not known, has ended, or has its units by the boundaries",
            kind="one that such an agency has not",
            area_code="an area that is not known, or for which the agency has a unit then",
            valid_from="a day that is past",
        )
    )

    agency_code: Code
    kind: AgencyKind | None = None
    name: Name
    area_code: Code
    phones: list[PhoneIn] = Field(default_factory=list, max_length=6)
    valid_from: Day | None = None


class UnitPatch(Incoming):
    """What changes of a unit; what is not said stays. It ends on `valid_to`, and `successor_id` takes over from it."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            valid_to="a day that is past, none with `successor_id`, or of a unit that ended, of a grid or a village",
            successor_id="none where it has cases or ends later than today; one not in service then",
        )
    )

    name: Name | None = None
    phones: list[PhoneIn] | None = Field(None, max_length=6)
    valid_to: Day | None = None
    successor_id: UUID | None = None


class UnitsQuery(PageQuery):
    """Which units: `q` in the name or a number, of an agency, in an area, of a kind; those in service if not said."""

    q: str = Field("", max_length=60)
    agency: Code = ""
    area: Code = ""
    kind: Literal["body", "stationed", "outside", "grid", "village", ""] = ""
    state: Literal["in_force", "coming", "past", "all"] = "in_force"


class PhoneOut(Outgoing):
    """A number, and when it is answered."""

    number: str
    hours: str


class UnitOut(Outgoing):
    """A unit as it stands today."""

    id: UUID
    version: int
    name: str
    kind: str
    agency: CodedOut
    area: CodedOut
    phones: list[PhoneOut]
    valid_from: date | None
    valid_to: date | None
    successor: NamedOut | None
    state: State


class AdminUnitsOut(Outgoing):
    """Units by area."""

    items: list[UnitOut]
    next_cursor: str | None = None
