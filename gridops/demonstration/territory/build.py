"""The whole synthetic Fushan from a seed, in the order in which one thing needs another, and its files.

The coming set goes on from it at the end.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import shapely

from . import features as of
from . import layout, seeding
from .coming import Before, write_coming
from .files import Feature, write_features
from .groups import enforcement_areas, group_villages
from .growth import Ground
from .mesh import build_mesh
from .partition import Territory, find_townships, partition
from .places import name_places, village_places
from .rivers import SideGraph, Stream, find_rivers, raise_banks, side_graph
from .roads import lay_roads
from .specials import lay_specials
from .streets import Street, cut_streets, raise_kerbs, street_sides
from .table import read_table
from .water import gather_waters

SEED = 370611
TABLE = Path(__file__).parents[3] / "geodata" / "fushan" / "areas.csv"
COMING = "coming"
_RIVER_FACTOR, _STREET_FACTOR = 4.0, 2.5


@dataclass(frozen=True)
class Summary:
    """What was made: {file name: number of features} in `folder`."""

    folder: Path
    counts: dict[str, int]


@dataclass(frozen=True)
class _Drawing:
    territory: Territory
    net: SideGraph
    rivers: list[Stream]
    streets: list[Street]


def make(out_dir: Path, seed: int = SEED) -> Summary:
    """Writes the GeoJSON files and the table of names into a folder (made if missing).

    The same seed gives the same bytes. ValueError when a seed leaves some township too little room.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / TABLE.name
    if target.resolve() != TABLE.resolve():
        shutil.copyfile(TABLE, target)
    layers, before = _layers(_draw(seed))
    counts = {}
    for name, features in layers.items():
        path = out_dir / f"{name}.geojson"
        counts[path.name] = write_features(path, features)
    later = write_coming(before, TABLE.parent / COMING, out_dir / COMING)
    return Summary(out_dir, {**counts, **{f"{COMING}/{name}": count for name, count in later.items()}})


def _draw(seed: int) -> _Drawing:
    """Cells, rivers and streets first: what is grown afterwards ends at them."""
    scattered = seeding.scatter_seeds(seed)
    mesh = build_mesh(scattered.seeds, set(range(scattered.blocks)), seed_number=seed)
    townships = find_townships(mesh, seed)
    cells = set().union(*townships.values())
    ground = Ground.over(mesh)
    net = side_graph(mesh, cells, seed)
    rivers = find_rivers(net)
    raise_banks(ground, rivers, _RIVER_FACTOR)
    built_up = shapely.Polygon(seeding.metres(layout.TOWN_AREA))
    in_town = {cell for cell in cells if shapely.contains_xy(built_up, *mesh.seeds[cell])}
    sides = street_sides(mesh, in_town, seed)
    raise_kerbs(ground, sides, _STREET_FACTOR)
    territory = partition(mesh, ground, townships=townships, table=read_table(TABLE), seed=seed)
    return _Drawing(territory, net, rivers, cut_streets(mesh, sides))


def _layers(drawing: _Drawing) -> tuple[dict[str, list[Feature]], Before]:
    """The features of each file, and what the coming set goes on from."""
    territory = drawing.territory
    waters = gather_waters(territory, drawing.net, drawing.rivers)
    lakes = [lake.shape for lake in waters.lakes]
    villages = village_places(territory, lakes)
    roads = lay_roads(territory, drawing.streets, villages, lakes=lakes)
    specials = lay_specials(territory, lakes)
    places = name_places(territory, villages, waters=waters, roads=roads, specials=specials)
    groups = group_villages(territory)
    layers = {
        **of.area_features(territory),
        "special_grids": of.special_features(specials),
        "village_groups": of.group_features(territory.mesh, groups),
        "enforcement_areas": of.group_features(territory.mesh, enforcement_areas(territory)),
        "roads": of.road_features(roads),
        "water": of.water_features(waters),
        "places": of.place_features(places),
    }
    return layers, Before(territory, villages, specials, groups)
