"""Special grids (专属网格): a market, a school, a park inside the base grids of one village.

They lie over base grids and never change them.
"""

from dataclasses import dataclass
from math import sqrt

import shapely

from . import layout, shapes
from .chance import chance
from .frame import Degrees, distance, to_metres
from .partition import Territory
from .table import bare_name


@dataclass(frozen=True)
class SpecialGrid:
    """One special grid with the base grids it lies over."""

    code: str
    name: str
    short_name: str
    category: str
    base_grid_codes: list[str]
    ring: list[Degrees]


def lay_specials(territory: Territory, lakes: list[shapely.Polygon]) -> list[SpecialGrid]:
    """All special grids of the layout, in the order of their codes; serials from 901 in each village."""
    unfit = _unfit(territory, lakes)
    flooded = {code: cells for code, cells in territory.villages.items() if cells <= unfit}
    used: dict[str, set[int]] = {}
    found: list[SpecialGrid] = []
    for number, (category, township, words, blocks) in enumerate(layout.SPECIALS):
        village, short_name = _village_for(
            territory, township, words, number=number, full={**used, **flooded}
        )
        cells = _cells_for(territory, village, blocks, taken=unfit | used.get(village, set()))
        ring = _shrink(territory, cells)
        used.setdefault(village, set()).update(cells)
        serial = 900 + sum(special.code.startswith(village) for special in found) + 1
        named = territory.named
        above = named[village[:6]].name, named[township].name, named[village].short_name
        found.append(
            SpecialGrid(
                code=f"{village}{serial}",
                name=" ".join([*above, f"{short_name}专属网格"]),
                short_name=short_name,
                category=category,
                base_grid_codes=_under(territory, village, ring),
                ring=ring,
            )
        )
    return sorted(found, key=lambda special: special.code)


def _unfit(territory: Territory, lakes: list[shapely.Polygon]) -> set[int]:
    """Cells under water, and the landmark's: a report from there is an ordinary one."""
    mesh, under = territory.mesh, shapely.union_all(lakes)
    landmark = to_metres(*layout.LANDMARK)
    return {
        cell
        for cell in territory.cells
        if distance(mesh.seeds[cell], landmark) < layout.BLOCK_METRES / 2
        or shapes.ring_in_metres(mesh.ring([cell])).intersects(under)
    }


def _village_for(
    territory: Territory, township: str, words: str, *, number: int, full: dict[str, set[int]]
) -> tuple[str, str]:
    """Words that begin with the township's name stand at its seat; others get a village and its name."""
    if words[:2] == territory.named[township].name[:2]:
        return layout.SEAT_VILLAGES[township], words
    codes = [code for code in territory.villages if code.startswith(township) and code not in full]
    several = [code for code in codes if f"{code}002" in territory.grids]
    code = min(several or codes, key=lambda code: chance(territory.seed, int(code), number))
    return code, bare_name(territory.named[code].short_name) + words


def _cells_for(territory: Territory, village: str, blocks: int, *, taken: set[int]) -> set[int]:
    """Up to so many blocks side by side; one cell where cells are as wide as in the country."""
    mesh = territory.mesh
    free = sorted(territory.villages[village] - taken)
    in_town = [cell for cell in free if cell in mesh.blocks]
    first = min(in_town or free, key=lambda cell: (-_inside(territory, village, cell), cell))
    cells = {first}
    for cell in [*mesh.neighbours[first]]:
        if len(cells) < blocks and cell in in_town:
            cells.add(cell)
    return cells


def _inside(territory: Territory, village: str, cell: int) -> int:
    return sum(other in territory.villages[village] for other in territory.mesh.neighbours[cell])


def _under(territory: Territory, village: str, ring: list[Degrees]) -> list[str]:
    """The base grids of the village that have more than a sliver of the special grid."""
    shape, found = shapes.ring_in_metres(ring), []
    for code in sorted(territory.grids):
        if code.startswith(village):
            shared = shapes.ring_in_metres(territory.mesh.ring(territory.grids[code])).intersection(shape)
            if shared.area > 1:
                found.append(code)
    return found


def _shrink(territory: Territory, cells: set[int]) -> list[Degrees]:
    """The cells' outline drawn in, so that it stays inside the grids whatever is rounded."""
    outline = shapes.ring_in_metres(territory.mesh.ring(cells))
    share = 0.06 if cells & territory.mesh.blocks else 0.2
    inward = share * sqrt(outline.area)
    inner = outline.buffer(-1.6 * inward).buffer(0.6 * inward, quad_segs=3).simplify(3)
    return shapes.ring_in_degrees(max(shapely.get_parts(inner), key=lambda part: part.area))
