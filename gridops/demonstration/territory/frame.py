"""The drawing board: metres east and north of a fixed corner, turned into degrees once, when a file is made.

Nothing is measured here for anybody else: areas and distances of the finished files go by EPSG:4528.
"""

from math import hypot

Point = tuple[float, float]
"""Metres east and north of CORNER."""

Degrees = tuple[float, float]
"""(lon, lat) in EPSG:4490, rounded to 1e-7."""

CORNER: Degrees = (121.01, 37.23)
# GRS 80 at 37.42 N; plain factors, because they give the same bits on every machine.
METRES_PER_DEGREE: Point = (88_520.0, 110_985.0)


def to_degrees(point: Point) -> Degrees:
    """Longitude and latitude, rounded to 1e-7 degrees (about 1 cm)."""
    return (
        round(CORNER[0] + point[0] / METRES_PER_DEGREE[0], 7),
        round(CORNER[1] + point[1] / METRES_PER_DEGREE[1], 7),
    )


def to_metres(lon: float, lat: float) -> Point:
    """The place of a longitude and latitude on the drawing board."""
    return (lon - CORNER[0]) * METRES_PER_DEGREE[0], (lat - CORNER[1]) * METRES_PER_DEGREE[1]


def distance(a: Point, b: Point) -> float:
    """Metres between two points."""
    return hypot(a[0] - b[0], a[1] - b[1])


def part_way(a: Point, b: Point, share: float) -> Point:
    """The point `share` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def middle(points: list[Point]) -> Point:
    """The mean of some points."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def nearest(point: Point, candidates: dict[int, Point]) -> int:
    """The key of the candidate that is nearest to a point; the lower key when two are."""
    return min(candidates, key=lambda key: (distance(point, candidates[key]), key))
