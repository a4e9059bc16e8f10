"""What comes in and goes out of the list of responsibilities and of what is done first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.db.dated.rules import State, state_on
from gridops.duties.registers.wire import (
    Code,
    CodedName,
    ItemCode,
    MatterAtQuery,
    NamedCodes,
    RecordedChangeOut,
    Text,
)
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.responsibilities.rules import ResponsibilityContent
from gridops.http.wire import Day, Incoming, LongText, Outgoing, ShortText, refuses_at


class ResponsibilityIn(Incoming):
    """An item of the list from a day on, to a day that is not included."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
            service_code="a matter that is not known, or none beside no group",
            group_code="a group that is not known, or one beside a matter",
            area_code="an area that is not known",
            upper_agency="an agency that is not known",
            item_code="an item that is not this row's, or is there",
        )
    )

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
    valid_from: Day
    valid_to: Day | None = None

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
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def on(cls, row: Responsibility, today: date, asking: Mapping[UUID, UUID]) -> ResponsibilityOut:
        """The wire form of an item on a day; `asking` are the questions that rows ask."""
        computed = {"state": state_on(row, today), "area_question": asking.get(row.id)}
        return cls.model_validate(ItemOut.of(row).model_dump() | computed)


class FirstDutyIn(Incoming):
    """A matter or a group of matters that is done first and arbitrated after."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            service_code="a matter that is not known, or none beside no group",
            group_code="a group that is not known, or one beside a matter",
        )
    )

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
    changes: list[RecordedChangeOut]


class ItemsQuery(MatterAtQuery):
    """Whose duty a matter is at a place on a day (today without one)."""


class ItemsOut(Outgoing):
    """The items that a matter falls under there, the most specific first; why it is done first, or ''."""

    on: date
    items: list[ItemOut]
    agencies: list[CodedName]
    next_cursor: str | None = None
