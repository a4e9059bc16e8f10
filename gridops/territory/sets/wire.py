"""What goes in and out of the endpoints on boundary sets: their dates, files to take away, what became of a code."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Outgoing, Query
from gridops.territory.rules import LayerName


class BoundarySetOut(Outgoing):
    """A set with its dates (`valid_to` is the first day it no longer holds) and what it holds, by level."""

    id: UUID
    name: str
    state: str
    valid_from: date | None
    valid_to: date | None
    is_current: bool
    source: str
    notice: str
    counts: dict[str, int]
    tiles: str


class BoundarySetsOut(Outgoing):
    """Sets in the order of their dates, drafts last."""

    items: list[BoundarySetOut]


class DownloadQuery(Query):
    """Which layer, in which form; `encoding` is a Shapefile's."""

    level: LayerName
    format: Literal["gpkg", "geojson", "shp"] = "gpkg"
    encoding: Literal["utf-8", "gb18030"] = "utf-8"


class LineageQuery(Query):
    """Of which code, old or new."""

    code: str = Field(min_length=1, max_length=40)


class LinkOut(Outgoing):
    """What an old and a new area have in common."""

    from_code: str
    to_code: str
    level: str
    area_m2: float
    share_of_old: float
    share_of_new: float


class LineageOut(Outgoing):
    """Links that lead from or to a code, the largest share of each old area first."""

    items: list[LinkOut]
