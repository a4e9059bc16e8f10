"""Standing and running water: the reservoir, ponds on gullies, rivers cut where they enter a lake."""

from dataclasses import dataclass

import shapely
from shapely.ops import substring

from . import layout, rivers, shapes
from .chance import between, chance
from .frame import Degrees, Point, distance, to_degrees, to_metres
from .mesh import Mesh
from .partition import Territory
from .rivers import SideGraph, Stream
from .table import bare_name

_POND_EVERY = 2
_ENDINGS = {"沟": "", "夼": "沟"}


@dataclass(frozen=True)
class Lake:
    """A reservoir (reservoir) or pond (pond) in metres."""

    name: str
    kind: str
    shape: shapely.Polygon


@dataclass(frozen=True)
class Waters:
    """All water of the district; streams are uncut."""

    lakes: list[Lake]
    streams: list[Stream]
    lines: list[tuple[str, str, list[Degrees]]]


def gather_waters(territory: Territory, net: SideGraph, streams: list[Stream]) -> Waters:
    """Adds gullies, the reservoir and ponds to the rivers."""
    mesh, seed = territory.mesh, territory.seed
    gullies = _gullies(territory, net, rivers.corners_of(mesh, streams))
    lakes = [Lake(layout.RESERVOIR, "reservoir", shapes.lake(_drowned(mesh, streams, seed), seed))]
    for number, gully in enumerate(gullies):
        if number % _POND_EVERY == 0:
            lakes.append(_pond(mesh, gully, number, seed=seed))
    lakes = _apart(lakes, shapes.ring_in_metres(mesh.ring(territory.cells)).buffer(-50))
    everything = [*streams, *gullies]
    return Waters(lakes, everything, _cut(mesh, everything, lakes))


def _drowned(mesh: Mesh, streams: list[Stream], seed: int) -> list[tuple[list[Point], float, float]]:
    """The reaches of the great reservoir: valleys of rivers, with a side valley every so often."""
    courses = {stream.name: _course(mesh, stream) for stream in streams}
    reaches = []
    for name, start, end, wide, narrow in layout.RESERVOIR_REACHES:
        valley = substring(courses[name], start, end, normalized=True).simplify(120)
        reaches.append((list(valley.coords), wide, narrow))
        for number in range(1, int(valley.length / layout.INLET_EVERY)):
            share = number * layout.INLET_EVERY / valley.length
            half = wide + (narrow - wide) * share
            reaches.append((_inlet(valley, share, half, salt=seed + number), 0.55 * half, 35.0))
    return reaches


def _inlet(valley: shapely.LineString, share: float, half: float, *, salt: int) -> list[Point]:
    """A side valley that leaves a reach to the left or right, bent once."""
    here = shapely.line_interpolate_point(valley, share, normalized=True)
    before = shapely.line_interpolate_point(valley, share - 0.04, normalized=True)
    along = (here.x - before.x, here.y - before.y)
    size = distance(along, (0.0, 0.0))
    hand = 1 if chance(salt, 41) < 0.5 else -1
    line = [(here.x, here.y)]
    for leg in (1, 2):
        lean = between(-0.7, 0.7, salt, 42 + leg)
        ahead = half * between(0.8, 1.5, salt, 45 + leg) / size
        x, y = line[-1]
        to_x, to_y = lean * along[0] - hand * along[1], lean * along[1] + hand * along[0]
        line.append((x + ahead * to_x, y + ahead * to_y))
    return line


def _gullies(territory: Territory, net: SideGraph, wet: set[int]) -> list[Stream]:
    """A gully for every village that is named after one (沟, 夼), from its far end down to the next water."""
    found = []
    for code, cells in territory.villages.items():
        name = bare_name(territory.named[code].short_name)
        if name[-1] in _ENDINGS:
            source = _far_end(territory.mesh, cells, wet)
            gully = rivers.find_gully(net, name + _ENDINGS[name[-1]], source=source, wet=wet)
            if gully:
                found.append(gully)
    return found


def _far_end(mesh: Mesh, cells: set[int], wet: set[int]) -> Point:
    water = [mesh.corners[corner] for corner in sorted(wet)]
    return max(
        (mesh.seeds[cell] for cell in sorted(cells)), key=lambda place: min(distance(place, w) for w in water)
    )


def _pond(mesh: Mesh, gully: Stream, number: int, *, seed: int) -> Lake:
    course = _course(mesh, gully)
    begin = between(0.25, 0.5, seed, number, 31)
    size = between(70, 190, seed, number, 32)
    length = min(0.4, 4 * size / course.length)
    reach = substring(course, begin, begin + length, normalized=True)
    wide = "水库" if size > 120 else "塘坝"
    kind = "reservoir" if size > 120 else "pond"
    # Water is widest at the dam, which is downstream.
    shape = shapes.lake([(list(reach.coords)[::-1], size, 0.3 * size)], seed + number + 1)
    return Lake(gully.name.removesuffix("沟") + wide, kind, shape)


def _course(mesh: Mesh, stream: Stream) -> shapely.LineString:
    return shapely.LineString([to_metres(*point) for point in stream.line(mesh)])


def _apart(lakes: list[Lake], border: shapely.Polygon) -> list[Lake]:
    """The lakes inside a border that do not run into one another; the first ones win."""
    kept: list[Lake] = []
    for lake in lakes:
        clear = all(lake.shape.distance(other.shape) > 150 for other in kept)
        if clear and lake.shape.within(border):
            kept.append(lake)
    return kept


def _cut(mesh: Mesh, streams: list[Stream], lakes: list[Lake]) -> list[tuple[str, str, list[Degrees]]]:
    """(name, kind, points) of what runs outside the lakes."""
    under = shapely.union_all([lake.shape for lake in lakes])
    lines: list[tuple[str, str, list[Degrees]]] = []
    for stream in streams:
        parts = shapely.get_parts(shapely.line_merge(_course(mesh, stream).difference(under)))
        lines += [
            (stream.name, stream.kind, [to_degrees(point) for point in part.coords])
            for part in parts
            if part.length > 60
        ]
    return lines
