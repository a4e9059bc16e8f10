"""Features → rows: which property is the code, which the name, what an area's kind is where none is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.db.ids import new_id
from gridops.territory.reading import GEOGRAPHIC_SRID, PRECISION_DEG, Layer, refused
from gridops.territory.rules import AREA_KINDS, Shapes
from gridops.territory.topology import polygonal

DEFAULT_KINDS = {
    "district": "district",
    "township": "town",
    "village": "village",
    "grid": "base",
    "special_grid": "special",
}


@dataclass(frozen=True)
class FieldMap:
    """Names of the properties to read; without `short_name` the name counts, without a parent the code."""

    code: str = "code"
    name: str = "name"
    short_name: str = "short_name"
    parent: str = "parent_code"
    kind: str = "kind"
    households: str = "households"
    people: str = "people"
    members: str = "member_codes"


@dataclass(frozen=True)
class Draft:
    """A layer as it will be written; lists and `shapes` (degrees) run side by side."""

    codes: list[str]
    names: list[str]
    parents: list[str | None]
    shapes: Shapes
    properties: list[dict[str, Any]] = field(repr=False)
    fields: FieldMap = field(default_factory=FieldMap)

    @property
    def members(self) -> list[list[str]]:
        """The members of each group."""
        return [_texts(p.get(self.fields.members)) for p in self.properties]

    def dissolved(self) -> Draft:
        """One area of all: the union of the shapes, with the first feature's code and name."""
        union = np.empty(1, dtype=object)
        union[0] = polygonal(shapely.union_all(self.shapes, grid_size=PRECISION_DEG))
        return replace(
            self,
            codes=self.codes[:1],
            names=self.names[:1],
            parents=[None],
            shapes=union,
            properties=[{}],
        )

    def with_parents(self, upper: Mapping[str, Any]) -> Draft:
        """Parents that were not told are those of the level above with whose code one's own begins."""
        longest_first = sorted(upper, key=len, reverse=True)
        parents = [
            told or next((u for u in longest_first if code.startswith(u) and code != u), None)
            for code, told in zip(self.codes, self.parents, strict=True)
        ]
        return replace(self, parents=parents if upper else [None] * len(parents))


Reader = Callable[[dict[str, Any]], str] | None


def shape_draft(
    properties: list[dict[str, Any]], shapes: Shapes, *, fields: FieldMap, readers: Mapping[str, Reader]
) -> Draft:
    """Read codes, names and parents off the properties, by the readers given or else by the fields' names."""

    def read(what: str, name: str) -> list[str]:
        reader = readers.get(what)
        return [_text(reader(p) if reader else p.get(name)) for p in properties]

    codes = read("code", fields.code)
    names = [name or code for name, code in zip(read("name", fields.name), codes, strict=True)]
    parents: list[str | None] = [parent or None for parent in read("parent", fields.parent)]
    if fields.parent == FieldMap.parent and not any(parents):
        parents = [_text(p.get("township_code")) or None for p in properties]
    return Draft(codes, names, parents, shapes, properties, fields)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else []


def _count(value: Any, code: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        raise refused(f"{code} 的户数或人数不是整数", f"{code}: households and people are whole numbers")
    return int(value)


def area_rows(draft: Draft, layer: str, known: Mapping[str, UUID]) -> list[dict[str, Any]]:
    """Rows of `area_version`; `known` are the stable ids of codes that other sets hold."""
    rows = []
    labels = [label_point(shape) for shape in draft.shapes]
    hexes = _hex(draft.shapes)
    for n, code in enumerate(draft.codes):
        about = draft.properties[n]
        kind = "special" if layer == "special_grid" else _text(about.get(draft.fields.kind))
        rows.append(
            {
                "id": new_id(),
                "area_id": known.get(code) or new_id(),
                "kind": kind if kind in AREA_KINDS else DEFAULT_KINDS[layer],
                "code": code,
                "name": draft.names[n],
                "short_name": _text(about.get(draft.fields.short_name)) or draft.names[n],
                "parent_code": draft.parents[n],
                "households": _count(about.get(draft.fields.households), code),
                "people": _count(about.get(draft.fields.people), code),
                "geom": hexes[n],
                "label_lon": labels[n][0],
                "label_lat": labels[n][1],
            }
        )
    return rows


def group_rows(draft: Draft) -> list[dict[str, Any]]:
    """Rows of `area_group`."""
    hexes = _hex(draft.shapes)
    return [
        {
            "id": new_id(),
            "code": code,
            "name": draft.names[n],
            "parent_code": draft.parents[n],
            "member_codes": draft.members[n],
            "geom": hexes[n],
        }
        for n, code in enumerate(draft.codes)
    ]


def feature_rows(layer: Layer) -> list[dict[str, Any]]:
    """Rows of `map_feature`: `class` and `name` of each feature, both may be missing."""
    hexes = _hex(layer.shapes)
    return [
        {
            "id": new_id(),
            "feature_class": _text(p.get("class")),
            "name": _text(p.get("name")),
            "geom": hexes[n],
        }
        for n, p in enumerate(layer.properties)
    ]


def _hex(shapes: Shapes) -> list[str]:
    return list(shapely.to_wkb(shapely.set_srid(shapes, GEOGRAPHIC_SRID), hex=True, include_srid=True))


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Where a name stands: the middle of the largest circle within the largest part, in degrees."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    west, south, east, north = shapely.bounds(largest)
    # A hundredth of the size is as exact as a label needs to be; exactness costs time.
    radius = shapely.maximum_inscribed_circle(largest, tolerance=max(east - west, north - south) / 100.0)
    lon, lat = shapely.get_coordinates(radius)[0]
    return round(float(lon), 7), round(float(lat), 7)
