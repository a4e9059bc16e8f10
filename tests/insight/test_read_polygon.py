"""Polygons as they come: what is no polygon on Earth is refused at its pointer."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely

from gridops.errors import Problem
from gridops.insight.rules import MAX_VERTICES, read_polygon

SQUARE = [[121.0, 37.0], [122.0, 37.0], [122.0, 38.0], [121.0, 38.0], [121.0, 37.0]]


def _circle(count: int) -> list[list[float]]:
    ring = [
        [121 + 0.1 * math.cos(2 * math.pi * n / count), 37 + 0.1 * math.sin(2 * math.pi * n / count)]
        for n in range(count)
    ]
    return [*ring, ring[0]]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": "Point", "coordinates": [121, 37]},
        {"type": "LineString", "coordinates": SQUARE},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
        {"type": "Polygon", "coordinates": [SQUARE[:2]]},
        {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        {"type": "Polygon", "coordinates": [[[True, False]] * 4]},
        {"type": "Polygon", "coordinates": [[[121, 37]] * 4]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [200, 0], [200, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 91], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [_circle(MAX_VERTICES)]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [SQUARE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]},
        {"type": "Polygon", "coordinates": [SQUARE], "crs": {"properties": {"name": "EPSG:3857"}}},
    ],
)
def test_what_is_no_polygon_on_earth_is_refused_at_its_pointer(document: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        read_polygon(document)
    assert refused.value.kind.code == "invalid"
    assert [f.pointer for f in refused.value.faults] == ["/polygon"]


def test_a_polygon_keeps_its_shape_and_gets_the_system() -> None:
    hole = [[121.4, 37.4], [121.4, 37.6], [121.6, 37.6], [121.6, 37.4], [121.4, 37.4]]
    shape = shapely.from_wkb(read_polygon({"type": "Polygon", "coordinates": [SQUARE, hole]}))
    assert shapely.get_srid(shape) == 4490
    assert shape.area == pytest.approx(1 - 0.04)


def test_several_polygons_with_heights_are_taken_flat() -> None:
    high = [[lon, lat, 12.5] for lon, lat in SQUARE]
    away = [[lon + 5, lat, 12.5] for lon, lat in SQUARE]
    shape = shapely.from_wkb(read_polygon({"type": "MultiPolygon", "coordinates": [[high], [away]]}))
    assert not shape.has_z
    assert shape.area == pytest.approx(2.0)


def test_a_polygon_of_as_many_vertices_as_are_allowed_is_taken() -> None:
    assert read_polygon({"type": "Polygon", "coordinates": [_circle(MAX_VERTICES - 1)]})
