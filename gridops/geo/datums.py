"""Conversions between the datums phones use in China: WGS-84, CGCS2000, GCJ-02, BD-09. Vectorised, pure.

The forward shift is the widely published approximation of GCJ-02 on the Krasovsky ellipsoid; BD-09 is a
further polar shift of GCJ-02. Inverses are iterated, since the published one-step inverse errs by metres.
Degrees everywhere; arrays or numbers in, the same shape out. Outside the rectangle around China nothing moves:
each step looks at the numbers it is given.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

COORD_SYSTEMS = ("wgs84", "cgcs2000", "gcj02", "bd09")

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
#: BD-09's own angle factor. A copy in circulation uses plain pi here and lands 10 to 41 m off.
_BD_FACTOR = np.pi * 3000.0 / 180.0
_TOLERANCE_DEG = 1e-11
_MAX_ROUNDS = 30

Floats = NDArray[np.float64]
Step = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _in_china(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    return (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)


def _wave(value: Floats, short: float, middle: float, long: float) -> Floats:
    """The three sine terms that each polynomial of the shift carries, in metres."""
    return (
        (20.0 * np.sin(6.0 * value * np.pi) + 20.0 * np.sin(2.0 * value * np.pi)) * 2.0 / 3.0
        + (20.0 * np.sin(value * np.pi) + short * np.sin(value / 3.0 * np.pi)) * 2.0 / 3.0
        + (middle * np.sin(value / 12.0 * np.pi) + long * np.sin(value * np.pi / 30.0)) * 2.0 / 3.0
    )


def _shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """GCJ-02 minus WGS-84 in degrees at a WGS-84 place."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    # The waves of both polynomials share the first term in x; only the latitude's slow terms differ.
    fast = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fast
    d_lat += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    d_lat += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + _wave(x, 40.0, 150.0, 300.0)
    rad = lat / 180.0 * np.pi
    magic = 1.0 - _ECCENTRICITY_SQUARED * np.sin(rad) ** 2
    root_magic = np.sqrt(magic)
    meridian = _SEMI_MAJOR * (1.0 - _ECCENTRICITY_SQUARED) / (magic * root_magic)
    d_lat = d_lat * 180.0 / (meridian * np.pi)
    d_lon = d_lon * 180.0 / (_SEMI_MAJOR / root_magic * np.cos(rad) * np.pi)
    return d_lon, d_lat


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """WGS-84 → GCJ-02, degrees."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    d_lon, d_lat = _shift(x, y)
    inside = _in_china(x, y)
    return np.where(inside, x + d_lon, x), np.where(inside, y + d_lat, y)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """GCJ-02 → WGS-84 by fixed-point iteration (about five rounds reach double precision), degrees."""

    def there(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        d_lon, d_lat = _shift(x, y)
        return x + d_lon, y + d_lat

    return _undone(there, lon, lat)


def _undone(there: Step, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """The places that `there` takes to the given ones, by fixed-point iteration; outside ones stay."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    inside = _in_china(x, y)
    # Far away the polynomials run off to infinity, so what stays anyway iterates at a quiet place.
    goal_x, goal_y = np.where(inside, x, 105.0), np.where(inside, y, 35.0)
    from_x, from_y = goal_x, goal_y
    for _ in range(_MAX_ROUNDS):
        to_x, to_y = there(from_x, from_y)
        off_x, off_y = to_x - goal_x, to_y - goal_y
        from_x, from_y = from_x - off_x, from_y - off_y
        furthest = np.maximum(np.abs(off_x), np.abs(off_y))
        if float(np.max(furthest, initial=0.0)) < _TOLERANCE_DEG:
            break
    return np.where(inside, from_x, x), np.where(inside, from_y, y)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """GCJ-02 → BD-09, degrees."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    bd_x, bd_y = _turned(x, y)
    inside = _in_china(x, y)
    return np.where(inside, bd_x, x), np.where(inside, bd_y, y)


def _turned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """BD-09 of a GCJ-02 place, wherever it is."""
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_FACTOR)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_FACTOR)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """BD-09 → GCJ-02 by iteration, degrees."""
    return _undone(_turned, lon, lat)


def convert(lon: ArrayLike, lat: ArrayLike, source: str, target: str) -> tuple[Floats, Floats]:
    """Convert degrees from datum `source` to datum `target` (names of COORD_SYSTEMS).

    CGCS2000 and WGS-84 are equal at a phone's accuracy: the numbers stay, the label is the caller's.
    Raises ValueError for a datum that is none of the four.
    """
    for name in (source, target):
        if name not in COORD_SYSTEMS:
            raise ValueError(f"unknown coordinate system {name!r}")
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    rank = {"wgs84": 0, "cgcs2000": 0, "gcj02": 1, "bd09": 2}
    here, there = rank[source], rank[target]
    while here < there:
        x, y = wgs84_to_gcj02(x, y) if here == 0 else gcj02_to_bd09(x, y)
        here += 1
    while here > there:
        x, y = bd09_to_gcj02(x, y) if here == 2 else gcj02_to_wgs84(x, y)
        here -= 1
    return x, y
