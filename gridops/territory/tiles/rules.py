"""Pure: arithmetic of web-mercator tiles, and what is drawn from which zoom on."""

from __future__ import annotations

import math
from dataclasses import dataclass

MAX_ZOOM = 22
#: From this zoom on borders are drawn with every vertex.
SIMPLIFIED_BELOW = 12
#: Classes of roads that only clutter the map before their zoom.
MINOR_ROADS = {"street": 13, "town": 11, "county": 9}
_LATITUDE_LIMIT = math.degrees(math.atan(math.sinh(math.pi)))


@dataclass(frozen=True)
class Box:
    """Degrees, within ±180 and the latitudes that web mercator shows."""

    west: float
    south: float
    east: float
    north: float


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z


def tile_box(z: int, x: int, y: int, margin: float = 0.0) -> Box:
    """The degrees a tile covers, widened on each side by `margin` of its width (y counts from the north)."""
    count = 1 << z

    def lon(column: float) -> float:
        return min(max(column / count * 360.0 - 180.0, -180.0), 180.0)

    def lat(row: float) -> float:
        angle = math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * row / count))))
        return min(max(angle, -_LATITUDE_LIMIT), _LATITUDE_LIMIT)

    return Box(lon(x - margin), lat(y + 1 + margin), lon(x + 1 + margin), lat(y - margin))
