"""What comes in and goes out of the list of responsibilities, what is done first, and burdens refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from gridops.duties.models import RefusedBurden, Responsibility
from gridops.duties.rules.responsibilities import ResponsibilityContent
from gridops.duties.wire.dated import (
    Code,
    CodedName,
    ItemCode,
    MatterAtQuery,
    NamedCodes,
    State,
    Text,
    state_on,
)
from gridops.duties.wire.register import ChangeOut
from gridops.http.wire import Incoming, LongText, Outgoing, Query, ShortText

Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ResponsibilityIn(Incoming):
    """An item of the list from a day on, to a day that is not included."""

    item_code: ItemCode
    item_name: Text
    item_group: ShortText = ""
    kind: Literal["basic", "assisting", "taken_back"]
    service_code: Code = ""
    group_code: Code = ""
    area_code: Code = ""
    upper_agency: Code = ""
    upper_part: LongText = ""
    town_part: LongText = ""
    paid_by: Literal["township", "district", "shared"]
    reference: Text
    note: LongText = ""
    valid_from: date = Field(strict=False)
    valid_to: date | None = Field(None, strict=False)

    def content(self) -> ResponsibilityContent:
        """The item without its dates."""
        return ResponsibilityContent(**self.model_dump(exclude={"valid_from", "valid_to"}))


class ItemOut(Outgoing):
    """An item of the list, as a case or a hand-down cites it."""

    id: UUID
    version: int
    item_code: str
    item_name: str
    item_group: str
    kind: str
    service_code: str
    group_code: str
    area_code: str
    upper_agency: str
    upper_part: str
    town_part: str
    paid_by: str
    reference: str
    note: str
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, row: Responsibility) -> ItemOut:
        """The wire form of an item."""
        return cls.model_validate(row)


class ResponsibilityOut(ItemOut):
    """An item as it stands today."""

    state: State

    @classmethod
    def on(cls, row: Responsibility, today: date) -> ResponsibilityOut:
        """The wire form of an item on a day."""
        return cls.model_validate({**ItemOut.of(row).model_dump(), "state": state_on(row, today)})


class FirstDutyIn(Incoming):
    """A matter or a group of matters that is done first and arbitrated after."""

    ground: Literal["flood", "fire", "life", "work_safety"]
    service_code: Code = ""
    group_code: Code = ""


class FirstDutyOut(Outgoing):
    """What is done first, and why."""

    id: UUID
    ground: str
    service_code: str
    group_code: str
    origin: str


class ResponsibilitiesOut(NamedCodes):
    """The whole list, what is done first, and the names of what their codes mean."""

    items: list[ResponsibilityOut]
    first_duties: list[FirstDutyOut]
    today: date
    next_cursor: str | None = None


class ResponsibilityItemOut(Outgoing):
    """One item: every version of every township, newest first, and who changed what."""

    item_code: str
    items: list[ResponsibilityOut]
    changes: list[ChangeOut]


class ItemsQuery(MatterAtQuery):
    """Whose duty a matter is at a place on a day (today without one)."""


class ItemsOut(Outgoing):
    """The items that a matter falls under there, the most specific first; why it is done first, or ''."""

    on: date
    items: list[ItemOut]
    agencies: list[CodedName]
    next_cursor: str | None = None


class BurdensQuery(Query):
    """Of which area."""

    area: str | None = Field(None, max_length=40)


class BurdenIn(Incoming):
    """Something that was asked of a township beyond its list."""

    area_code: str = Field(min_length=1, max_length=40)
    kind: Literal["responsibility_letter", "veto_item", "off_list_survey", "other"]
    asked_by: Text
    asked_on: date = Field(strict=False)
    asked: Words
    answer: LongText = ""


class AnswerIn(Incoming):
    """The answer that it was given."""

    answer: Words


class BurdenOut(Outgoing):
    """What was asked, by whom, and the answer."""

    id: UUID
    version: int
    area_code: str
    area_name: str
    kind: str
    asked_by: str
    asked_on: date
    asked: str
    answer: str
    answered_on: date | None
    recorded_by: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: RefusedBurden, *, area_name: str, recorded_by: str | None) -> BurdenOut:
        """The wire form of a burden."""
        names = set(cls.model_fields) - {"area_name", "recorded_by"}
        said = {name: getattr(row, name) for name in names}
        return cls.model_validate(said | {"area_name": area_name, "recorded_by": recorded_by})


class BurdensOut(Outgoing):
    """The register of refused burdens, the newest first."""

    items: list[BurdenOut]
    next_cursor: str | None = None
