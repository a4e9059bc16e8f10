"""Children and their parent: what of it no child covers, what of a child lies outside it; holes without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Shapes
from gridops.territory.importing.topology.defects import LEAST_M2, NARROW_M, ROUNDING_M, Defect
from gridops.territory.importing.topology.planes import Measure, Plane
from gridops.territory.importing.topology.shapes import mended, polygonal

_FILL = "补画缺口或归入相邻区域 Draw what is missing, or give it to a neighbour; --repair fills narrow ones."
_TRIM = "按上级边界裁齐 Cut it along the parent's border; --repair trims what is narrow."


@dataclass(frozen=True)
class Family:
    """Parents by code, and the numbers of each one's children among `shapes` (valid, degrees)."""

    codes: Sequence[str]
    shapes: Shapes
    uppers: Mapping[str, BaseGeometry]
    children: Mapping[str, Sequence[int]]
    suspects: NDArray[np.int64]


@dataclass(frozen=True)
class _Excess:
    """In one plane: of each parent what is uncovered, of each child what is outside; both may be empty."""

    uncovered: dict[str, BaseGeometry]
    outside: dict[tuple[int, str], BaseGeometry]


def check_cover(
    family: Family, planes: Sequence[Plane], measure: Measure, *, is_complete: bool, needs_all: bool
) -> list[Defect]:
    """Gaps of the parents and parts of children outside them, as far as every one of `planes` shows them.

    A straight border is not the same line in degrees and in metres: where a child has a vertex that its
    parent lacks, one plane may show a sliver that is in neither survey. `is_complete` is False for special
    grids, which lie over a part of their parent; `needs_all` makes an error of a parent without any child.
    """
    first, *more = planes
    seen = _excess(family, first)
    if not seen.uncovered and not seen.outside:
        return []
    others = [(plane, _excess(family, plane)) for plane in more]
    found = _strays(family, seen, first, others, measure)
    if is_complete:
        found += _gaps(family, seen, first, others, measure, needs_all=needs_all)
    return found


def _excess(family: Family, plane: Plane) -> _Excess:
    shapes = plane.of(family.shapes)
    shapes = shapes if plane.system is None else mended(shapes)
    names = list(family.uppers)
    uppers = mended(plane.of(_array(family.uppers.values())))
    unions = _array(_union(shapes, list(family.children[n]), family.suspects) for n in names)
    uncovered = shapely.difference(uppers, unions)
    strays = shapely.area(shapely.difference(unions, uppers)) > 0.0
    outside: dict[tuple[int, str], BaseGeometry] = {}
    for n in np.flatnonzero(strays).tolist():
        mine = list(family.children[names[n]])
        left = shapely.difference(shapes[mine], uppers[n])
        outside |= {(i, names[n]): polygonal(x) for i, x in zip(mine, left, strict=True) if x.area > 0.0}
    gaps = {n: polygonal(x) for n, x in zip(names, uncovered, strict=True) if x.area > 0.0}
    return _Excess(gaps, outside)


def _union(shapes: Shapes, mine: Sequence[int], suspects: NDArray[np.int64]) -> BaseGeometry:
    """All of `mine` as one: those whose edges are shared properly by the quick way first."""
    is_suspect = np.isin(mine, suspects)
    members = shapes[list(mine)]
    if is_suspect.all():
        return shapely.union_all(members)
    sound = shapely.coverage_union_all(members[~is_suspect])
    return shapely.union_all([*members[is_suspect], sound]) if is_suspect.any() else sound


def _array(shapes: Iterable[BaseGeometry]) -> Shapes:
    found = list(shapes)
    result: Shapes = np.empty(len(found), dtype=object)
    result[:] = found
    return result


def _strays(
    family: Family,
    seen: _Excess,
    plane: Plane,
    others: Sequence[tuple[Plane, _Excess]],
    measure: Measure,
) -> list[Defect]:
    found = []
    for (i, parent), part in seen.outside.items():
        shown = plane.back(_array([part]))
        area = _least(shown, measure, [(p, x.outside.get((i, parent))) for p, x in others])
        if area <= LEAST_M2:
            continue
        width = float(measure.width(shown)[0])
        code = family.codes[i]
        if width <= ROUNDING_M:
            found.append(_mismatch((code, parent), area, width, shown[0]))
            continue
        note = f"{area:,.0f} m² of {code} lie outside {parent}, up to {width:.2f} m wide"
        found.append(Defect("outside_parent", (code, parent), "error", note, _TRIM, area, width, shown[0]))
    return found


def _gaps(
    family: Family,
    seen: _Excess,
    plane: Plane,
    others: Sequence[tuple[Plane, _Excess]],
    measure: Measure,
    *,
    needs_all: bool,
) -> list[Defect]:
    found = []
    for parent, uncovered in seen.uncovered.items():
        childless = not family.children[parent]
        shown = plane.back(shapely.get_parts(uncovered))
        for n in np.flatnonzero(measure.area(shown) > LEAST_M2).tolist():
            part = shown[n : n + 1]
            area = _least(part, measure, [(p, x.uncovered.get(parent)) for p, x in others])
            if area <= LEAST_M2:
                continue
            width = float(measure.width(part)[0])
            codes = (parent, *_touching(family, parent, part[0]))
            if width <= ROUNDING_M:
                found.append(_mismatch(codes, area, width, part[0]))
                continue
            severity = "warning" if childless and not needs_all else "error"
            note = f"{area:,.0f} m² of {parent} lie in no area, up to {width:.2f} m wide"
            found.append(Defect("gap", codes, severity, note, _FILL, area, width, part[0]))
    return found


def _least(shown: Shapes, measure: Measure, others: Sequence[tuple[Plane, BaseGeometry | None]]) -> float:
    """m² of a defect (degrees) that every other plane shows too."""
    area = float(measure.area(shown)[0])
    for plane, there in others:
        if there is None:
            return 0.0
        both = shapely.intersection(mended(plane.of(shown))[0], there)
        area = min(area, float(measure.area(plane.back(_array([polygonal(both)])))[0]))
    return area


def _touching(family: Family, parent: str, part: BaseGeometry) -> list[str]:
    mine = list(family.children[parent])
    near = shapely.dwithin(family.shapes[mine], part, 1e-7) if mine else []
    return [family.codes[i] for i, is_near in zip(mine, near, strict=True) if is_near]


def _mismatch(codes: tuple[str, ...], area: float, width: float, where: BaseGeometry) -> Defect:
    note = f"The border of {' and '.join(codes)} is off by {width * 100:.1f} cm, within the rounding"
    hint = "补齐公共边上的顶点 Give both sides the same vertices."
    return Defect("edge_mismatch", codes, "warning", note, hint, area, width, where)


def check_holes(
    codes: Sequence[str], shapes: Shapes, plane: Plane, measure: Measure, *, suspects: NDArray[np.int64]
) -> list[Defect]:
    """Holes that the areas (valid, degrees) leave between them: narrow ones are errors, others may be lakes."""
    drawn = plane.of(shapes)
    drawn = drawn if plane.system is None else mended(drawn)
    rings = [
        r for part in shapely.get_parts(_union(drawn, range(len(drawn)), suspects)) for r in part.interiors
    ]
    if not rings:
        return []
    holes = plane.back(shapely.polygons(rings))
    areas, widths = measure.area(holes), measure.width(holes)
    tree = shapely.STRtree(shapes)
    found = []
    for hole, area, width in zip(holes, areas.tolist(), widths.tolist(), strict=True):
        near = tree.query(hole, predicate="dwithin", distance=1e-7)
        at = shapely.point_on_surface(hole)
        note = f"{area:,.0f} m² near {at.x:.5f}, {at.y:.5f} lie in no area, up to {width:.2f} m wide"
        is_gap = area > LEAST_M2 and ROUNDING_M < width < NARROW_M
        severity = "error" if is_gap else "warning"
        touching = tuple(codes[i] for i in sorted(near.tolist()))
        found.append(Defect("gap", touching, severity, note, _FILL, area, width, hole))
    return found
