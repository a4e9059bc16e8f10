"""A small city near the real one: 4 wards of 3 precincts with bent borders, and requests with known answers."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import shapely
from pyproj import Transformer
from shapely import Polygon
from shapely.geometry import mapping

#: A corner of the city in EPSG:2249 (US feet) and the size of a precinct.
WEST, SOUTH, WIDTH, HEIGHT = 770_000.0, 2_950_000.0, 2_000.0, 3_000.0
COLUMNS, ROWS, PIECES = 6, 2, 8
TO_DEGREES = Transformer.from_crs("EPSG:2249", "EPSG:4326", always_xy=True)
DEFAULT_POINT = (-71.0587, 42.3594)


def _vertex(x: float, y: float) -> tuple[float, float]:
    """A vertex of the net of borders, bent the same way for all that share it."""
    bend = 120.0
    return (
        WEST + x * WIDTH + bend * math.sin(5.1 * x + 3.7 * y),
        SOUTH + y * HEIGHT + bend * math.cos(4.3 * x - 2.9 * y),
    )


def _cell(column: int, row: int) -> Polygon:
    steps = [n / PIECES for n in range(PIECES)]
    ring = (
        [_vertex(column + t, row) for t in steps]
        + [_vertex(column + 1, row + t) for t in steps]
        + [_vertex(column + 1 - t, row + 1) for t in steps]
        + [_vertex(column, row + 1 - t) for t in steps]
    )
    return Polygon(ring)


@dataclass(frozen=True)
class City:
    """The city's two layers and its precincts in feet, by WARD_PRECINCT."""

    areas: Path
    grids: Path
    precincts: dict[str, Polygon]


def make_city(folder: Path) -> City:
    """Write wards in degrees, and precincts in feet without a word about it."""
    cells = {
        (column, row): (2 * row + column // 3 + 1, column % 3 + 1)
        for row in range(ROWS)
        for column in range(COLUMNS)
    }
    precincts = {f"{ward:02d}{p:02d}": _cell(*at) for at, (ward, p) in cells.items()}
    wards = {
        ward: shapely.union_all([shape for name, shape in precincts.items() if int(name[:2]) == ward])
        for ward in range(1, 5)
    }
    degrees = {
        ward: shapely.transform(shape, TO_DEGREES.transform, interleaved=False)
        for ward, shape in wards.items()
    }
    areas, grids = folder / "wards.geojson", folder / "precincts.geojson"
    _write(areas, [({"WARD": ward}, shape) for ward, shape in degrees.items()])
    _write(grids, [({"WARD_PRECINCT": name}, shape) for name, shape in precincts.items()])
    return City(areas, grids, precincts)


def _write(path: Path, features: list[tuple[dict[str, Any], Any]]) -> None:
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": mapping(shape)}
            for properties, shape in features
        ],
    }
    path.write_text(json.dumps(document))


def _points_within(shape: Polygon, rng: Random) -> Iterator[tuple[float, float]]:
    """Points of a precinct well away from its border, in degrees."""
    core = shape.buffer(-150)
    west, south, east, north = core.bounds
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(core, x, y):
            yield TO_DEGREES.transform(x, y)


def rows_of(city: City) -> list[dict[str, str]]:
    """300 requests: 40 on the default point, 3 unreadable, 2 abroad, 20 without the city's answer.

    The rest (235) can be compared, and to 25 of them the city gives another precinct's number.
    """
    rng = Random(11)
    names = sorted(city.precincts)
    within = {name: _points_within(city.precincts[name], rng) for name in names}
    rows = []
    for n in range(300):
        name = names[n % len(names)]
        said = names[(n + 5) % len(names)] if 65 <= n < 90 else name
        lon, lat = DEFAULT_POINT if n < 40 else next(within[name])
        row = {
            "CASE_ENQUIRY_ID": f"1010{n:05d}",
            "OPEN_DT": f"02/{n % 28 + 1:02d}/2015 0{n % 9 + 1}:15:00 PM",
            "TARGET_DT": f"03/{n % 28 + 1:02d}/2015 08:30:00 AM" if n % 3 else "",
            "REASON": ("Street Lights", "Highway Maintenance")[n % 2],
            "TYPE": ("Street Light Outages", "Pothole Repair")[n % 2],
            "CASE_TITLE": "PRINTED",
            "precinct": "" if 40 <= n < 60 else f"{int(said)}.0",
            "LATITUDE": f"{lat:.6f}",
            "LONGITUDE": f"{lon:.6f}",
        }
        if 60 <= n < 63:
            row["LATITUDE"] = ("", "north", "nan")[n - 60]
        if 63 <= n < 65:
            row |= {"LATITUDE": "48.8566", "LONGITUDE": "2.3522"}
        rows.append(row)
    return rows


def write_requests(path: Path, rows: list[dict[str, str]], *, header: Any = str) -> Path:
    """A table of requests, gzipped where the name says so; `header` changes the names of the columns."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([header(name) for name in rows[0]])
        table.writerows(row.values() for row in rows)
    return path
