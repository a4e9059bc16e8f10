"""Neighbours of one level: pairs that lie over each other, and pairs whose common border is not one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Floats, Shapes
from gridops.territory.importing.topology.defects import LEAST_M2, ROUNDING_M, Defect
from gridops.territory.importing.topology.planes import Measure, Plane
from gridops.territory.importing.topology.shapes import mended, polygonal

Pairs = NDArray[np.int64]


@dataclass(frozen=True)
class Siblings:
    """What was found; `suspects` are those with an edge that is not shared vertex by vertex."""

    defects: list[Defect]
    suspects: NDArray[np.int64]


def check_siblings(codes: Sequence[str], shapes: Shapes, plane: Plane, measure: Measure) -> Siblings:
    """Overlaps over 1 m² (errors) and mismatched edges (warnings), one defect a pair; `shapes` valid, degrees."""
    drawn = plane.of(shapes)
    # What is valid in degrees by a hair may cross itself in metres.
    drawn = drawn if plane.system is None else mended(drawn)
    edges = shapely.coverage_invalid_edges(drawn)
    suspects = np.flatnonzero(~shapely.is_empty(edges))
    if not len(suspects):
        return Siblings([], suspects)
    # Pairs are measured only where the quick check says that an edge is not shared properly.
    pairs = _pairs(drawn, suspects)
    shared = shapely.intersection(drawn[pairs[:, 0]], drawn[pairs[:, 1]])
    flat = np.flatnonzero(shapely.area(shared) > 0.0)
    common: Shapes = np.empty(len(flat), dtype=object)
    common[:] = [polygonal(shape) for shape in shared[flat]]
    common = plane.back(common)
    areas = np.zeros(len(pairs))
    areas[flat] = measure.area(common)
    widths = np.zeros(len(pairs))
    big = areas[flat] > LEAST_M2
    widths[flat[big]] = measure.width(common[big])
    overlapping = (areas > LEAST_M2) & (widths > ROUNDING_M)
    where = dict(zip(flat.tolist(), common, strict=True))
    defects = [
        _overlap(codes, pairs[n], float(areas[n]), float(widths[n]), where[n])
        for n in np.flatnonzero(overlapping).tolist()
    ]
    defects += _mismatches(codes, edges, pairs[~overlapping], areas[~overlapping], plane)
    return Siblings(defects, suspects)


def _pairs(drawn: Shapes, suspects: NDArray[np.int64]) -> Pairs:
    ones, others = shapely.STRtree(drawn).query(drawn[suspects], predicate="intersects")
    pairs = np.column_stack((suspects[ones], others))
    return np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)


def _overlap(codes: Sequence[str], pair: Pairs, area: float, width: float, where: BaseGeometry) -> Defect:
    one, other = codes[pair[0]], codes[pair[1]]
    return Defect(
        "overlap",
        (one, other),
        "error",
        f"{one} and {other} share {area:,.0f} m², up to {width:.2f} m wide",
        "重叠部分只能归一方 Decide whose it is; what is narrower than the tolerance, --repair settles.",
        area,
        width,
        where,
    )


def _mismatches(
    codes: Sequence[str], edges: Shapes, pairs: Pairs, areas: Floats, plane: Plane
) -> list[Defect]:
    """Pairs whose faulty edges run along each other without an overlap worth the name."""
    # Two that only meet at the end of somebody else's faulty edge have no length in common.
    ones, others = shapely.bounds(edges[pairs[:, 0]]), shapely.bounds(edges[pairs[:, 1]])
    reach = np.minimum(ones[:, 2:], others[:, 2:]) - np.maximum(ones[:, :2], others[:, :2])
    near = reach.max(axis=1) > 4.0 * plane.rounding
    near &= reach.min(axis=1) > -plane.rounding
    pairs, areas = pairs[near], areas[near]
    if not len(pairs):
        return []
    band = shapely.buffer(edges[pairs[:, 1]], plane.rounding, quad_segs=1)
    along = shapely.intersection(edges[pairs[:, 0]], band)
    real = np.flatnonzero(shapely.length(along) > 4.0 * plane.rounding)
    lines = plane.back(along[real])
    hint = "补齐公共边上的顶点，或用容差修复 Give both sides the same vertices, or let --repair do it."
    found = []
    for n, line in zip(real.tolist(), lines, strict=True):
        one, other = codes[pairs[n, 0]], codes[pairs[n, 1]]
        note = f"The border of {one} and {other} is not the same line on both sides"
        found.append(
            Defect("edge_mismatch", (one, other), "warning", note, hint, float(areas[n]), geometry=line)
        )
    return found
