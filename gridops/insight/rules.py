"""Pure: which polygons are taken, what a cell of a table may hold, which tiles there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridops.errors import Problem, fault

MAX_VERTICES = 10_000
#: How a polygon may name CGCS2000, or what equals it on a map.
CRS_NAMES = frozenset({"EPSG:4490", "urn:ogc:def:crs:EPSG::4490", "urn:ogc:def:crs:OGC:1.3:CRS84"})


def _refused(zh: str, en: str) -> Problem:
    return fault("/polygon", zh, en)


def read_polygon(document: Mapping[str, Any]) -> str:
    """A GeoJSON Polygon or MultiPolygon in CGCS2000 degrees as hexadecimal EWKB.

    Raises a Problem at `/polygon` for anything else: another type or system, too many vertices, places that
    are not on Earth, open or crossing rings, nothing inside.
    """
    kind, coordinates = document.get("type"), document.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise _refused("应为 Polygon 或 MultiPolygon", "Expected a GeoJSON Polygon or MultiPolygon")
    _check_crs(document.get("crs"))
    polygons = [coordinates] if kind == "Polygon" else coordinates
    _check_positions(polygons)
    parts = [Polygon(_flat(rings[0]), [_flat(r) for r in rings[1:]]) for rings in polygons]
    shape = parts[0] if kind == "Polygon" else MultiPolygon(parts)
    if not shape.is_valid:
        raise _refused("多边形自相交或各环相互交叉", "The polygon crosses itself")
    if shape.is_empty or shape.area == 0.0:
        raise _refused("多边形没有面积", "The polygon has no area")
    return str(shapely.to_wkb(shapely.set_srid(shape, 4490), hex=True, include_srid=True))


def _flat(ring: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    return [(float(position[0]), float(position[1])) for position in ring]


def _check_crs(crs: Any) -> None:
    said = crs.get("properties") if isinstance(crs, dict) else None
    name = said.get("name") if isinstance(said, dict) else None
    if crs is not None and not (isinstance(name, str) and name in CRS_NAMES):
        raise _refused("多边形应为 CGCS2000 经纬度", "The polygon must be in CGCS2000 degrees")


def _check_positions(polygons: Sequence[Any]) -> None:
    """Rings of at least four positions, closed, every number a place on Earth, not too many of them."""
    count = 0
    if not polygons:
        raise _refused("多边形为空", "The polygon is empty")
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise _refused("多边形为空", "The polygon is empty")
        for ring in rings:
            if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
                raise _refused("每个环应闭合，至少四个点", "A ring is closed and has four positions or more")
            count += len(ring)
            if count > MAX_VERTICES:
                raise _refused(f"顶点多于 {MAX_VERTICES} 个", f"More than {MAX_VERTICES} vertices")
            if not all(map(_is_position, ring)):
                raise _refused("每个点应为经度、纬度", "Each position must be a longitude and a latitude")


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 2 <= len(value) <= 4
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
        and abs(value[0]) <= 180
        and abs(value[1]) <= 90
    )


def quotient(numerator: int, denominator: int) -> float | None:
    """The quotient to four digits; None where there is nothing to divide by."""
    return round(numerator / denominator, 4) if denominator else None
