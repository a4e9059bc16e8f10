"""A layer's content → rows of the database: kinds, figures, labels, geometry as EWKB. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from gridops.db.ids import new_id
from gridops.geo.arrays import Shapes
from gridops.territory.importing.content import LayerContent
from gridops.territory.importing.reading import GEOGRAPHIC_SRID, Layer
from gridops.territory.importing.values import name_text, text_of
from gridops.territory.refusing import refused
from gridops.territory.rules import AREA_KINDS

_COUNT = re.compile(r"[0-9]+")
_MOST_DIGITS = 9
DEFAULT_KINDS = {
    "district": "district",
    "township": "town",
    "village": "village",
    "grid": "base",
    "special_grid": "special",
}
#: How offices write kinds, in a field or at the end of a name; the longer word first.
_KIND_WORDS = {
    "township": (
        ("街道", "street"),
        ("开发区", "zone"),
        ("园区", "zone"),
        ("镇", "town"),
        ("乡", "township"),
    ),
    "village": (
        ("居民委员会", "community"),
        ("居委会", "community"),
        ("社区", "community"),
        ("村民委员会", "village"),
        ("村委会", "village"),
        ("村", "village"),
    ),
    "grid": (("专属", "special"), ("专属网格", "special"), ("基础网格", "base"), ("普通网格", "base")),
}


def _count(value: Any, code: str) -> int | None:
    text = text_of(value)
    if not text:
        return None
    if not _COUNT.fullmatch(text) or len(text) > _MOST_DIGITS:
        raise refused(
            f"{code} 的户数或人数“{text[:20]}”不是整数",
            f"{code}: households and people are whole numbers, not {text[:20]}",
        )
    return int(text)


def area_rows(draft: LayerContent, layer: str, known: Mapping[str, UUID]) -> list[dict[str, Any]]:
    """Rows of `area_version`; `known` are the stable ids of codes that other sets hold."""
    rows = []
    labels = [label_point(shape) for shape in draft.shapes]
    hexes = _hex(draft.shapes)
    for n, code in enumerate(draft.codes):
        about = draft.properties[n]
        rows.append(
            {
                "id": new_id(),
                "area_id": known.get(code) or new_id(),
                "kind": kind_of(layer, text_of(about.get(draft.fields.kind)), draft.names[n]),
                "code": code,
                "name": draft.names[n],
                "short_name": name_text(about.get(draft.fields.short_name)) or draft.names[n],
                "parent_code": draft.parents[n],
                "households": _count(about.get(draft.fields.households), code),
                "people": _count(about.get(draft.fields.people), code),
                "geom": hexes[n],
                "label_lon": labels[n][0],
                "label_lat": labels[n][1],
            }
        )
    return rows


def kind_of(layer: str, said: str, name: str) -> str:
    """The kind of an area: as said in our word or the office's, else by how its name ends."""
    if said in AREA_KINDS and layer != "special_grid":
        return said
    words = _KIND_WORDS.get(layer, ())
    by_field = next((kind for word, kind in words if word in said), None)
    by_name = next((kind for word, kind in words if layer != "grid" and name.endswith(word)), None)
    return by_field or by_name or DEFAULT_KINDS[layer]


def group_rows(draft: LayerContent) -> list[dict[str, Any]]:
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
            "feature_class": text_of(p.get("class")),
            "name": name_text(p.get("name")),
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
