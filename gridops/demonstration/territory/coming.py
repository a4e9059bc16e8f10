"""The files of the coming set: only what is new or changed beside the first set's files, and what is gone.

Together with the first set's features they are a whole partition again; nothing is loaded here.
"""

import csv
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import features as of
from . import figures, layout
from .changing import Coming, make_coming, read_changes
from .files import Feature, write_features
from .frame import Point, to_degrees
from .groups import Group, enforcement_areas, group_villages
from .joining import join_town
from .partition import Territory
from .places import Place, village_places
from .roads import Road, lay_joining_roads
from .specials import SpecialGrid
from .table import DISTRICT, read_table

#: Layer → what has left it, by code.
Gone = dict[str, list[str]]


@dataclass(frozen=True)
class Before:
    """What of the first set the coming one goes on from."""

    territory: Territory
    villages: dict[str, Point]
    specials: list[SpecialGrid]
    groups: list[Group]


def write_coming(before: Before, tables: Path, out_dir: Path) -> dict[str, int]:
    """Writes the files into a folder (made if missing); {file name: number of features}.

    `tables` is the folder of areas.csv (the town's names) and changes.csv, kept by hand.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    for name in ("areas.csv", "changes.csv"):
        if (out_dir / name).resolve() != (tables / name).resolve():
            shutil.copyfile(tables / name, out_dir / name)
    names = [*before.territory.named.values(), *read_table(tables / "areas.csv")]
    town = join_town(before.territory, names)
    coming = make_coming(before.territory, town, read_changes(tables / "changes.csv"))
    layers, gone = _layers(before, town, coming), _gone(before, coming)
    with (out_dir / "gone.csv").open("w", encoding="utf-8", newline="") as file:
        rows = ((layer, code) for layer, codes in gone.items() for code in codes)
        csv.writer(file, lineterminator="\n").writerows([("layer", "code"), *rows])
    return {f"{name}.geojson": write_features(out_dir / f"{name}.geojson", f) for name, f in layers.items()}


def _layers(before: Before, town: Territory, coming: Coming) -> dict[str, list[Feature]]:
    fresh = {DISTRICT, *town.townships, *town.villages, *town.grids, *coming.made_of}
    areas = of.area_features(coming.whole, _figures(before.territory, town, coming))
    specials = [special for _, special in _turned(before.specials, coming)]
    groups = [*_changed_groups(before.groups, coming.became), *group_villages(town)]
    teams = [t for t in enforcement_areas(coming.whole) if layout.JOINING in t.member_codes]
    dwellings = village_places(town, [])
    return {
        **{name: [f for f in found if f["properties"]["code"] in fresh] for name, found in areas.items()},
        "special_grids": of.special_features(specials),
        "village_groups": of.group_features(coming.whole.mesh, groups),
        "enforcement_areas": of.group_features(coming.whole.mesh, teams),
        "roads": of.road_features(_roads(before, town, dwellings)),
        "places": of.place_features(_places(town, dwellings)),
    }


def _figures(first: Territory, town: Territory, coming: Coming) -> dict[str, figures.Figures]:
    """Figures are carried over; who was counted in an old grid is counted in what became of it."""
    old = figures.count_grids(sorted(first.grids), first.seed)
    new = figures.count_grids(sorted(town.grids), town.seed)
    found = {code: f for code, f in {**old, **new}.items() if code in coming.whole.grids}
    for code, olds in coming.made_of.items():
        if len(code) == 15:
            parts = [old[part] for part in olds]
            found[code] = figures.Figures(sum(p.households for p in parts), sum(p.people for p in parts))
    return found


def _turned(specials: list[SpecialGrid], coming: Coming) -> list[tuple[SpecialGrid, SpecialGrid]]:
    """Special grids of changed villages, old and new, numbered from 901 in the new village."""
    became, named = coming.became, coming.whole.named
    found: list[tuple[SpecialGrid, SpecialGrid]] = []
    for special in specials:
        village = became.get(special.code[:12])
        if village is None:
            continue
        serial = 901 + sum(new.code.startswith(village) for _, new in found)
        grids = sorted(became[code] for code in special.base_grid_codes)
        above, town, _, words = special.name.split(" ")
        name = f"{above} {town} {named[village].short_name} {words}"
        found.append((special, replace(special, code=f"{village}{serial}", name=name, base_grid_codes=grids)))
    return found


def _changed_groups(groups: list[Group], became: Mapping[str, str]) -> list[Group]:
    return [
        replace(group, member_codes=sorted({became.get(code, code) for code in group.member_codes}))
        for group in groups
        if any(code in became for code in group.member_codes)
    ]


def _roads(before: Before, town: Territory, dwellings: dict[str, Point]) -> list[Road]:
    """The town's roads, on to the first villages that lie beside it."""
    mesh, first = town.mesh, before.territory
    near = {other for cell in town.cells for other in mesh.neighbours[cell]}
    beside = {code for code, cells in first.villages.items() if cells & near}
    both = replace(
        town, townships={**first.townships, **town.townships}, villages={**first.villages, **town.villages}
    )
    places = {code: place for code, place in before.villages.items() if code in beside}
    return lay_joining_roads(both, {**places, **dwellings}, beside)


def _places(town: Territory, dwellings: dict[str, Point]) -> list[Place]:
    seat = layout.SEAT_VILLAGES[layout.JOINING]
    first = Place(town.named[layout.JOINING].name, "seat", to_degrees(dwellings[seat]))
    named = town.named
    return [
        first,
        *(Place(named[c].short_name, named[c].kind, to_degrees(at)) for c, at in dwellings.items()),
    ]


def _gone(before: Before, coming: Coming) -> Gone:
    """Codes that the coming set no longer holds."""
    return {
        "villages": sorted(c for c in before.territory.villages if c not in coming.whole.villages),
        "grids": sorted(c for c in before.territory.grids if c not in coming.whole.grids),
        "special_grids": sorted(old.code for old, _ in _turned(before.specials, coming)),
    }
