"""Checking a coverage of 8,000 polygons, clean and faulty, against the same found without any shortcut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import shapely

from gridops.territory.importing.topology import Areas, Context, Measure, check_layer
from tests.bench.figures import Figure, compare
from tests.bench.ground import Ground
from tests.territory.synthetic import coverage, with_faults

COLUMNS, ROWS = 100, 80
#: Every n-th polygon of the faulty one is 5 m off.
EVERY = 20
SYSTEM = 4528

Polygons = np.ndarray[Any, Any]


def measure(ground: Ground) -> Iterator[Figure]:
    """i. a whole district's worth of polygons, checked in memory; no database takes part."""
    clean = coverage(COLUMNS, ROWS)
    vertices = int(shapely.get_num_coordinates(clean).sum())
    codes = [f"370611{n:06d}" for n in range(len(clean))]
    for name, shapes in (("clean", clean), ("faulty", with_faults(clean, EVERY))):
        areas = Areas(codes, [None] * len(codes), shapes)
        context = Context(Measure(SYSTEM))
        yield compare(
            f"coverage.{name}",
            f"check of {len(shapes):,} polygons, {vertices:,} vertices, {name}",
            unit="s",
            ours=partial(_seconds, partial(check_layer, areas, context)),
            rivals={
                "every pair and the whole union": partial(
                    _seconds, partial(_every_pair, shapes, context.measure)
                )
            },
            rounds=ground.rounds,
            goal="10",
            more={"defects": len(check_layer(areas, context))},
        )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _every_pair(shapes: Polygons, metres: Measure) -> tuple[int, int]:
    """Overlapping pairs and holes, found by measuring each pair that touches and the union of all."""
    tree = shapely.STRtree(shapes)
    ones, others = tree.query(shapes, predicate="intersects")
    once = ones < others
    common = shapely.intersection(shapes[ones[once]], shapes[others[once]])
    wide = common[shapely.area(common) > 0.0]
    overlaps = int((metres.area(wide) > 1.0).sum()) if len(wide) else 0
    whole = shapely.union_all(shapes)
    holes = sum(len(part.interiors) for part in shapely.get_parts(whole))
    return overlaps, holes
