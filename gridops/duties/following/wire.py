"""What comes in and goes out of the questions that a change of boundaries leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from gridops.duties.registers.wire import CodedName
from gridops.errors import Unfit
from gridops.http.wire import Incoming, Outgoing, one_of_forms, refuses_at, told_together

AreaCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]


class AreaAnswerIn(Incoming):
    """Where the row holds: in these of the question's heirs, or, where `ends` is said, nowhere any more."""

    model_config = ConfigDict(
        json_schema_extra=told_together(
            one_of_forms(
                {"required": ["heirs"], "properties": {"heirs": {"minItems": 1}, "ends": {"const": False}}},
                {"required": ["ends"], "properties": {"heirs": {"maxItems": 0}, "ends": {"const": True}}},
            ),
            refuses_at(heirs="what is no heir of the area, or where another row holds"),
        )
    )

    heirs: list[AreaCode] = Field(default_factory=list, max_length=100)
    ends: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> AreaAnswerIn:
        if bool(self.heirs) == self.ends:
            raise Unfit("请选择区域，或者选择终止", "Choose areas, or that it ends")
        return self


class AreaQuestionOut(Outgoing):
    """A row that asks where it holds: its area went to `heirs`, to none, or to one where another row holds already."""

    id: UUID
    kind: str = Field(description="power, responsibility, routing_rule, precedent, working_hours, area_class")
    row_id: UUID
    title: str
    area: CodedName
    reason: str = Field(description="split, gone, taken")
    heirs: list[CodedName]
    first_day: date
    asked_at: datetime


class AreaQuestionsOut(Outgoing):
    """What nobody has answered, by register."""

    items: list[AreaQuestionOut]
    next_cursor: str | None = None
