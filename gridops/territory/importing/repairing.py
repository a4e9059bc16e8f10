"""Pure: closing cracks and trimming slivers, within a tolerance. No edge ends up further off than that.

What cannot be mended within the tolerance is left exactly as it was, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Floats, Shapes
from gridops.territory.importing.reading.systems import PRECISION_DEG
from gridops.territory.importing.topology import DEGREES, Areas, Measure, Plane, mended, polygonal
from gridops.territory.importing.topology.planes import MetricPlane, metric_plane_of

#: What an administrator may allow at most, in metres: beyond it a repair is a decision about land.
MOST_TOLERANCE_M = 20.0
_ROUNDS = 12
#: Rounding to 1e-7° moves a vertex by less than this, in metres.
_ROUNDING_M = 0.008


@dataclass(frozen=True)
class ChangedArea:
    """One area that was changed: m² given or taken, and how far its border moved at most (metres)."""

    code: str
    changed_m2: float
    moved_m: float


@dataclass(frozen=True)
class Repair:
    """The repaired shapes (degrees), what changed, and the codes left alone because more was needed."""

    shapes: Shapes
    changes: tuple[ChangedArea, ...]
    left_alone: tuple[str, ...]
    tolerance_m: float

    @property
    def changed_m2(self) -> float:
        """m² that changed hands in all."""
        return sum(c.changed_m2 for c in self.changes)


def repair_areas(
    areas: Areas,
    uppers: Mapping[str, BaseGeometry],
    tolerance_m: float,
    measure: Measure,
    plane: Plane = DEGREES,
) -> Repair:
    """Snap to the parents, clean the coverage, trim and fill along the parents; degrees in, degrees out.

    `plane` is the file's own: a straight border stays the line that was drawn.
    """
    reach = tolerance_m - _ROUNDING_M
    ground = metric_plane_of(plane, areas.shapes, measure)
    before = mended(ground.of(areas.shapes))
    parents = {code: mended(ground.of(_array([shape])))[0] for code, shape in uppers.items()}
    start = _snapped(before, areas.parents, parents, reach)
    best: tuple[Shapes, NDArray[np.bool_]] | None = None
    # Snapping far closes most cracks and moves some corners too far; without any, only overlaps are settled.
    for snapping in (reach / 2.0, reach, 0.0):
        found = _attempt(before, start, areas.parents, parents, reach=reach, snapping=snapping)
        if best is None or found[1].sum() < best[1].sum():
            best = found
        if not best[1].any():
            break
    assert best is not None
    after, frozen = best
    # Cleaning may turn a ring round or begin it elsewhere: that is no change.
    same = shapely.equals_exact(before, after, 0.0, normalize=True)
    touched = ~same | ~shapely.is_valid(areas.shapes)
    shapes = areas.shapes.copy()
    rounded = shapely.set_precision(ground.back(after[touched]), PRECISION_DEG, mode="pointwise")
    shapes[touched] = [polygonal(shape) for shape in rounded]
    broken = touched & ~shapely.is_valid(shapes)
    shapes[broken] = areas.shapes[broken]
    return Repair(
        shapes,
        _changes(areas, shapes, ground, measure),
        tuple(areas.codes[i] for i in np.flatnonzero(frozen | broken).tolist()),
        tolerance_m,
    )


def _attempt(
    before: Shapes,
    start: Shapes,
    parents: Sequence[str | None],
    uppers: Mapping[str, BaseGeometry],
    *,
    reach: float,
    snapping: float,
) -> tuple[Shapes, NDArray[np.bool_]]:
    """The shapes cleaned and fitted, and which of them had to stay as they were."""
    frozen = np.zeros(len(before), dtype=bool)
    for _ in range(_ROUNDS):
        live = np.flatnonzero(~frozen)
        if not len(live):
            break
        after = before.copy()
        cleaned = shapely.coverage_clean(start[live], snapping_distance=snapping, gap_width=reach)
        after[live] = [polygonal(shape) for shape in cleaned]
        _fit(after, live, parents, uppers, reach)
        off = [i for i in live.tolist() if _moves_too_far(before[i], after[i], reach)]
        if not off:
            return after, frozen
        # Whoever would move too far stays, and the others are cleaned without it.
        frozen[off] = True
    return before.copy(), np.ones(len(before), dtype=bool)


def _changes(areas: Areas, shapes: Shapes, ground: MetricPlane, measure: Measure) -> tuple[ChangedArea, ...]:
    # An area that only came back with the same numbers was not changed.
    changed = np.flatnonzero(~shapely.equals_exact(shapes, areas.shapes, 0.0, normalize=True))
    old, new = mended(areas.shapes[changed]), shapes[changed]
    amounts = measure.area(shapely.symmetric_difference(old, new))
    ways = shapely.hausdorff_distance(shapely.boundary(ground.of(old)), shapely.boundary(ground.of(new)))
    return tuple(
        ChangedArea(areas.codes[i], float(m2), float(way))
        for i, m2, way in zip(changed.tolist(), amounts, ways, strict=True)
    )


def _snapped(
    shapes: Shapes, parents: Sequence[str | None], uppers: Mapping[str, BaseGeometry], reach: float
) -> Shapes:
    """Vertices near their parent's border go onto it, to its own vertices first; neighbours' go together."""
    result = shapes.copy()
    for code, upper in uppers.items():
        mine = np.array([n for n, parent in enumerate(parents) if parent == code], dtype=int)
        border = shapely.boundary(upper)
        corners = shapely.STRtree(shapely.points(shapely.get_coordinates(border)))
        shapely.prepare(border)
        snapped = shapely.transform(shapes[mine], lambda xy, b=border, c=corners: _onto(xy, b, c, reach))
        sound = shapely.is_valid(snapped)
        result[mine[sound]] = snapped[sound]
    return result


def _onto(xy: Floats, border: BaseGeometry, corners: shapely.STRtree, reach: float) -> Floats:
    points = shapely.points(xy)
    moved = xy.copy()
    near = np.flatnonzero(shapely.dwithin(border, points, reach))
    if len(near):
        moved[near] = shapely.get_coordinates(shapely.shortest_line(border, points[near]))[::2]
    which, corner = corners.query_nearest(points, max_distance=reach, all_matches=False)
    moved[which] = shapely.get_coordinates(corners.geometries[corner])
    return moved


def _fit(
    shapes: Shapes,
    live: NDArray[np.int64],
    parents: Sequence[str | None],
    uppers: Mapping[str, BaseGeometry],
    reach: float,
) -> None:
    """Trim what sticks out of a parent and fill what is missing along its border, where it is narrow."""
    for code, upper in uppers.items():
        mine = [n for n in live.tolist() if parents[n] == code]
        if not mine:
            continue
        for n in mine:
            for part in _narrow(shapely.difference(shapes[n], upper), reach):
                shapes[n] = polygonal(shapely.difference(shapes[n], part))
        family = [n for n, parent in enumerate(parents) if parent == code]
        missing = shapely.difference(upper, shapely.union_all(shapes[family]))
        for part in _narrow(missing, reach):
            _share_out(shapes, mine, part, reach)


def _share_out(shapes: Shapes, mine: Sequence[int], part: BaseGeometry, reach: float) -> None:
    """Give a narrow strip to those who border on it, to each what is near, the longest border first."""
    near = [n for n in mine if shapely.dwithin(shapes[n], part, 1e-3)]
    band = shapely.buffer(part, 1e-3)
    borders = [shapely.length(shapely.intersection(shapely.boundary(shapes[n]), band)) for n in near]
    for n in [near[i] for i in np.argsort(borders)[::-1].tolist()]:
        own = polygonal(shapely.intersection(part, shapely.buffer(shapes[n], reach, join_style="mitre")))
        shapes[n] = polygonal(shapely.union(shapes[n], own))
        part = polygonal(shapely.difference(part, own))


def _narrow(shape: BaseGeometry, reach: float) -> list[BaseGeometry]:
    """The parts that vanish when their border closes in by half the reach from each side."""
    parts = [p for p in shapely.get_parts(polygonal(shape)) if p.area > 0.0]
    return [p for p in parts if shapely.is_empty(shapely.buffer(p, -reach / 2.0))]


def _moves_too_far(before: BaseGeometry, after: BaseGeometry, reach: float) -> bool:
    if shapely.is_empty(after) or not shapely.is_valid(after):
        return True
    if shapely.equals_exact(before, after, 0.0):
        return False
    # A buffer's arcs run within the true circle: the answer errs on the side of leaving things alone.
    old, new = shapely.boundary(before), shapely.boundary(after)
    return not (
        shapely.covers(shapely.buffer(old, reach), new) and shapely.covers(shapely.buffer(new, reach), old)
    )


def _array(found: Sequence[BaseGeometry]) -> Shapes:
    result: Shapes = np.empty(len(found), dtype=object)
    result[:] = list(found)
    return result
