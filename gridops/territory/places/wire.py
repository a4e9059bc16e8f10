"""What goes in and out of the endpoint on the place of a point."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridops.http.wire import Day, Outgoing, Query
from gridops.territory.places.rules import Place
from gridops.territory.rules import AreaName


class LocateQuery(Query):
    """A point in degrees of a named datum, with its 68 % radius in metres."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
    accuracy_m: float | None = Field(None, ge=0, le=100_000)
    on: Day | None = None


class CandidateOut(Outgoing):
    """A grid that a fix may lie in."""

    code: str
    name: str
    probability: float


class GridOut(Outgoing):
    """The grid found; `code` is null where `method` is unresolved."""

    code: str | None
    name: str | None
    method: str
    probability: float | None
    candidates: list[CandidateOut]


class SpecialGridOut(Outgoing):
    """The special grid over the point."""

    code: str
    name: str


class AreaNameOut(Outgoing):
    """One link of the chain from the district down."""

    level: str
    kind: str
    code: str
    name: str


class LocateOut(Outgoing):
    """Where a point belongs."""

    grid: GridOut
    special_grid: SpecialGridOut | None
    areas: list[AreaNameOut]

    @classmethod
    def of(cls, place: Place, chain: list[AreaName]) -> LocateOut:
        """A place and its chain as the outside sees them."""
        special = None
        if place.special_code is not None:
            special = SpecialGridOut(code=place.special_code, name=place.special_name or place.special_code)
        return cls(
            grid=GridOut(
                code=place.grid_code,
                name=place.grid_name,
                method=place.method,
                probability=place.probability,
                candidates=[CandidateOut.model_validate(c) for c in place.candidates],
            ),
            special_grid=special,
            areas=[AreaNameOut.model_validate(a) for a in chain],
        )
