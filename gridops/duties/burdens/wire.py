"""What comes in and goes out of the register of refused burdens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.duties.burdens.models import RefusedBurden
from gridops.duties.registers.wire import (
    Statement,
    Text,
)
from gridops.http.wire import Day, Incoming, LongText, Outgoing, Query, refuses_at


class BurdensQuery(Query):
    """Of which area."""

    area: str | None = Field(None, max_length=40)


class BurdenIn(Incoming):
    """Something that was asked of a township beyond its list."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            area_code="what is no township or village",
            asked_on="a day to come",
        )
    )

    area_code: str = Field(min_length=1, max_length=40)
    kind: Literal["responsibility_letter", "veto_item", "off_list_survey", "other"]
    asked_by: Text
    asked_on: Day
    asked: Statement
    answer: LongText = ""


class AnswerIn(Incoming):
    """The answer that it was given."""

    answer: Statement


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
