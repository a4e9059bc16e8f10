"""A declared location on its way in: the datum named by the phone, never guessed; or an area named by a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from gridops.geo.datums import convert
from gridops.http.wire import NOT_SAID, SAID, Incoming, one_of_forms

CoordSys = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]


_POINT, _AREA = ("lon", "lat", "coord_sys"), ("area_code",)
_OF_POINTS = ("accuracy_m", "device")


def _form(sources: list[str], needed: Sequence[str], unwanted: Sequence[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"source": {"enum": sources}}
    said |= dict.fromkeys(needed, SAID) | dict.fromkeys(unwanted, NOT_SAID)
    return {"required": ["source", *needed], "properties": said}


class LocationIn(Incoming):
    """A point with its datum, or an area's code with source `area`."""

    model_config = ConfigDict(
        json_schema_extra=one_of_forms(
            _form(["gps", "network", "manual"], _POINT, _AREA),
            _form(["area"], _AREA, (*_POINT, *_OF_POINTS)),
        )
    )

    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    coord_sys: CoordSys | None = None
    accuracy_m: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    source: Literal["gps", "network", "manual", "area"]
    area_code: str | None = Field(None, min_length=1, max_length=40)
    device: Literal["browser", "app"] | None = Field(
        None, description="What measured the point: browsers state 95 % radii, phones' own systems 68 %"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed, unwanted = (_AREA, (*_POINT, *_OF_POINTS)) if self.source == "area" else (_POINT, _AREA)
        lines: list[InitErrorDetails] = [
            InitErrorDetails(type="missing", loc=(name,), input=None)
            for name in needed
            if getattr(self, name) is None
        ]
        lines += [
            InitErrorDetails(type="extra_forbidden", loc=(name,), input=None)
            for name in unwanted
            if getattr(self, name) is not None
        ]
        if lines:
            # A nested refusal keeps its own pointers, which a ValueError here would lose.
            raise ValidationError.from_exception_data("location", lines)
        return self

    @property
    def is_area(self) -> bool:
        """Whether a desk named an area instead of a point."""
        return self.source == "area"

    def as_sent(self) -> dict[str, Any]:
        """What the phone said, to be kept as it is."""
        return self.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True)
class Degrees:
    """A point in CGCS2000 degrees, rounded to 1e-7."""

    lon: float
    lat: float


def to_cgcs2000(locations: Sequence[LocationIn]) -> list[Degrees]:
    """The points of `locations` (none of them an area) in CGCS2000, one conversion for each datum."""
    found: list[Degrees | None] = [None] * len(locations)
    for datum in {loc.coord_sys for loc in locations}:
        at = [n for n, loc in enumerate(locations) if loc.coord_sys == datum]
        lons, lats = convert(
            [float(locations[n].lon or 0) for n in at],
            [float(locations[n].lat or 0) for n in at],
            str(datum),
            "cgcs2000",
        )
        for n, lon, lat in zip(at, lons.tolist(), lats.tolist(), strict=True):
            found[n] = Degrees(round(lon, 7), round(lat, 7))
    return [d for d in found if d is not None]
