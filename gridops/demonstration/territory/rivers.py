"""Rivers and gullies as ways along the sides of cells, so that borders may run in the middle of the water.

They are found before villages are, to be barriers; ponds and the reservoir are made in water.py.
"""

from dataclasses import dataclass
from itertools import pairwise

import shapely

from . import layout
from .chance import between
from .frame import Degrees, Point, distance, nearest
from .growth import Ground
from .mesh import Mesh, Side
from .routes import Graph, find_way, join
from .seeding import metres


@dataclass(frozen=True)
class Stream:
    """A river (river) or gully (gully): its name and the sides of cells it runs along, source to mouth."""

    name: str
    kind: str
    sides: list[Side]

    def line(self, mesh: Mesh) -> list[Degrees]:
        """The points of the stream from source to mouth."""
        points = [mesh.line(self.sides[0])[0]]
        for side in self.sides:
            points.extend(mesh.line(side)[1:])
        return points


@dataclass
class SideGraph:
    """The corners of cells as a graph whose edges are the sides, only where the district is."""

    mesh: Mesh
    graph: Graph
    side_between: dict[tuple[int, int], Side]
    corners: dict[int, Point]

    def sides_of(self, way: list[int]) -> list[Side]:
        """The sides that a way of corners runs along."""
        return [self.side_between[pair] for pair in pairwise(way)]


def side_graph(mesh: Mesh, cells: set[int], salt: int) -> SideGraph:
    """All sides that touch one of the cells, with lengths that chance makes longer or shorter."""
    found = SideGraph(mesh, {}, {}, {})
    for (left, right), (start, end) in mesh.sides.items():
        if left in cells or right in cells:
            found.side_between[start, end] = (left, right)
            low, high = sorted((left, right))
            length = distance(mesh.corners[start], mesh.corners[end]) + 15
            join(found.graph, start, end, cost=length * between(0.7, 1.6, low, high, salt))
            found.corners[start], found.corners[end] = mesh.corners[start], mesh.corners[end]
    return found


def find_rivers(net: SideGraph) -> list[Stream]:
    """The rivers of the layout, each ending where an earlier one or the border is met."""
    streams: list[Stream] = []
    wet: set[int] = set()
    for name, plan in layout.RIVERS.items():
        course = shapely.LineString(metres(plan))

        def cost(_: int, b: int, length: float, course: shapely.LineString = course) -> float:
            off = float(shapely.distance(course, shapely.Point(net.mesh.corners[b]))) / 260
            return length * (1 + off * off)

        start, end = nearest(course.coords[0], net.corners), nearest(course.coords[-1], net.corners)
        way = find_way(net.graph, start, wet | {end}, cost=cost)
        streams.append(Stream(name, "river", net.sides_of(way)))
        wet.update(way)
    return streams


def find_gully(net: SideGraph, name: str, *, source: Point, wet: set[int]) -> Stream | None:
    """A gully from near a source down to the nearest water; None when it would be a puddle or a journey."""
    start = nearest(source, net.corners)
    way = find_way(net.graph, start, wet)
    if not 4 <= len(way) <= 60:
        return None
    wet.update(way)
    return Stream(name, "gully", net.sides_of(way))


def corners_of(mesh: Mesh, streams: list[Stream]) -> set[int]:
    """All corners that water already touches."""
    return {corner for stream in streams for side in stream.sides for corner in mesh.sides[side]}


def raise_banks(ground: Ground, streams: list[Stream], factor: float) -> None:
    """Makes streams hard to cross for what is grown afterwards."""
    for stream in streams:
        for left, right in stream.sides:
            ground.raise_barrier(left, right, factor)
