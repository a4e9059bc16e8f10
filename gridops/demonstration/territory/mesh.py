"""The fine net of small cells that everything is drawn on: one seed a cell, each side shared by two.

A side is a winding line made once, so what is put together from cells fits its neighbours to the last
digit. Cells know nothing of villages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import shapely

from .chance import between
from .frame import Degrees, Point, distance, part_way, to_degrees

Side = tuple[int, int]
"""(cell on the left, cell on the right) of a side that is walked anticlockwise about the left one."""

Quadrangle = tuple[Point, Point, Point, Point]
"""Start of a side, the left cell's seed, the side's end, the right cell's seed: nobody else's ground."""


@dataclass
class Mesh:
    """Cells by number: `seeds` in metres, `blocks` the built-up cells, `corners` where cells meet."""

    seeds: list[Point]
    blocks: set[int]
    seed_number: int
    corners: list[Point] = field(default_factory=list)
    sides: dict[Side, tuple[int, int]] = field(default_factory=dict)
    _lines: dict[Side, list[Degrees]] = field(default_factory=dict)

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """For each cell the cells that share a side with it, in ascending order."""
        found: list[list[int]] = [[] for _ in self.seeds]
        for left, right in sorted(self.sides):
            found[left].append(right)
        return found

    def line(self, side: Side) -> list[Degrees]:
        """The side's points from corner to corner; the other cell's view is the same line backwards."""
        left, right = side
        if left > right:
            return self.line((right, left))[::-1]
        if side not in self._lines:
            self._lines[side] = self._draw(side)
        return self._lines[side]

    def _draw(self, side: Side) -> list[Degrees]:
        left, right = side
        start, end = (self.corners[corner] for corner in self.sides[side])
        built_up = left in self.blocks and right in self.blocks
        long = distance(start, end) > 110
        depth, sway = (1, 0.06) if built_up else (2 if long else 1, 0.5)
        salt = (self.seed_number, left, right)
        inner = _wind((start, self.seeds[left], end, self.seeds[right]), depth=depth, sway=sway, salt=salt)
        points = [start, *inner, end]
        if not built_up:
            points = _round_off(points)
        return _distinct([to_degrees(point) for point in points])

    def rings(self, cells: Iterable[int]) -> list[list[Degrees]]:
        """The borders of a set of cells, closed, anticlockwise outside; one when it is whole."""
        inside = set(cells)
        onward: dict[int, Side] = {}
        for cell in inside:
            for other in self.neighbours[cell]:
                if other not in inside:
                    onward[self.sides[cell, other][0]] = (cell, other)
        rings = []
        while onward:
            corner = min(onward)
            ring: list[Degrees] = []
            while corner in onward:
                side = onward.pop(corner)
                ring.extend(self.line(side)[:-1])
                corner = self.sides[side][1]
            rings.append([*ring, ring[0]])
        return rings

    def ring(self, cells: Iterable[int]) -> list[Degrees]:
        """The one border of a set of cells; ValueError when the set is in pieces or has a hole."""
        rings = self.rings(cells)
        if len(rings) != 1:
            raise ValueError(f"a set of cells has {len(rings)} borders instead of one")
        return rings[0]


def build_mesh(seeds: list[Point], blocks: set[int], *, seed_number: int) -> Mesh:
    """A mesh over seeds (no two the same) by their Delaunay triangles; outermost cells stay open."""
    mesh = Mesh(seeds=seeds, blocks=blocks, seed_number=seed_number)
    left_of: dict[Side, int] = {}
    for triangle in _triangles(seeds):
        a, b, c = triangle
        corner = len(mesh.corners)
        mesh.corners.append(
            _corner(seeds[a], seeds[b], seeds[c], built_up=all(x in blocks for x in triangle))
        )
        left_of.update({(a, b): corner, (b, c): corner, (c, a): corner})
    for (a, b), corner in left_of.items():
        if (b, a) in left_of:
            mesh.sides[a, b] = (left_of[b, a], corner)
    return mesh


def _triangles(seeds: list[Point]) -> list[tuple[int, int, int]]:
    number = {point: index for index, point in enumerate(seeds)}
    found = []
    for triangle in shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(seeds))):
        ring = list(triangle.exterior.coords)[:3]
        if not triangle.exterior.is_ccw:
            ring.reverse()
        a, b, c = (number[x, y] for x, y in ring)
        first = min(a, b, c)
        found.append({a: (a, b, c), b: (b, c, a), c: (c, a, b)}[first])
    return sorted(found)


def _corner(a: Point, b: Point, c: Point, *, built_up: bool) -> Point:
    """A point inside the triangle: near the circumcentre among blocks, half way to the middle elsewhere."""
    sides = [distance(b, c) ** 2, distance(c, a) ** 2, distance(a, b) ** 2]
    weights = [side * (sum(sides) - 2 * side) for side in sides]
    total = sum(weights)
    pull = 0.0 if built_up else 0.5
    shares = [max(0.05, (1 - pull) * weight / total + pull / 3) for weight in weights]
    whole = sum(shares)
    x = sum(share * point[0] for share, point in zip(shares, (a, b, c), strict=True)) / whole
    y = sum(share * point[1] for share, point in zip(shares, (a, b, c), strict=True)) / whole
    return x, y


def _wind(quadrangle: Quadrangle, *, depth: int, sway: float, salt: tuple[int, ...]) -> list[Point]:
    """Points between start and end that never leave the quadrangle."""
    if depth == 0:
        return []
    start, left, end, right = quadrangle
    bend = part_way(left, right, between(0.5 - sway / 2, 0.5 + sway / 2, *salt))
    near = (start, part_way(start, left, 0.5), bend, part_way(start, right, 0.5))
    far = (bend, part_way(end, left, 0.5), end, part_way(end, right, 0.5))
    before = _wind(near, depth=depth - 1, sway=sway, salt=(*salt, 0))
    after = _wind(far, depth=depth - 1, sway=sway, salt=(*salt, 1))
    return [*before, bend, *after]


def _round_off(points: list[Point]) -> list[Point]:
    """Corners cut once, ends kept: hills and streams have no kinks every sixty metres."""
    smooth = [points[0]]
    for index in range(1, len(points) - 1):
        smooth.append(part_way(points[index - 1], points[index], 0.72))
        smooth.append(part_way(points[index], points[index + 1], 0.28))
    return [*smooth, points[-1]]


def _distinct(points: list[Degrees]) -> list[Degrees]:
    return [points[0], *(point for before, point in pairwise(points) if point != before)]
