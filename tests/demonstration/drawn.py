"""Reading the synthetic territory's files for tests: features, metres, edges, and what is left between areas."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyproj
import shapely
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "geodata" / "fushan"
FACTS = ROOT.parent / "shared" / "facts" / "fushan_areas.csv"
LEVELS = ("district", "townships", "villages", "grids")
KINDS = {"residents_committee": "community", "village_committee": "village"}
_TO_METRES = pyproj.Transformer.from_crs(4490, 4528, always_xy=True)


def read(path):
    """[(properties, geometry in degrees)] of a file."""
    return of_content(json.loads(path.read_text(encoding="utf-8")))


def of_content(content):
    return [(one["properties"], shape(one["geometry"])) for one in content["features"]]


def metres(geometry):
    return shapely.transform(geometry, lambda lonlat: np.column_stack(_TO_METRES.transform(*lonlat.T)))


def edges(polygon):
    return [tuple(sorted(pair)) for pair in pairwise(polygon.exterior.coords)]


def gap(parent, children):
    return shapely.symmetric_difference(parent, shapely.union_all(children)).area


def require_exact_coverage(polygons, outline):
    """Valid whole polygons; each piece of border has two owners, or is the outline's own."""
    assert all(polygon.geom_type == "Polygon" and not polygon.interiors for polygon in polygons)
    assert all(shapely.is_valid(polygons))
    assert shapely.coverage_is_valid(polygons)
    # The check above lets gaps pass.
    owners = Counter(edge for polygon in polygons for edge in edges(polygon))
    assert max(owners.values()) <= 2
    assert {edge for edge, count in owners.items() if count == 1} == set(edges(outline))
