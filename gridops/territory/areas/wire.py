"""What goes in and out of the endpoints on areas."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from gridops.http.paging import MAX_LIMIT
from gridops.http.wire import Cursor, Day, Outgoing, Query

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
    on: Day | None = None
    limit: int = Field(MAX_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Cursor | None = None


class AreaQuery(Query):
    """On which day."""

    on: Day | None = None


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
