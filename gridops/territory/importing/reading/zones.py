"""Pure: which projected system numbers without a declared one look like. Gauss-Krüger by zones, and what is near.

A hint only: nothing is converted by it before a person has said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gridops.words import Words

#: x and y of a rectangle around China, in degrees.
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 17.0, 136.0, 54.0
#: Beyond its own zone a map runs on only so far, in degrees.
_BESIDE_DEG = 0.6
#: Of several meridians that fit only those this near to the deployment are named, in degrees.
_NEAR_DEG = 4.5
_SHOWN = 3


@dataclass(frozen=True)
class Candidate:
    """A system that numbers may be in: its EPSG code, what it is, and where the file would lie by it."""

    srid: int
    what: Words
    lon: float
    lat: float
    has_zone: bool


def _gauss_kruger(easting: float) -> Iterator[tuple[int, Words, float, float, bool]]:
    """(EPSG code, words, central meridian, half a zone's width, whether the zone's number leads)."""
    zone = int(easting // 1_000_000)
    if 25 <= zone <= 45:
        about = Words(
            f"CGCS2000 三度带第 {zone} 带，带号在前", f"CGCS2000 3-degree zone {zone}, its number leading"
        )
        yield 4513 + zone - 25, about, zone * 3.0, 1.5, True
    elif 13 <= zone <= 23:
        about = Words(
            f"CGCS2000 六度带第 {zone} 带，带号在前", f"CGCS2000 6-degree zone {zone}, its number leading"
        )
        yield 4491 + zone - 13, about, zone * 6.0 - 3.0, 3.0, True
    if 0 < easting < 1_000_000:
        for n in range(21):
            meridian = 75 + 3 * n
            about = Words(
                f"CGCS2000 三度带、中央经线 {meridian}°、不带带号",
                f"CGCS2000 3-degree, central meridian {meridian}°E, without the zone's number",
            )
            yield 4534 + n, about, float(meridian), 1.5, False
        for n in range(11):
            meridian = 75 + 6 * n
            about = Words(
                f"CGCS2000 六度带、中央经线 {meridian}°、不带带号",
                f"CGCS2000 6-degree, central meridian {meridian}°E, without the zone's number",
            )
            yield 4502 + n, about, float(meridian), 3.0, False


def candidates(x: float, y: float, near_lon: float | None = None) -> list[Candidate]:
    """The systems in which (x east, y north) lies in China and in its own zone, the nearest to `near_lon` first."""
    found = []
    beside, lat = _from_meridian(x % 1_000_000.0, y)
    for srid, what, meridian, half, has_zone in _gauss_kruger(x):
        lon = meridian + beside
        if _is_china(lon, lat) and abs(beside) <= half + _BESIDE_DEG:
            found.append(Candidate(srid, what, lon, lat, has_zone))
    lon, lat = (float(v) for v in _mercator().transform(x, y))
    if _is_china(lon, lat):
        found.append(Candidate(3857, Words("网络墨卡托", "web mercator"), lon, lat, False))
    if near_lon is None:
        return found
    # A zone that is the deployment's own comes before one that merely lies as near.
    near = [c for c in found if abs(c.lon - near_lon) <= _NEAR_DEG]
    return sorted(near, key=lambda c: (not c.has_zone, abs(c.lon - near_lon)))


@cache
def _kruger() -> Transformer:
    # All zones are one projection turned about the axis, so one of them serves for all; others take long to look up.
    return Transformer.from_crs("+proj=tmerc +lon_0=0 +x_0=500000 +ellps=GRS80", "+proj=longlat +ellps=GRS80")


@cache
def _mercator() -> Transformer:
    return Transformer.from_crs(3857, 4326, always_xy=True)


def _from_meridian(easting: float, northing: float) -> tuple[float, float]:
    """Degrees east of the central meridian, and the latitude."""
    lon, lat = _kruger().transform(easting, northing)
    return float(lon), float(lat)


def _is_china(lon: float, lat: float) -> bool:
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def meridian_of(srid: int) -> float | None:
    """The central meridian of a projected system (degrees), else the middle of where it is used."""
    try:
        system = CRS.from_epsg(srid)
    except CRSError:
        return None
    operation = system.coordinate_operation
    for parameter in operation.params if operation else ():
        if parameter.name == "Longitude of natural origin":
            return float(parameter.value)
    used = system.area_of_use
    return (used.west + used.east) / 2 if used else None


def hint_for(box: Sequence[float], near_lon: float | None = None) -> tuple[Words, int | None]:
    """What numbers within `box` (west, south, east, north) look like, in words with what to type; ('', '') for nothing.

    The second value is the EPSG code of the best guess. Where only exchanged axes fit, that is said first.
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    straight, turned = candidates(x, y, near_lon), candidates(y, x, near_lon)
    found, is_turned = (straight, False) if straight else (turned, True)
    if not found:
        return Words("", ""), None
    best = found[0]
    zh, en = _said(best) if near_lon is not None or len(found) <= _SHOWN else _unsure()
    more = found[1:_SHOWN] if near_lon is not None or len(found) <= _SHOWN else []
    if more:
        zh += "；也可能是 " + "、".join(f"EPSG:{c.srid}（{c.what.zh}）" for c in more)
        en += "; or " + ", ".join(f"EPSG:{c.srid} ({c.what.en})" for c in more)
    if is_turned:
        zh = (
            f"坐标轴颠倒：X 是北坐标（{x:.0f}），Y 是东坐标（{y:.0f}），请加 --swap-axes（页面上选“交换坐标轴”）"
            f"或按东坐标在前重新导出；{zh}"
        )
        en = (
            f"The axes are swapped: x is the northing ({x:.0f}) and y the easting ({y:.0f}). Add --swap-axes, or "
            f"export again with the easting first. {en}"
        )
    return Words(zh, en), best.srid


def _said(found: Candidate) -> tuple[str, str]:
    at = f"{found.lon:.2f}, {found.lat:.2f}"
    return (
        f"像是{found.what.zh}（按此位于 {at}），请用 --crs EPSG:{found.srid}",
        f"Try --crs EPSG:{found.srid}, whose eastings look like these: {found.what.en}, which puts them at {at}",
    )


def _unsure() -> Words:
    """Many meridians fit, and nothing says where the deployment lies."""
    listed = ", ".join(
        f"{meridian}°E EPSG:{4534 + (meridian - 75) // 3}" for meridian in (114, 117, 120, 123)
    )
    return Words(
        f"像是不带带号的高斯-克吕格坐标，须知道中央经线才能指明：{listed} ……（CGCS2000 三度带）",
        f"They look like Gauss-Krüger without the zone's number; which depends on the central meridian: {listed} … "
        "(CGCS2000, 3-degree)",
    )
