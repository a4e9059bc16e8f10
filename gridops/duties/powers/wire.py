"""What comes in and goes out of the register of powers: rows, their versions, and who may do what somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.db.dated.rules import State, state_on
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import HeldPower, PowerContent, basis_of
from gridops.duties.powers.words import ACT_WORDS
from gridops.duties.registers.wire import (
    Code,
    ItemCode,
    MatterAtQuery,
    NamedCodes,
    RecordedChangeOut,
    Text,
)
from gridops.http.wire import Day, Incoming, LongText, Outgoing, ShortText, refuses_at


class PowerIn(Incoming):
    """A row of the register from a day on, to a day that is not included."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
            service_code="a matter that is not known, or none beside no group",
            group_code="a group that is not known, or one beside a matter",
            area_code="an area that is not known",
            agency_code="an agency that is not known, or none where an agency holds the power",
            item_code="an item that is not this row's, or is there",
        )
    )

    item_code: ItemCode
    item_name: Text
    item_group: ShortText = ""
    act: Literal["order", "penalise", "permit", "remove", "seize", "clear", "confirm", "grant", "register"]
    service_code: Code = ""
    group_code: Code = ""
    holder: Literal["township", "agency"]
    agency_code: Code = ""
    area_code: Code = ""
    basis: Literal["statutory", "delegated", "entrusted", "stationed"] = Field(
        description="`stationed` is taken as `statutory`: to be stationed somewhere is no basis in law"
    )
    reference: Text
    in_name_of: Text
    note: LongText = ""
    valid_from: Day
    valid_to: Day | None = None

    def content(self) -> PowerContent:
        """The row without its dates."""
        said = self.model_dump(exclude={"valid_from", "valid_to"})
        return PowerContent(**said | {"basis": basis_of(self.basis)})


class PowerOut(Outgoing):
    """A row of the register as it stands today."""

    id: UUID
    version: int
    state: State
    item_code: str
    item_name: str
    item_group: str
    act: str
    service_code: str
    group_code: str
    holder: str
    agency_code: str
    area_code: str
    basis: str
    reference: str
    in_name_of: str
    note: str
    valid_from: date
    valid_to: date | None
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def of(cls, row: Power, today: date, asking: Mapping[UUID, UUID]) -> PowerOut:
        """The wire form of a row on a day; `asking` are the questions that rows ask."""
        computed = {"state": state_on(row, today), "area_question": asking.get(row.id)}
        said = {name: getattr(row, name) for name in cls.model_fields if name not in computed}
        return cls.model_validate(said | computed)


class PowersOut(NamedCodes):
    """The whole register, with the names of what its codes mean."""

    items: list[PowerOut]
    today: date
    next_cursor: str | None = None


class PowerItemOut(Outgoing):
    """One item of the register: every row of it, newest first, and who changed what."""

    item_code: str
    items: list[PowerOut]
    changes: list[RecordedChangeOut]


class HoldersQuery(MatterAtQuery):
    """Who may do what in a matter at a place on a day (today without one)."""


class HolderOut(Outgoing):
    """Somebody who may do something here: by what, and in whose name."""

    id: UUID
    act: str
    act_words: str
    name: str
    units: list[str]
    item_code: str
    item_name: str
    basis: str
    basis_words: str
    reference: str
    in_name_of: str
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, power: HeldPower) -> HolderOut:
        """The wire form of a power in force."""
        same = {
            name: getattr(power, name)
            for name in cls.model_fields
            if name not in {"name", "units", "act_words", "basis_words"}
        }
        return cls(
            **same,
            name=power.holder_name,
            units=list(power.unit_names),
            act_words=ACT_WORDS[power.act],
            basis_words=power.basis_words,
        )


class HoldersOut(Outgoing):
    """Who may do what here on that day; acts that nobody may do are named apart."""

    on: date
    area_code: str
    area_name: str
    service_code: str
    service_name: str
    items: list[HolderOut]
    nobody: list[str]
    next_cursor: str | None = None
