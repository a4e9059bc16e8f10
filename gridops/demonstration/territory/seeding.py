"""Where the cells' seeds lie: blocks in bent rows in the built-up area, scattered points elsewhere.

Also says which township a place belongs to. Nothing exact is drawn here.
"""

from dataclasses import dataclass
from math import floor

import shapely

from . import layout
from .chance import between, noise
from .frame import Point, distance, to_metres

_OVER_THE_BORDER = 2_600.0
_CLEAR_OF_RIVER = 150.0
_CLEAR_OF_BORDER = 420.0


def metres(places: list[layout.Km]) -> list[Point]:
    """Kilometres of the layout as metres."""
    return [(x * 1000, y * 1000) for x, y in places]


@dataclass(frozen=True)
class Seeding:
    """Seeds in metres; the first `blocks` of them are blocks of the built-up area."""

    seeds: list[Point]
    blocks: int


def row_and_column(place: Point, seed: int) -> tuple[float, float]:
    """A place in the bent rows of blocks: whole numbers at the blocks' centres, 0, 0 at the landmark."""
    origin = to_metres(*layout.LANDMARK)
    x, y = (place[0] - origin[0]) / layout.BLOCK_METRES, (place[1] - origin[1]) / layout.BLOCK_METRES
    cosine, sine = layout.STREET_TURN
    u, v = x * cosine + y * sine, y * cosine - x * sine
    bend = _bend(u, v, seed)
    bend = _bend(u - bend[0], v - bend[1], seed)
    return u - bend[0], v - bend[1]


def _bend(u: float, v: float, seed: int) -> Point:
    calm = min(1.0, (u * u + v * v) / 40)
    return (
        calm * (1.5 * noise(u, v, 11, seed, 1) + 0.3 * noise(u, v, 4, seed, 2)),
        calm * (1.5 * noise(u, v, 11, seed, 3) + 0.3 * noise(u, v, 4, seed, 4)),
    )


def _block(i: int, j: int, seed: int) -> Point:
    origin = to_metres(*layout.LANDMARK)
    jitter = 0.0 if max(abs(i), abs(j)) <= 1 else 0.16
    bend = _bend(i, j, seed)
    u = i + bend[0] + between(-jitter, jitter, seed, i, j, 5)
    v = j + bend[1] + between(-jitter, jitter, seed, i, j, 6)
    cosine, sine = layout.STREET_TURN
    return (
        origin[0] + layout.BLOCK_METRES * (u * cosine - v * sine),
        origin[1] + layout.BLOCK_METRES * (v * cosine + u * sine),
    )


def scatter_seeds(seed: int) -> Seeding:
    """All seeds, inside the outline and some kilometres beyond it."""
    built_up = shapely.Polygon(metres(layout.TOWN_AREA))
    rivers = shapely.MultiLineString([metres(line) for line in layout.RIVERS.values()])
    town = built_up.difference(rivers.buffer(_CLEAR_OF_RIVER))
    shapely.prepare(town)
    reach = range(-30, 31)
    places = [_block(i, j, seed) for i in reach for j in reach]
    blocks = [place for place in places if shapely.contains_xy(town, *place) and _well_inside(place, seed)]
    around = shapely.Polygon(metres(layout.OUTLINE)).buffer(_OVER_THE_BORDER)
    shapely.prepare(around)
    shapely.prepare(built_up)
    kept = _Kept(blocks)
    west, south, east, north = around.bounds
    for turn in range(90_000):
        place = (between(west, east, seed, turn, 7), between(south, north, seed, turn, 8))
        if shapely.contains_xy(around, *place):
            kept.offer(place, _spacing(place, built_up))
    return Seeding(kept.points, len(blocks))


def scatter_beyond(first: Seeding, seed: int) -> Seeding:
    """The first seeds under their numbers, then others around the joining town where the first have none.

    Those lie so far from the first district that none of its borders moves.
    """
    built_up = shapely.Polygon(metres(layout.TOWN_AREA))
    around = shapely.Polygon(metres(layout.OUTLINE)).buffer(_OVER_THE_BORDER)
    beyond = _JOINING.buffer(_OVER_THE_BORDER).difference(around)
    shapely.prepare(beyond)
    kept = _Kept(first.seeds)
    west, south, east, north = beyond.bounds
    for turn in range(60_000):
        place = (between(west, east, seed, turn, 17), between(south, north, seed, turn, 18))
        if shapely.contains_xy(beyond, *place):
            kept.offer(place, _spacing(place, built_up))
    return Seeding(kept.points, first.blocks)


def _well_inside(place: Point, seed: int) -> bool:
    """Whether the district's border is so far off that it need not follow blocks like a stair."""
    d = _CLEAR_OF_BORDER
    around = [(place[0] + dx, place[1] + dy) for dx, dy in ((d, 0), (-d, 0), (0, d), (0, -d))]
    return all(township_of(near, seed) for near in around)


def _spacing(place: Point, built_up: shapely.Polygon) -> float:
    away = float(shapely.distance(built_up, shapely.Point(place)))
    return min(430.0, 135.0 + 0.07 * away)


class _Kept:
    """Points no nearer to each other than they asked for."""

    _CELL = 430.0

    def __init__(self, points: list[Point]) -> None:
        self.points: list[Point] = []
        self._near: dict[tuple[int, int], list[Point]] = {}
        for point in points:
            self._add(point)

    def _add(self, point: Point) -> None:
        self.points.append(point)
        self._near.setdefault((floor(point[0] / self._CELL), floor(point[1] / self._CELL)), []).append(point)

    def offer(self, point: Point, spacing: float) -> None:
        i, j = floor(point[0] / self._CELL), floor(point[1] / self._CELL)
        square = ((i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1))
        if all(distance(point, other) >= spacing for key in square for other in self._near.get(key, ())):
            self._add(point)


def township_of(place: Point, seed: int) -> str | None:
    """The township's code, None beyond the outline. The place is shifted by noise first: borders wind."""
    shifted = _shift(place, seed)
    if not shapely.contains_xy(_OUTLINE, *shifted):
        return None
    return min((distance(shifted, anchor), code) for code, anchors in _ANCHORS.items() for anchor in anchors)[
        1
    ]


def is_joining(place: Point, seed: int) -> bool:
    """Whether a place is in the outline of the joining town, which overlaps the district's."""
    return bool(shapely.contains_xy(_JOINING, *_shift(place, seed)))


def _shift(place: Point, seed: int) -> Point:
    x, y = place
    return (
        x + 900 * noise(x, y, 4200, seed, 11) + 420 * noise(x, y, 1500, seed, 12),
        y + 900 * noise(x, y, 4200, seed, 13) + 420 * noise(x, y, 1500, seed, 14),
    )


_JOINING = shapely.Polygon(metres(layout.JOINING_OUTLINE))
_OUTLINE = shapely.Polygon(metres(layout.OUTLINE))
_ANCHORS = {code: metres(anchors) for code, anchors in layout.ANCHORS.items()}
shapely.prepare(_OUTLINE)
shapely.prepare(_JOINING)
