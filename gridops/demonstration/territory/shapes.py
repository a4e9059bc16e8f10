"""Soft shapes in metres (lakes, shrunk blocks) and winding lines (roads), turned into degrees at the end.

Nothing here is part of a coverage.
"""

from itertools import pairwise

import shapely

from .chance import between, noise
from .frame import Degrees, Point, distance, part_way, to_degrees, to_metres


def lake(reaches: list[tuple[list[Point], float, float]], salt: int) -> shapely.Polygon:
    """Water along (line, half width at its start, at its end), with a shore that winds; metres."""
    discs = []
    for line, wide, narrow in reaches:
        course = shapely.LineString(line)
        steps = max(2, int(course.length / 50))
        for step in range(steps + 1):
            share = step / steps
            half = wide + (narrow - wide) * share
            discs.append(shapely.line_interpolate_point(course, share, normalized=True).buffer(half))
    whole = shapely.union_all(discs).buffer(40).buffer(-40)
    size = max(wide for _, wide, _ in reaches)
    shore = list(shapely.segmentize(whole.simplify(8).exterior, 55).coords)[:-1]
    for turn, wavelength in enumerate((1.6, 0.7, 0.3)):
        shore = [
            _shift(point, 0.14 * wavelength * size, wavelength=wavelength * size, salt=salt + turn)
            for point in shore
        ]
    outline = shapely.Polygon(shore).buffer(0).simplify(4)
    return shapely.Polygon(max(shapely.get_parts(outline), key=lambda part: part.area).exterior)


def _shift(point: Point, reach: float, *, wavelength: float, salt: int) -> Point:
    x, y = point
    return x + reach * noise(x, y, wavelength, salt, 1), y + reach * noise(x, y, wavelength, salt, 2)


def ring_in_metres(ring: list[Degrees]) -> shapely.Polygon:
    """The polygon of a ring of degrees, in metres."""
    return shapely.Polygon([to_metres(*point) for point in ring])


def ring_in_degrees(polygon: shapely.Polygon) -> list[Degrees]:
    """The outer ring of a polygon in metres as degrees, anticlockwise, closed."""
    outer = polygon.exterior if polygon.exterior.is_ccw else polygon.exterior.reverse()
    return [to_degrees((x, y)) for x, y in outer.coords]


def wind(nodes: list[Point], sway: float, *salt: int) -> list[Point]:
    """A smooth line through all nodes that strays between them by up to `sway` of their distance."""
    through = [nodes[0]]
    for number, (a, b) in enumerate(pairwise(nodes)):
        across = (a[1] - b[1], b[0] - a[0])
        for share in (0.33, 0.67):
            x, y = part_way(a, b, share)
            off = between(-sway, sway, number, int(share * 100), *salt)
            through.append((x + across[0] * off, y + across[1] * off))
        through.append(b)
    return _smooth(through)


def _smooth(points: list[Point]) -> list[Point]:
    """Catmull-Rom through the points, a point about every ninety metres."""
    padded = [points[0], *points, points[-1]]
    line = [points[0]]
    for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(1, round(distance(a, b) / 90))
        east, north = zip(before, a, b, after, strict=True)
        shares = [step / steps for step in range(1, steps + 1)]
        line += [(_bend(east, share), _bend(north, share)) for share in shares]
    return line


def _bend(through: tuple[float, float, float, float], t: float) -> float:
    before, a, b, after = through
    return a + 0.5 * t * (
        b - before + t * (2 * before - 5 * a + 4 * b - after + t * (3 * (a - b) + after - before))
    )
