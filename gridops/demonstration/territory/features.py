"""What stands in each file: the properties of areas, groups, roads, water and places, spelled out once."""

from . import figures
from .files import Feature, feature
from .groups import Group
from .mesh import Mesh
from .partition import Territory
from .places import Place
from .roads import Road
from .shapes import ring_in_degrees
from .specials import SpecialGrid
from .table import DISTRICT, chinese_number
from .water import Waters


def area_features(
    territory: Territory, counted: dict[str, figures.Figures] | None = None
) -> dict[str, list[Feature]]:
    """The four levels that cover each other exactly: district, townships, villages, grids.

    `counted` are the figures of all grids, where they are known already.
    """
    counted = counted or figures.count_grids(sorted(territory.grids), territory.seed)
    levels = {
        "district": {DISTRICT: territory.cells},
        "townships": territory.townships,
        "villages": territory.villages,
        "grids": territory.grids,
    }
    return {
        name: [_area(territory, counted, code, cells=cells) for code, cells in sorted(areas.items())]
        for name, areas in levels.items()
    }


def _area(
    territory: Territory, counted: dict[str, figures.Figures], code: str, *, cells: set[int]
) -> Feature:
    inside = figures.sum_figures(counted, code)
    ring = territory.mesh.ring(cells)
    numbers = {"households": inside.households, "people": inside.people, "as_of": figures.AS_OF}
    if code in territory.named:
        row = territory.named[code]
        names = {"code": code, "name": row.name, "short_name": row.short_name}
        kinds = {"level": row.level, "kind": row.kind, "parent_code": row.parent_code or None}
        return feature("Polygon", ring, **names, **kinds, **numbers)
    short_name = f"{territory.named[code[:12]].short_name}第{chinese_number(int(code[12:]))}网格"
    names = {"code": code, "name": territory.grid_name(code), "short_name": short_name}
    kinds = {"level": "grid", "kind": "base", "parent_code": code[:12]}
    return feature("Polygon", ring, **names, **kinds, **numbers)


def special_features(specials: list[SpecialGrid]) -> list[Feature]:
    """Special grids; they have no figures, these go by the base grids."""
    return [
        feature(
            "Polygon",
            special.ring,
            code=special.code,
            name=special.name,
            short_name=special.short_name,
            level="grid",
            kind="special",
            category=special.category,
            parent_code=special.code[:12],
            base_grid_codes=special.base_grid_codes,
        )
        for special in specials
    ]


def group_features(mesh: Mesh, groups: list[Group]) -> list[Feature]:
    """Village groups (with their township) and enforcement areas (without)."""
    found = []
    for group in groups:
        names = {"code": group.code, "name": group.name, "short_name": group.short_name}
        if group.township_code:
            names["township_code"] = group.township_code
        found.append(feature("Polygon", mesh.ring(group.cells), **names, member_codes=group.member_codes))
    return found


def road_features(roads: list[Road]) -> list[Feature]:
    """Roads, the great ones first."""
    return [feature("LineString", road.line, **{"name": road.name, "class": road.kind}) for road in roads]


def water_features(waters: Waters) -> list[Feature]:
    """Lakes as polygons, then streams as lines."""
    lakes = [
        feature("Polygon", ring_in_degrees(lake.shape), **{"name": lake.name, "class": lake.kind})
        for lake in waters.lakes
    ]
    return lakes + [
        feature("LineString", line, **{"name": name, "class": kind}) for name, kind, line in waters.lines
    ]


def place_features(places: list[Place]) -> list[Feature]:
    """Places as points."""
    return [feature("Point", place.point, **{"name": place.name, "class": place.kind}) for place in places]
