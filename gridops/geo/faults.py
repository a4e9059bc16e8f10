"""Pure: whether a device names the wrong datum, told from where its points lie and where they should.

A mix-up moves every point by the same vector (near Yantai 455 m or 1,261 m), so it shows as a constant
displacement that one datum explains and no other does. Knows no device and no case.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridops.geo.datums import convert

Floats = NDArray[np.float64]

#: Fewer comparisons than this prove nothing.
LEAST_EVIDENCE = 3
#: Nearer than this on the whole, the device is right, whatever single points say.
RIGHT_WITHIN_M = 200.0
#: What the right datum leaves: a phone's own error and that of the hand that set the pin.
EXPLAINED_WITHIN_M = 80.0
#: The share of comparisons that has to speak for the other datum.
MOST = 0.8

#: WGS-84 and CGCS2000 are one at a phone's accuracy: either stands for both.
_KINDS = ("wgs84", "gcj02", "bd09")
_EARTH_M = 111_195.0


@dataclass(frozen=True)
class Compared:
    """A point as it was sent (numbers of the datum `declared`), and where it is known to lie (CGCS2000 degrees)."""

    lon: float
    lat: float
    declared: str
    true_lon: float
    true_lat: float


@dataclass(frozen=True)
class DatumFault:
    """Points of the datum `actual` sent as `declared`: median displacement east and north (metres), its length,
    its direction from north over east (degrees), and what is left of it if `actual` is taken instead."""

    declared: str
    actual: str
    count: int
    east_m: float
    north_m: float
    distance_m: float
    azimuth_deg: float
    left_m: float


def displacements(found: Sequence[Compared], read_as: str) -> Floats:
    """East and north in metres (shape [n, 2]) from where points lie to where they come if read as a datum."""
    lons, lats = np.array([c.lon for c in found]), np.array([c.lat for c in found])
    read_lon, read_lat = convert(lons, lats, read_as, "cgcs2000")
    true_lon, true_lat = np.array([c.true_lon for c in found]), np.array([c.true_lat for c in found])
    east = (read_lon - true_lon) * _EARTH_M * np.cos(np.radians(true_lat))
    return np.column_stack((east, (read_lat - true_lat) * _EARTH_M))


def find_datum_fault(found: Sequence[Compared]) -> DatumFault | None:
    """The mix-up that the comparisons of one device show, all declared alike; None where they show none."""
    if len(found) < LEAST_EVIDENCE:
        return None
    declared = found[0].declared
    moved = displacements(found, declared)
    as_declared = np.hypot(moved[:, 0], moved[:, 1])
    if float(np.median(as_declared)) < RIGHT_WITHIN_M:
        return None
    best: tuple[float, str, Floats] | None = None
    for kind in _KINDS:
        left = displacements(found, kind)
        away = np.hypot(left[:, 0], left[:, 1])
        if best is None or float(np.median(away)) < best[0]:
            best = (float(np.median(away)), kind, away)
    assert best is not None
    left_m, actual, away = best
    if left_m > EXPLAINED_WITHIN_M or float(np.mean(away < as_declared)) < MOST:
        return None
    east, north = (float(v) for v in np.median(moved, axis=0))
    return DatumFault(
        declared=declared,
        actual=actual,
        count=len(found),
        east_m=round(east, 1),
        north_m=round(north, 1),
        distance_m=round(math.hypot(east, north), 1),
        azimuth_deg=round(math.degrees(math.atan2(east, north)) % 360.0, 1),
        left_m=round(left_m, 1),
    )
