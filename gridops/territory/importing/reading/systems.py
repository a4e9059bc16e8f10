"""Coordinate reference systems: what the numbers of a file are, and their way to CGCS2000 degrees and to metres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gridops.geo.arrays import Floats, Shapes
from gridops.geo.datums import convert
from gridops.territory.importing.reading.raw import Raw, without
from gridops.territory.importing.reading.zones import hint_for
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
_SHOWN_CHARACTERS = 40
_OFF_GLOBE = Words("的坐标超出经纬度范围", "lies outside the globe")


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
    crs = _known(name)
    return System(_short(crs), crs, known_by)


def _known(name: str) -> CRS:
    shown = name if len(name) < _SHOWN_CHARACTERS else name[:_SHOWN_CHARACTERS] + "…"
    try:
        crs = CRS.from_user_input(name)
    # A name with NUL or half a character in it fails before it reaches the register.
    except (CRSError, ProjError, ValueError, TypeError) as error:
        raise refused(
            f"不认识坐标系 {shown}；请用 --crs 指明，如 --crs EPSG:4490",
            f"{shown} is no known coordinate reference system: say which it is, such as --crs EPSG:4490",
        ) from error
    if not (crs.is_geographic or crs.is_projected):
        raise refused(
            f"{shown} 不是平面或经纬度坐标系",
            f"{shown} is neither projected nor geographic: no coordinate reference system of a map",
        )
    return crs


def _short(crs: CRS) -> str:
    code = crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else crs.name


def to_degrees(raw: Raw, system: System, *, shown: str, near_lon: float | None = None) -> Raw:
    """Features with shapes in CGCS2000 degrees, rounded; a Problem where the numbers cannot be in that system.

    Features that alone cannot be are left out and named. `near_lon` (degrees) is about where the deployment lies,
    for the hint which system is meant; `shown` is the file's name.
    """
    raw = raw if shapely.has_z(raw.shapes).sum() == 0 else replace(raw, shapes=shapely.force_2d(raw.shapes))
    box = shapely.total_bounds(raw.shapes)
    shapes, said = _converted(raw.shapes, system)
    found = replace(raw, shapes=shapes).saying(*said)
    faults = _off_globe(shapes)
    if len(faults) == len(shapes):
        raise refused(*_not_their_system(box, system, near_lon))
    found = without(found, faults | _too_wide(shapes, faults), shown)
    # Pointwise: each vertex moves the same way for both neighbours, so shared borders stay shared.
    return replace(found, shapes=shapely.set_precision(found.shapes, PRECISION_DEG, mode="pointwise"))


def _converted(shapes: Shapes, system: System) -> tuple[Shapes, list[Words]]:
    if system.crs is None:
        return shapely.transform(
            shapes, lambda x, y: convert(x, y, system.name, "cgcs2000"), interleaved=False
        ), []
    if _is_same_datum(system.crs):
        return shapes, []
    try:
        # Always x before y: 4490 and its like declare latitude first, files hold longitude first.
        there = Transformer.from_crs(system.crs, _WGS84, always_xy=True)
        return shapely.transform(shapes, there.transform, interleaved=False), _vagueness(there, system)
    except ProjError as error:
        raise refused(
            f"坐标系“{system.name}”的投影无人认识，无法换算；请用 --crs 指明，如 --crs EPSG:4528",
            f"Nobody knows the projection of “{system.name}”, so nothing can be converted from it: "
            "say which it is, such as --crs EPSG:4528",
        ) from error


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


def _off_globe(shapes: Shapes) -> dict[int, Words]:
    """Features that are not on the globe at all."""
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        on = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    return {int(n): _OFF_GLOBE for n in np.flatnonzero(~on)}


def _too_wide(shapes: Shapes, off: Mapping[int, Words]) -> dict[int, Words]:
    """Features wider than any deployment, as one with a displaced vertex is."""
    boxes = shapely.bounds(shapes)
    wide = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > _WIDEST_DEG
    return {
        n: Words(
            f"横跨 {boxes[n, 2] - boxes[n, 0]:.0f} 个经度、{boxes[n, 3] - boxes[n, 1]:.0f} 个纬度，不可能是辖区",
            f"spans {boxes[n, 2] - boxes[n, 0]:.0f}° by {boxes[n, 3] - boxes[n, 1]:.0f}°, "
            "which no area of a deployment does",
        )
        for n in np.flatnonzero(wide).tolist()
        if n not in off
    }


def _not_their_system(box: Floats, system: System, near_lon: float | None) -> Words:
    """Why no feature is on the globe, and which system the numbers look like."""
    west, south, east, north = (float(v) for v in box)
    if system.known_by != "assumed" and not system.is_degrees:
        hint, _ = hint_for((west, south, east, north), near_lon)
        return Words(
            f"按 {system.name} 换算后坐标超出经纬度范围" + (f"；{hint.zh}" if hint.zh else ""),
            f"Read as {system.name} the numbers fall outside the globe: that is not their system. {hint.en}".rstrip(),
        )
    if north <= 180 and east <= 90 and min(west, south) > -90:
        return Words(
            "坐标像是纬度在前、经度在后（坐标轴颠倒），请加 --swap-axes（页面上选“交换坐标轴”）或按经度在前重新导出",
            "The axes look swapped, latitude before longitude: add --swap-axes, or export again with longitude first",
        )
    hint, _ = hint_for((west, south, east, north), near_lon)
    declared = system.known_by != "assumed"
    zh = f"文件声明为 {system.name}，但坐标不是经纬度" if declared else "坐标不是经纬度，文件也没有声明坐标系"
    en = f"the file says {system.name}" if declared else "the file declares no other system"
    numbers = f"x {west:.0f}–{east:.0f}, y {south:.0f}–{north:.0f}"
    return Words(
        f"{zh}（{numbers}）；" + (hint.zh or "请用 --crs 指明，如 --crs EPSG:4528"),
        f"The numbers ({numbers}) cannot be degrees, and {en}. "
        + (hint.en or "Say which, for example --crs EPSG:2249 (US feet) or --crs EPSG:4528"),
    )


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
