"""Coordinate reference systems: what the numbers of a file are, and their way to CGCS2000 degrees and to metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gridops.geo.arrays import Floats, Shapes
from gridops.geo.datums import convert
from gridops.territory.refusing import refused
from gridops.words import Words

#: About a centimetre: finer than any survey of an area, and the same for every neighbour of a border.
PRECISION_DEG = 1e-7
GEOGRAPHIC_SRID = 4490
_WGS84 = CRS.from_epsg(4326)
#: Equal to CGCS2000 at any accuracy that matters here: the numbers stay.
_SAME_DATUM = (_WGS84, CRS.from_user_input("OGC:CRS84"), CRS.from_epsg(GEOGRAPHIC_SRID))
#: Systems of maps made in China that no register of systems holds.
_SHIFTED = {"gcj02": "gcj02", "gcj-02": "gcj02", "bd09": "bd09", "bd-09": "bd09"}
#: A change of datum that is no better than this moves borders visibly, in metres.
_VAGUE_M = 2.0
#: No area of a deployment is as wide, in degrees.
_WIDEST_DEG = 20.0


@dataclass(frozen=True)
class System:
    """What a file's numbers are; `crs` is None for the shifted ones. `known_by` is told|declared|assumed."""

    name: str
    crs: CRS | None
    known_by: str

    @property
    def is_degrees(self) -> bool:
        """Whether straight lines of the file are straight in longitude and latitude."""
        return self.crs is None or self.crs.is_geographic


def system_of(told: str | None, declared: str | None) -> System:
    """The system by the caller's word, else by the file's, else degrees; a Problem for an unknown name."""
    name = told or declared
    known_by = "told" if told else "declared" if declared else "assumed"
    if name is None:
        return System("EPSG:4326", _WGS84, known_by)
    if name.strip().lower() in _SHIFTED:
        return System(_SHIFTED[name.strip().lower()], None, known_by)
    if name.strip().lower() in ("wgs84", "cgcs2000"):
        name = "EPSG:4326" if name.strip().lower() == "wgs84" else "EPSG:4490"
    try:
        crs = CRS.from_user_input(name)
    except CRSError as error:
        shown = name if len(name) < 40 else name[:40] + "…"
        raise refused(f"不认识坐标系 {shown}", f"{shown} is no known coordinate reference system") from error
    return System(_short(crs), crs, known_by)


def _short(crs: CRS) -> str:
    code = crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else crs.name


def to_degrees(shapes: Shapes, system: System) -> tuple[Shapes, list[Words]]:
    """Shapes in CGCS2000 degrees, rounded; a Problem where the numbers cannot be what they are said to be."""
    said: list[Words] = []
    if system.crs is None:
        shapes = shapely.transform(
            shapes, lambda x, y: convert(x, y, system.name, "cgcs2000"), interleaved=False
        )
    elif not _is_same_datum(system.crs):
        # Always x before y: 4490 and its like declare latitude first, files hold longitude first.
        there = Transformer.from_crs(system.crs, _WGS84, always_xy=True)
        shapes = shapely.transform(shapes, there.transform, interleaved=False)
        said = _vagueness(there, system)
    _check_globe(shapes, system)
    # Pointwise: each vertex moves the same way for both neighbours, so shared borders stay shared.
    return shapely.set_precision(shapes, PRECISION_DEG, mode="pointwise"), said


def _is_same_datum(crs: CRS) -> bool:
    return any(crs.equals(known, ignore_axis_order=True) for known in _SAME_DATUM) or (
        crs.is_geographic and crs.to_epsg(min_confidence=70) in (4326, GEOGRAPHIC_SRID)
    )


def _vagueness(there: Transformer, system: System) -> list[Words]:
    if (
        system.crs is not None
        and system.crs.geodetic_crs is not None
        and _is_same_datum(system.crs.geodetic_crs)
    ):
        return []
    if 0.0 <= there.accuracy <= _VAGUE_M:
        return []
    how = f"{there.accuracy:.0f} m" if there.accuracy > 0 else "?"
    return [
        Words(
            f"{system.name} 的基准与 CGCS2000 不同，公开参数换算误差约 {how}；请向数据单位索取 CGCS2000 成果",
            f"{system.name} has another datum: the public conversion errs by about {how}; "
            "ask the office for the data in CGCS2000",
        )
    ]


def _check_globe(shapes: Shapes, system: System) -> None:
    west, south, east, north = shapely.total_bounds(shapes)
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        boxes = shapely.bounds(shapes)
        wide = np.flatnonzero(
            (boxes[:, 2] - boxes[:, 0] > _WIDEST_DEG) | (boxes[:, 3] - boxes[:, 1] > _WIDEST_DEG)
        )
        if len(wide):
            n = int(wide[0])
            raise refused(
                f"第 {n + 1} 个要素横跨 {boxes[n, 2] - boxes[n, 0]:.0f} 个经度，不可能是辖区",
                f"Feature {n + 1} spans {boxes[n, 2] - boxes[n, 0]:.0f}° by {boxes[n, 3] - boxes[n, 1]:.0f}°: "
                "no area of a deployment is as wide",
            )
        return
    if system.known_by != "assumed":
        raise refused(
            f"按 {system.name} 换算后坐标超出经纬度范围",
            f"Read as {system.name} the numbers fall outside the globe: that is not their system",
        )
    raise refused(*_not_degrees(west, south, east, north))


def _not_degrees(west: float, south: float, east: float, north: float) -> Words:
    if north <= 180 and east <= 90 and min(west, south) > -90:
        return Words(
            "坐标像是纬度在前、经度在后（坐标轴颠倒），请按经度在前重新导出",
            "The axes look swapped, latitude before longitude: export again with longitude first",
        )
    hint = zone_hint(east)
    return Words(
        f"坐标不是经纬度，文件也没有正确声明坐标系；请用 --crs 指明，如 --crs {hint or 'EPSG:4528'}",
        f"The numbers (x up to {east:.0f}, y up to {north:.0f}) cannot be degrees, and the file "
        "declares no other system. Say which, for example "
        + (
            f"--crs {hint}, whose eastings look like these"
            if hint
            else "--crs EPSG:2249 (US feet) or --crs EPSG:4528"
        ),
    )


def zone_hint(easting: float) -> str | None:
    """The CGCS2000 Gauss-Krüger zone whose number leads an easting: 40 5xx xxx is EPSG:4528."""
    zone = int(easting // 1_000_000)
    if 25 <= zone <= 45:
        return f"EPSG:{4513 + zone - 25}"
    return f"EPSG:{4491 + zone - 13}" if 13 <= zone <= 23 else None


@cache
def _measurer(target: Any) -> Transformer:
    there = CRS.from_epsg(target) if isinstance(target, int) else CRS.from_user_input(target)
    return Transformer.from_crs(CRS.from_epsg(GEOGRAPHIC_SRID), there, always_xy=True)


@cache
def is_in_metres(target: int | str) -> bool:
    """Whether a projected system counts in metres."""
    there = CRS.from_epsg(target) if isinstance(target, int) else CRS.from_user_input(target)
    return {axis.unit_name for axis in there.axis_info} == {"metre"}


def to_metres(shapes: Shapes, measure_srid: int | str) -> Shapes:
    """Degrees → a measuring system, for checks in memory (what is stored is made by SQL)."""
    return shapely.transform(shapes, _measurer(measure_srid).transform, interleaved=False)


def from_metres(shapes: Shapes, measure_srid: int | str) -> Shapes:
    """The way back to degrees, not rounded."""

    def back(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon, lat = _measurer(measure_srid).transform(x, y, direction="INVERSE")
        return lon, lat

    return shapely.transform(shapes, back, interleaved=False)


def local_metres(shapes: Shapes) -> str:
    """A system in metres that keeps areas, centred on the shapes (degrees): for checks without a deployment."""
    west, south, east, north = shapely.total_bounds(shapes)
    return f"+proj=laea +lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f} +ellps=GRS80 +units=m"
