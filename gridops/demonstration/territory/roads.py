"""Roads as a connected net: through the villages in the country, along the streets in the town.

Great roads are laid first, lesser ones use what is left, so no piece of road is there twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import shapely
from shapely.ops import nearest_points

from . import layout, shapes
from .frame import Degrees, Point, distance, nearest, to_degrees, to_metres
from .partition import Territory
from .routes import Graph, find_way, join, spanning_edges
from .seeding import metres
from .streets import Street
from .table import bare_name

Edge = tuple[int, int]

_GATE_METRES = 1100.0  # a village so near the streets has a road of its own to them


@dataclass(frozen=True)
class Road:
    """One piece of road: its class, name and points."""

    kind: str
    name: str
    line: list[Degrees]


@dataclass
class RoadNet:
    """Nodes (meetings of streets by their corner, villages by negative numbers) and their edges."""

    places: dict[int, Point] = field(default_factory=dict)
    graph: Graph = field(default_factory=dict)
    streets: dict[Edge, Street] = field(default_factory=dict)
    villages: dict[int, str] = field(default_factory=dict)
    used: set[Edge] = field(default_factory=set)
    promoted: dict[Edge, str] = field(default_factory=dict)


def lay_roads(
    territory: Territory,
    streets: list[Street],
    village_places: dict[str, Point],
    *,
    lakes: list[shapely.Polygon],
) -> list[Road]:
    """All roads from the expressway down to the last lane to a village."""
    net = _net(territory, streets, village_places, lakes=lakes)
    border = shapes.ring_in_metres(territory.mesh.ring(territory.cells))
    roads = [_expressway(border)]
    for plan in layout.ROADS:
        roads.extend(_great_road(net, plan, border=border, seed=territory.seed))
    roads.extend(_lanes(net, territory))
    for edge, street in net.streets.items():
        roads.append(Road(net.promoted.get(edge, "street"), street.name, street.line))
    return roads


def lay_joining_roads(whole: Territory, villages: dict[str, Point], known: set[str]) -> list[Road]:
    """Country roads of a town that joins: among its villages and on to the `known` ones beside it.

    `villages` are the town's and the known ones, which have their own roads and get none among themselves.
    """
    net = _net(whole, [], villages, lakes=[])
    at_home = sorted(number for number, code in net.villages.items() if code in known)
    net.used.update(combinations(at_home, 2))
    border = shapes.ring_in_metres(whole.mesh.ring(whole.cells))
    roads = _great_road(net, layout.JOINING_ROAD, border=border, seed=whole.seed)
    return [*roads, *_lanes(net, whole)]


def _net(
    territory: Territory,
    streets: list[Street],
    village_places: dict[str, Point],
    *,
    lakes: list[shapely.Polygon],
) -> RoadNet:
    net = RoadNet()
    for street in streets:
        _add_street(net, street)
    meetings = dict(net.places)
    in_town = shapely.MultiPoint(list(meetings.values())).convex_hull
    for number, (code, place) in enumerate(village_places.items(), 1):
        if not in_town.contains(shapely.Point(place)):
            net.villages[-number], net.places[-number] = code, place
    under = shapely.union_all(lakes)
    for a, b in _touching(territory, net.villages):
        _link(net, a, b, under=under)
    for number in net.villages if meetings else ():
        gate = nearest(net.places[number], meetings)
        if distance(net.places[number], meetings[gate]) < _GATE_METRES:
            _link(net, number, gate, under=under)
    return net


def _add_street(net: RoadNet, street: Street) -> None:
    low, high = sorted(street.ends)
    points = [to_metres(*point) for point in street.line]
    net.places[street.ends[0]], net.places[street.ends[1]] = points[0], points[-1]
    if (low, high) not in net.streets:
        net.streets[low, high] = street
        join(net.graph, low, high, cost=shapely.LineString(points).length)


def _link(net: RoadNet, a: int, b: int, *, under: shapely.Geometry) -> None:
    straight = shapely.LineString([net.places[a], net.places[b]])
    if not straight.intersects(under):
        join(net.graph, a, b, cost=straight.length)


def _touching(territory: Territory, villages: dict[int, str]) -> list[Edge]:
    owner = {cell: number for number, code in villages.items() for cell in territory.villages[code]}
    pairs = {(owner[a], owner[b]) for a, b in territory.mesh.sides if a in owner and b in owner}
    return sorted((a, b) for a, b in pairs if a < b)


def _great_road(net: RoadNet, plan: layout.RoadPlan, *, border: shapely.Polygon, seed: int) -> list[Road]:
    """The pieces of a great road that no greater one has, on to the border where the plan leaves it."""
    kind, name, stops = plan
    wanted = [metres([layout.SEATS[stop] if isinstance(stop, str) else stop])[0] for stop in stops]
    nodes = [nearest(place, net.places) for place in wanted]
    way = nodes[:1]
    for start, end in pairwise(nodes):
        way.extend(find_way(net.graph, start, [end], cost=_prefer(net))[1:])
    pieces = _unused_pieces(net, way, kind)
    for stop, node in ((stops[0], way[0]), (stops[-1], way[-1])):
        if not isinstance(stop, str):
            pieces.append([net.places[node], _beyond(net.places[node], border)])
    lines = (_line(piece, border, salt=seed + number) for number, piece in enumerate(pieces))
    return [Road(kind, name, line) for line in lines if line]


def _unused_pieces(net: RoadNet, way: list[int], kind: str) -> list[list[Point]]:
    """What a way adds to the net; streets on it are not drawn again, they rise to its class."""
    pieces: list[list[Point]] = []
    for a, b in pairwise(way):
        edge = (min(a, b), max(a, b))
        if edge in net.streets:
            net.promoted.setdefault(edge, kind)
        elif edge not in net.used:
            if not pieces or pieces[-1][-1] != net.places[a]:
                pieces.append([net.places[a]])
            pieces[-1].append(net.places[b])
        net.used.add(edge)
    return pieces


def _prefer(net: RoadNet) -> Callable[[int, int, float], float]:
    def cost(a: int, b: int, length: float) -> float:
        return length * (0.75 if (min(a, b), max(a, b)) in net.used else 1.0) + length * length / 6000

    return cost


def _beyond(place: Point, border: shapely.Polygon) -> Point:
    out = nearest_points(border.exterior, shapely.Point(place))[0]
    return out.x + 0.1 * (out.x - place[0]), out.y + 0.1 * (out.y - place[1])


def _line(nodes: list[Point], border: shapely.Polygon, *, salt: int, sway: float = 0.1) -> list[Degrees]:
    whole = shapely.LineString(shapes.wind(nodes, sway, salt)).intersection(border)
    longest = max(shapely.get_parts(whole), key=lambda part: part.length)
    return [to_degrees(point) for point in longest.coords] if longest.length > 30 else []


def _road_name(village: str, ends: tuple[Point, Point] | None) -> str:
    """A road is called after the village it leaves: 姜家庄路 into town, 姜家庄东路 where it goes on eastwards."""
    if village.endswith(("街", "路")):
        village = village[:-1]
    if ends is None:
        return f"{village}路"
    (x0, y0), (x1, y1) = ends
    east, north = x1 - x0, y1 - y0
    if abs(east) >= abs(north):
        return f"{village}{'东' if east > 0 else '西'}路"
    return f"{village}{'北' if north > 0 else '南'}路"


def _expressway(border: shapely.Polygon) -> Road:
    name, plan = layout.EXPRESSWAY
    return Road("expressway", name, _line(metres(plan), border, salt=5, sway=0.05))


def _lanes(net: RoadNet, territory: Territory) -> list[Road]:
    """Town roads, so that every village is reached, and some short cuts besides."""
    border = shapes.ring_in_metres(territory.mesh.ring(territory.cells))
    edges = spanning_edges(net.graph, sorted(net.used | set(net.streets)))
    short = sorted((cost, a, b) for a, others in net.graph.items() for b, cost in others.items() if a < b < 0)
    spare = [(a, b) for _, a, b in short[: len(short) // 2] if (a, b) not in net.used and (a, b) not in edges]
    edges += spare[::3]
    roads = []
    for a, b in edges:
        village = bare_name(territory.named[net.villages[a]].short_name)
        name = _road_name(village, (net.places[a], net.places[b]) if b < 0 else None)
        line = _line([net.places[a], net.places[b]], border, salt=b - 1000 * a, sway=0.14)
        roads.append(Road("town", name, line))
    return [road for road in roads if road.line]
