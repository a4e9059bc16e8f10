"""Files of geometry → features in CGCS2000 degrees, rounded once to 1e-7. Nothing is repaired or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gridops.errors import Problem
from gridops.territory.rules import Shapes

#: About a centimetre: finer than any survey of an area, and the same for every neighbour of a border.
PRECISION_DEG = 1e-7
GEOGRAPHIC_SRID = 4490
_WGS84 = CRS.from_epsg(4326)
#: Equal to CGCS2000 at any accuracy that matters here: the numbers stay.
_SAME_DATUM = (_WGS84, CRS.from_user_input("OGC:CRS84"), CRS.from_epsg(GEOGRAPHIC_SRID))


@dataclass(frozen=True)
class Layer:
    """What a file holds: `properties[i]` belong to `shapes[i]` (EPSG:4490); `notice` is the file's own."""

    properties: list[dict[str, Any]]
    shapes: Shapes
    notice: str


def refused(zh: str, en: str) -> Problem:
    """A Problem `invalid` for a file or a command that cannot be used."""
    return Problem("invalid", (zh, en))


def read_layer(path: Path, crs: str | None = None) -> Layer:
    """Read a GeoJSON FeatureCollection.

    `crs` (such as EPSG:2249) is what the caller knows of the numbers and outweighs what the file declares;
    without either they are degrees. A Problem `invalid` for files that cannot be read, features without
    geometry, and numbers that cannot be degrees although they are said or taken to be.
    """
    document = _document(path)
    features = document["features"]
    shapes = np.empty(len(features), dtype=object)
    for n, feature in enumerate(features):
        shapes[n] = _shape(feature, n)
    shapes = shapely.force_2d(shapes)
    system = _system(crs or _declared(document))
    shapes = _to_degrees(shapes, system, is_told=crs is not None)
    properties = [dict(feature.get("properties") or {}) for feature in features]
    return Layer(properties, shapes, str(document.get("notice") or ""))


def _document(path: Path) -> dict[str, Any]:
    try:
        document = orjson.loads(path.read_bytes())
    except OSError as error:
        raise refused(f"无法读取文件 {path}", f"{path} cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise refused(f"{path.name} 不是 GeoJSON", f"{path.name} is not GeoJSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise refused(f"{path.name} 不是要素集合", f"{path.name} is no GeoJSON FeatureCollection")
    if not document["features"]:
        raise refused(f"{path.name} 没有要素", f"{path.name} holds no feature")
    return document


def _shape(feature: Any, n: int) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry:
        try:
            shape = shapely.from_geojson(orjson.dumps(geometry))
            if not shapely.is_empty(shape):
                return shape
        except shapely.GEOSException as error:
            raise refused(f"第 {n + 1} 个要素的几何无法读取", f"Feature {n + 1}: {error}") from error
    raise refused(f"第 {n + 1} 个要素没有几何", f"Feature {n + 1} has no geometry")


def _declared(document: dict[str, Any]) -> str | None:
    crs = document.get("crs")
    if not isinstance(crs, dict):
        return None
    name = (crs.get("properties") or {}).get("name")
    return name if isinstance(name, str) else None


def _system(name: str | None) -> CRS:
    if name is None:
        return _WGS84
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise refused(f"不认识坐标系 {name}", f"{name} is no known coordinate reference system") from error


def _to_degrees(shapes: Shapes, system: CRS, *, is_told: bool) -> Shapes:
    if not any(system.equals(known, ignore_axis_order=True) for known in _SAME_DATUM):
        # Always x before y: 4490 and its like declare latitude first, files hold longitude first.
        there = Transformer.from_crs(system, _WGS84, always_xy=True)
        shapes = shapely.transform(shapes, there.transform, interleaved=False)
    west, south, east, north = shapely.total_bounds(shapes)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        if is_told:
            raise refused(
                f"按 {system.to_string()} 换算后坐标超出经纬度范围",
                f"Read as {system.to_string()} the numbers fall outside the globe: that is not their system",
            )
        raise refused(
            "坐标不是经纬度，文件也没有正确声明坐标系；请用 --crs 指明，如 --crs EPSG:4528",
            f"The numbers (x up to {east:.0f}, y up to {north:.0f}) cannot be degrees, and the file "
            "declares no other system. Say which, for example --crs EPSG:2249 (US feet) or --crs EPSG:4528",
        )
    # Pointwise: each vertex moves the same way for both neighbours, so shared borders stay shared.
    return shapely.set_precision(shapes, PRECISION_DEG, mode="pointwise")


@cache
def _measurer(srid: int) -> Transformer:
    return Transformer.from_crs(CRS.from_epsg(GEOGRAPHIC_SRID), CRS.from_epsg(srid), always_xy=True)


def to_metres(shapes: Shapes, measure_srid: int) -> Shapes:
    """Degrees → the deployment's measuring system, for checks in memory (what is stored is made by SQL)."""
    return shapely.transform(shapes, _measurer(measure_srid).transform, interleaved=False)
