"""Names to find one's way by: seats, villages, hills, waters, bridges, schools, markets. Points only."""

from dataclasses import dataclass

import shapely

from . import layout, shapes
from .frame import Degrees, Point, distance, to_degrees, to_metres
from .partition import Territory
from .roads import Road
from .seeding import metres
from .specials import SpecialGrid
from .table import bare_name
from .water import Waters

_GREAT = {"national", "provincial", "county"}
_CROSSINGS = {"bridge": "桥", "interchange": "互通"}


@dataclass(frozen=True)
class Place:
    """A name at a point.

    kind: seat, village, community, hill, reservoir, pond, river, gully, bridge, interchange, or the category
    of a special grid.
    """

    name: str
    kind: str
    point: Degrees


def village_places(territory: Territory, lakes: list[shapely.Polygon]) -> dict[str, Point]:
    """For each village the middle of its widest dry ground, in metres."""
    under = shapely.union_all(lakes).buffer(80)
    found = {}
    for code, cells in territory.villages.items():
        dry = shapes.ring_in_metres(territory.mesh.ring(cells)).difference(under)
        widest = max(shapely.get_parts(dry), key=lambda part: part.area)
        found[code] = shapely.maximum_inscribed_circle(widest, tolerance=15).coords[0]
    return found


def name_places(
    territory: Territory,
    villages: dict[str, Point],
    *,
    waters: Waters,
    roads: list[Road],
    specials: list[SpecialGrid],
) -> list[Place]:
    """All places, seats first."""
    seats = [
        Place(territory.named[code[:9]].name, "seat", to_degrees(villages[code]))
        for code in (layout.SEAT_VILLAGES[township] for township in territory.townships)
    ]
    named = territory.named
    dwellings = [
        Place(named[code].short_name, named[code].kind, to_degrees(at)) for code, at in villages.items()
    ]
    hills = [Place(name, "hill", to_degrees(metres([at])[0])) for name, at in layout.HILLS]
    rivers = [line for _, kind, line in waters.lines if kind == "river"]
    fast = [road.line for road in roads if road.kind == "expressway"]
    crossing = [road for road in roads if road.kind in _GREAT]
    bridged = [*crossing, *(road for road in roads if road.kind == "town")]
    found = [*seats, *dwellings, *hills, *_water_names(waters)]
    found += _crossings(territory, villages, over=rivers, roads=bridged, kind="bridge")
    found += _crossings(territory, villages, over=fast, roads=crossing, kind="interchange")
    for special in specials:
        heart = shapely.Polygon(special.ring).representative_point()
        found.append(Place(special.short_name, special.category, (round(heart.x, 7), round(heart.y, 7))))
    return found


def _water_names(waters: Waters) -> list[Place]:
    lakes = [
        Place(lake.name, lake.kind, to_degrees(lake.shape.representative_point().coords[0]))
        for lake in waters.lakes
    ]
    longest: dict[str, tuple[str, list[Degrees]]] = {}
    for name, kind, line in waters.lines:
        if name not in longest or len(line) > len(longest[name][1]):
            longest[name] = (kind, line)
    return lakes + [Place(name, kind, line[len(line) // 2]) for name, (kind, line) in longest.items()]


def _crossings(
    territory: Territory,
    villages: dict[str, Point],
    *,
    over: list[list[Degrees]],
    roads: list[Road],
    kind: str,
) -> list[Place]:
    """Where roads meet other lines, named after the nearest village; one of a kind for a village."""
    under = shapely.union_all([_in_metres(line) for line in over])
    found: dict[str, Place] = {}
    for road in roads:
        for part in shapely.get_parts(_in_metres(road.line).intersection(under)):
            if not part.is_empty:
                at = part.representative_point().coords[0]
                code = min(villages, key=lambda code: distance(villages[code], at))
                name = bare_name(territory.named[code].short_name) + _CROSSINGS[kind]
                found.setdefault(code, Place(name, kind, to_degrees(at)))
    return list(found.values())


def _in_metres(line: list[Degrees]) -> shapely.LineString:
    return shapely.LineString([to_metres(*point) for point in line])
