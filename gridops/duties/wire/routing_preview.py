"""What comes in and goes out of the question "what would this case get?". Nothing of it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from gridops.duties.wire.calendar import ClockStepOut
from gridops.duties.wire.routing import PlaceCode
from gridops.http.wire import Incoming, Moment, Outgoing

Origin = Literal["patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public"]


class PointIn(Incoming):
    """A point with its datum."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: Literal["wgs84", "cgcs2000", "gcj02", "bd09"]


class PreviewIn(Incoming):
    """A case as it might be: matter, place by an area or by a point, moment, level, origin."""

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
