"""Coverages of any size, made up: wiggly cells that share every vertex, and the same with faults put in."""

from __future__ import annotations

import numpy as np
import orjson
import shapely

ORIGIN = (121.0, 37.3)
CELL_DEG = 0.004


def coverage(columns: int, rows: int, points_per_edge: int = 26, seed: int = 7) -> np.ndarray:
    """columns × rows polygons (degrees, 1e-7); each has about 4 × `points_per_edge` vertices."""
    random = np.random.default_rng(seed)
    across = _edges(random, columns, rows + 1, points_per_edge, is_level=True)
    upright = _edges(random, columns + 1, rows, points_per_edge, is_level=False)
    rings = []
    for i in range(columns):
        for j in range(rows):
            south, north = across[i][j], across[i][j + 1][::-1]
            east, west = upright[i + 1][j], upright[i][j][::-1]
            rings.append(np.vstack((south[:-1], east[:-1], north[:-1], west[:-1], south[:1])))
    return shapely.set_precision(shapely.polygons(rings), 1e-7, mode="pointwise")


def _edges(random, columns, rows, points, *, is_level):
    """Vertices of each edge without its last one: the next edge begins with it."""
    steps = np.arange(points) / points
    sway = np.sin(np.pi * steps) * CELL_DEG * 0.2
    made = []
    for i in range(columns):
        line = []
        for j in range(rows):
            wiggle = sway * random.uniform(-1, 1) + np.r_[0.0, random.normal(0, CELL_DEG * 0.004, points - 1)]
            along, off = steps * CELL_DEG, wiggle
            x, y = (along, off) if is_level else (off, along)
            line.append(np.column_stack((ORIGIN[0] + i * CELL_DEG + x, ORIGIN[1] + j * CELL_DEG + y)))
        made.append(line)
    # The way back along an edge needs its far end, which belongs to the corner.
    return [
        [np.vstack((edge, _end(i, j, is_level)))[:, :2] for j, edge in enumerate(line)]
        for i, line in enumerate(made)
    ]


def _end(i, j, is_level):
    x, y = (i + 1, j) if is_level else (i, j + 1)
    return [[ORIGIN[0] + x * CELL_DEG, ORIGIN[1] + y * CELL_DEG]]


def with_faults(shapes: np.ndarray, every: int, shift_m: float = 5.0) -> np.ndarray:
    """The same with every n-th polygon moved east: overlaps on one side, gaps on the other."""
    moved = shapes.copy()
    moved[::every] = shapely.transform(moved[::every], lambda xy: xy + np.array([shift_m / 88_000.0, 0.0]))
    return moved


def write(path, shapes: np.ndarray, prefix: str = "370611") -> None:
    """A GeoJSON file of them, with codes and names."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"{prefix}{n:06d}", "name": f"网格{n}"},
            "geometry": orjson.loads(shapely.to_geojson(shape)),
        }
        for n, shape in enumerate(shapes)
    ]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
