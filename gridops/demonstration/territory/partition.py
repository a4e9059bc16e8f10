"""The district divided: townships, then villages and communities in each, then base grids in each of those.

Every area is a set of cells, so a parent is its children by construction. Names come from the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

import shapely

from . import layout, naming, seeding
from .chance import chance
from .frame import Point, distance, middle
from .growth import Ground, divide, grow, pieces
from .mesh import Mesh
from .table import NamedArea, chinese_number

_LEAST_IN_VILLAGE = 3
_CELLS_FOR_A_GRID = {True: 5.0, False: 4.0}  # in the built-up area, elsewhere


@dataclass
class Territory:
    """Cells of every area, by code; grids carry their serial in the last three digits."""

    mesh: Mesh
    named: dict[str, NamedArea]
    townships: dict[str, set[int]]
    villages: dict[str, set[int]]
    grids: dict[str, set[int]]
    seed: int

    @property
    def cells(self) -> set[int]:
        """All cells of the district."""
        return set().union(*self.townships.values())

    def middle_of(self, cells: set[int]) -> Point:
        """The mean of the seeds of some cells, in metres."""
        return middle([self.mesh.seeds[cell] for cell in sorted(cells)])

    def grid_name(self, code: str) -> str:
        """福山区 清洋街道 银河社区 第一网格."""
        village = self.named[code[:12]]
        township, district = self.named[code[:9]], self.named[code[:6]]
        serial = chinese_number(int(code[12:]))
        return f"{district.name} {township.name} {village.short_name} 第{serial}网格"


def find_townships(mesh: Mesh, seed: int) -> dict[str, set[int]]:
    """The cells of each township in the order of codes; bits cut off by noise go to a neighbour."""
    found: dict[str, set[int]] = {code: set() for code in sorted(layout.ANCHORS)}
    for cell, place in enumerate(mesh.seeds):
        code = seeding.township_of(place, seed)
        if code:
            found[code].add(cell)
    everything = pieces(mesh, set().union(*found.values()))[0]
    cores = {code: pieces(mesh, cells & everything)[0] for code, cells in found.items()}
    starts = {cell: 0.0 for cells in cores.values() for cell in sorted(cells)}
    codes = [code for code, cells in cores.items() for _ in cells]
    taken = grow(Ground.over(mesh), everything, starts, salt=seed)
    return {code: {cell for cell, n in taken.items() if codes[n] == code} for code in found}


def partition(
    mesh: Mesh, ground: Ground, *, townships: dict[str, set[int]], table: list[NamedArea], seed: int
) -> Territory:
    """Villages and grids for the townships; ValueError when the plan leaves too little room for them."""
    named = {area.code: area for area in table}
    territory = Territory(mesh, named, townships, {}, {}, seed)
    for code, cells in townships.items():
        areas = [area for area in table if area.parent_code == code]
        territory.villages.update(_villages(ground, code, cells, areas=areas, seed=seed))
    territory.villages = dict(sorted(territory.villages.items()))
    for code, cells in territory.villages.items():
        territory.grids.update(_grids(mesh, ground, named[code], cells=cells))
    return territory


def _villages(
    ground: Ground, code: str, cells: set[int], *, areas: list[NamedArea], seed: int
) -> dict[str, set[int]]:
    seat = seeding.metres([layout.SEATS[code]])[0]
    salt = seed + int(code)
    weight = _crowd(ground.seeds, seat)
    regions = divide(ground, cells, len(areas), least=_LEAST_IN_VILLAGE, salt=salt, weight=weight)
    places = [middle([ground.seeds[cell] for cell in sorted(region)]) for region in regions]
    communities = sum(area.kind == "community" for area in areas)
    by_town = sorted(range(len(regions)), key=lambda i: (_from_town(regions[i], places[i], seat), i))
    dealt = naming.deal_names(
        areas, places, seat=seat, seat_code=layout.SEAT_VILLAGES[code], several=set(by_town[:communities])
    )
    return {area_code: regions[index] for area_code, index in dealt.items()}


def _from_town(region: set[int], place: Point, seat: Point) -> float:
    """How far a region is from where communities are; one with too few cells to share out comes last."""
    too_small = len(region) < 2 * _LEAST_IN_VILLAGE
    return min(distance(place, seat), distance(place, _TOWN)) + 1e6 * too_small


def _crowd(seeds: list[Point], seat: Point) -> Callable[[int], float]:
    """Weights of cells: villages lie closer together near the seat, and unevenly everywhere."""

    def weigh(cell: int) -> float:
        near = distance(seeds[cell], seat) / 2500
        return (1 + 1.6 / (1 + near * near)) * (0.6 + 0.8 * chance(cell, 77))

    return weigh


def _grids(mesh: Mesh, ground: Ground, village: NamedArea, *, cells: set[int]) -> dict[str, set[int]]:
    count = _grid_count(mesh, village, cells)
    regions = divide(ground, cells, count, least=2, salt=int(village.code))
    return {f"{village.code}{serial:03d}": part for serial, part in enumerate(in_order(mesh, regions), 1)}


def _grid_count(mesh: Mesh, village: NamedArea, cells: set[int]) -> int:
    """One for a village; two to five for a community, more where it has more cells."""
    if village.kind == "village":
        return 1
    built_up = 2 * len(cells & mesh.blocks) > len(cells)
    return min(5, max(2, round(len(cells) / _CELLS_FOR_A_GRID[built_up])))


def in_order(mesh: Mesh, regions: list[set[int]]) -> list[set[int]]:
    """By centroid west to east, then (within a ten-thousandth of a degree) north to south."""

    def place(region: set[int]) -> tuple[float, float]:
        centroid = shapely.Polygon(mesh.ring(region)).centroid
        return round(centroid.x, 4), -centroid.y

    return sorted(regions, key=place)


_TOWN = seeding.metres([(23.4, 29.8)])[0]
