"""What comes in and goes out of the question "what would this case get?". Nothing of it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from gridops.duties.calendar.wire import AreaCode, ClockLimitOut, ClockStepOut
from gridops.duties.routing.wire import PlaceCode
from gridops.http.wire import Incoming, Moment, Outgoing, refuses_at


class PauseIn(Incoming):
    """A time in which the clock stands still."""

    start: Moment
    end: Moment


class ClockIn(Incoming):
    """A question to the clock: a limit in words, or a matter with the number of its condition."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            limit="words that name no limit, both or neither of limit and matter",
            service_code="a matter that is not known",
            condition="a number that the matter does not have",
            area_code="an area that is not known",
            pauses="ends before beginnings",
        )
    )

    start: Moment
    limit: str | None = Field(None, min_length=1, max_length=200)
    service_code: str | None = Field(None, min_length=1, max_length=40)
    condition: int = Field(1, ge=1, le=200)
    mode: Literal["elapsed", "from_next_day"] = "elapsed"
    area_code: AreaCode = ""
    external_due_at: Moment | None = None
    pauses: list[PauseIn] = Field(default_factory=list, max_length=20)


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


Origin = Literal["patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public"]


class PointIn(Incoming):
    """A point with its datum."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: Literal["wgs84", "cgcs2000", "gcj02", "bd09"]


class PreviewIn(Incoming):
    """A case as it might be: matter, place by an area or by a point, moment, level, origin."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            service_code="a matter that is not known",
            condition="a number that the matter does not have",
            area_code="an area that is not known, both or neither of area and point",
            point="a place outside the district",
        )
    )

    service_code: str = Field(min_length=1, max_length=40)
    area_code: PlaceCode = ""
    point: PointIn | None = None
    at: Moment | None = None
    level: Literal["grid", "village", "township", "district"] | None = None
    origin: Origin = "patrol"
    condition: int = Field(1, ge=1, le=200)
    external_due_at: Moment | None = None

    @model_validator(mode="after")
    def _placed(self) -> Self:
        if bool(self.area_code) == (self.point is not None):
            line = InitErrorDetails(type="missing", loc=("area_code",), input=None)
            raise ValidationError.from_exception_data("preview", [line])
        return self


class UnitNameOut(Outgoing):
    """A unit."""

    id: UUID
    name: str


class ConsideredOut(Outgoing):
    """A rule that fits, in the order in which they are taken."""

    code: str
    version: int
    name: str


class PreviewOut(Outgoing):
    """What the case would get."""

    service_name: str
    version: int
    admitted: bool
    place: list[str]
    level: str
    accepts: list[str]
    stand_in: list[str]
    unit: UnitNameOut | None
    helping: list[UnitNameOut]
    sends_helpers: bool
    power: dict[str, Any] | None
    basis: str | None
    rule: str
    reason: str
    considered: list[ConsideredOut]
    limit: str
    due_at: datetime
    external_due_at: datetime | None
    steps: list[ClockStepOut]
    warnings: list[str]
