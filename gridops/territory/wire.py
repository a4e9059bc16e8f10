"""What goes in and out of the territory's endpoints: areas, and the place of a point."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from gridops.http.paging import MAX_LIMIT
from gridops.http.wire import Outgoing, Query
from gridops.territory.rules import AreaName, Place

CodeText = Field(None, min_length=1, max_length=40)
Level = Literal["district", "township", "village", "grid", "group"]
Kind = Literal[
    "district",
    "street",
    "town",
    "township",
    "zone",
    "community",
    "village",
    "base",
    "special",
    "village_group",
    "enforcement_area",
]


class AreasQuery(Query):
    """Which areas; groups are listed only where their kind (or the level `group`) is asked for."""

    level: Level | None = None
    kind: Kind | None = None
    parent: str | None = CodeText
    q: str | None = Field(
        None,
        min_length=1,
        max_length=40,
        description="Part of a name, its pinyin initials, or a code's beginning",
    )
    on: date | None = None
    limit: int = Field(MAX_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class AreaQuery(Query):
    """On which day."""

    on: date | None = None


class LocateQuery(Query):
    """A point in degrees of a named datum, with its 68 % radius in metres."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
    accuracy_m: float | None = Field(None, ge=0, le=100_000)
    on: date | None = None


class AreaOut(Outgoing):
    """An area or a group of areas."""

    code: str
    name: str
    short_name: str
    level: str
    kind: str
    parent_code: str | None


class AreasOut(Outgoing):
    """A page of areas, in order of the code."""

    items: list[AreaOut]
    next_cursor: str | None = None


class AreaCodeOut(Outgoing):
    """A code that an area has or had, in one of two systems."""

    system: str
    code: str
    valid_from: date
    valid_to: date | None


class AreaCodesOut(Outgoing):
    """The codes of an area, the national list's first, in the order of their dates."""

    items: list[AreaCodeOut]


class AreaDetailOut(AreaOut):
    """An area with its border (GeoJSON, lon and lat in CGCS2000 degrees) and its figures."""

    households: int | None
    people: int | None
    member_codes: list[str]
    label_lon: float
    label_lat: float
    geometry: dict[str, Any]


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
