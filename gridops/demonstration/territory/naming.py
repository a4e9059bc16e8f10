"""Which village lies where: codes that follow each other become neighbours, 东 lies east of 西 and so on.

Only names are dealt out here; the regions are there already.
"""

from .frame import Point, distance
from .table import NamedArea

# (first, second, axis): of two villages whose names differ only so, the first has the greater coordinate.
_OPPOSITES = (("东", "西", 0), ("北", "南", 1), ("后", "前", 1), ("上", "下", 1))


def deal_names(
    areas: list[NamedArea], places: list[Point], *, seat: Point, seat_code: str, several: set[int]
) -> dict[str, int]:
    """{code: index of its place}. The seat's village comes to lie nearest the seat.

    `several` are the places for communities of several grids; there must be as many as communities.
    """
    dealt: dict[str, int] = {}
    for kind in ("community", "village"):
        mine = [area for area in areas if area.kind == kind]
        free = {i for i in range(len(places)) if (i in several) == (kind == "community")}
        dealt.update(_walk(mine, places, free, seat=seat, seat_code=seat_code))
    _turn_pairs(areas, places, dealt)
    return dealt


def _walk(
    areas: list[NamedArea], places: list[Point], free: set[int], *, seat: Point, seat_code: str
) -> dict[str, int]:
    """The seat first, then code by code to the nearest place still free (a little drawn towards the seat)."""
    ordered = sorted(areas, key=lambda area: (area.code != seat_code, area.code))
    dealt: dict[str, int] = {}
    here = seat
    for area in ordered:
        index = min(free, key=lambda i: (distance(here, places[i]) + 0.35 * distance(seat, places[i]), i))
        free.discard(index)
        dealt[area.code] = index
        here = places[index]
    return dealt


def _turn_pairs(areas: list[NamedArea], places: list[Point], dealt: dict[str, int]) -> None:
    by_name = {(area.short_name, area.kind): area.code for area in areas}
    for area in areas:
        for first, second, axis in _OPPOSITES:
            other = by_name.get((area.short_name.replace(first, second, 1), area.kind))
            if first in area.short_name and other and other != area.code:
                mine, theirs = dealt[area.code], dealt[other]
                if places[mine][axis] < places[theirs][axis]:
                    dealt[area.code], dealt[other] = theirs, mine
