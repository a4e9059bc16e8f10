"""A second set for tests: the demonstration's own layers, changed by a function, as a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import shapely

from gridops.db.session import Session
from gridops.territory.importing.writing import import_layer
from gridops.territory.sets.queries.exporting import area_layer
from gridops.territory.sets.queries.finding import get_set_in_force

Layers = dict[str, dict[str, dict[str, Any]]]

LEVELS = {
    "district": ("district", False),
    "township": ("township", False),
    "village": ("village", False),
    "grid": ("grid", False),
    "special_grid": ("grid", True),
}
COLUMNS = ("code", "name", "short_name", "kind", "parent_code", "households", "people")


def read_layers(session: Session) -> Layers:
    """Layer → code → properties with `shape` (degrees) of the set in force."""
    found = get_set_in_force(session)
    layers: Layers = {}
    for name, (level, special) in LEVELS.items():
        rows = area_layer(session, found.id, level, special=special)
        layers[name] = {
            row.code: {c: getattr(row, c) for c in COLUMNS} | {"shape": shapely.from_wkb(bytes(row.wkb))}
            for row in rows
        }
    return layers


def write_layer(path: Path, areas: Mapping[str, Mapping[str, Any]]) -> Path:
    """A layer as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in area.items() if key != "shape"},
            "geometry": orjson.loads(shapely.to_geojson(area["shape"])),
        }
        for area in areas.values()
    ]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
    return path


def draft(session: Session, folder: Path, name: str, change: Callable[[Layers], None]) -> None:
    """A draft set `name`: the set in force after `change` was made to its layers."""
    layers = read_layers(session)
    change(layers)
    for level, areas in layers.items():
        if areas:
            path = write_layer(folder / f"{name}-{level}.geojson", areas)
            import_layer(session, path, level=level, set_name=name, source="a test")


def put(layers: Layers, layer: str, code: str, like: dict[str, Any], **more: Any) -> None:
    """An area of a layer, like another but for what is said."""
    layers[layer][code] = {**like, "code": code, "name": f"{code} 新", **more}


def merge_villages(layers: Layers, one: str, other: str) -> None:
    """`other` joins `one`: its grids go over under fresh serials of `one`, its special grids too."""
    mine, theirs = layers["village"][one], layers["village"].pop(other)
    shape = shapely.union_all([mine["shape"], theirs["shape"]], grid_size=1e-7)
    households = (mine["households"] or 0) + (theirs["households"] or 0)
    layers["village"][one] = {**mine, "shape": shape, "households": households}
    for layer, first in (("grid", 1), ("special_grid", 901)):
        for code in [c for c, a in layers[layer].items() if a["parent_code"] == other]:
            area = layers[layer].pop(code)
            serial = max([first - 1, *(int(c[12:]) for c in layers[layer] if c[:12] == one)]) + 1
            put(layers, layer, f"{one}{serial:03d}", area, parent_code=one)
