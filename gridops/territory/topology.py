"""Pure: what is wrong with a layer of areas. Finds and measures defects, repairs none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.territory.rules import Floats, Shapes, codes_begin_with

#: Every kind of defect; the first two cannot be waived, since scope goes by the code.
KINDS = ("duplicate_code", "bad_code", "invalid", "overlap", "gap", "outside_parent")
WAIVABLE = KINDS[2:]
#: Smaller than this is noise of rounding, in m².
LEAST_M2 = 1.0
#: Areas in m² of shapes in whatever plane a check runs.
Measure = Callable[[Shapes], Floats]
_CODE = re.compile(r"[0-9A-Za-z-]{1,40}")


@dataclass(frozen=True)
class Defect:
    """One thing wrong: its kind, the codes concerned, how much (m², 0 where area says nothing), and words."""

    kind: str
    codes: tuple[str, ...]
    amount: float
    note: str


def check_codes(
    codes: Sequence[str],
    parents: Sequence[str | None],
    taken: frozenset[str],
    known_parents: frozenset[str] | None,
) -> list[Defect]:
    """Codes that occur twice or are `taken` already, and children that do not belong to their parent.

    `known_parents` are the codes of the level above, None for a level that has none above it.
    """
    found = []
    seen = set(taken)
    for code, parent in zip(codes, parents, strict=True):
        if not _CODE.fullmatch(code):
            found.append(Defect("bad_code", (code,), 0.0, f"{code!r} is no code of letters and digits"))
        elif code in seen:
            found.append(Defect("duplicate_code", (code,), 0.0, f"{code} occurs more than once"))
        elif known_parents is not None and (parent is None or parent not in known_parents):
            found.append(Defect("bad_code", (code,), 0.0, f"{code} has no parent in the level above"))
        elif parent is not None and not codes_begin_with(code, parent):
            found.append(Defect("bad_code", (code, parent), 0.0, f"{code} does not begin with {parent}"))
        seen.add(code)
    return found


def check_validity(codes: Sequence[str], shapes: Shapes) -> list[Defect]:
    """Polygons that cross themselves or are otherwise none."""
    bad = np.flatnonzero(~shapely.is_valid(shapes)).tolist()
    return [
        Defect("invalid", (codes[i],), 0.0, f"{codes[i]}: {shapely.is_valid_reason(shapes[i])}") for i in bad
    ]


def mended(shapes: Shapes) -> Shapes:
    """Valid polygons that cover what the given ones enclose; valid ones are left as they are."""
    result = shapes.copy()
    bad = ~shapely.is_valid(shapes)
    better = shapely.make_valid(shapes[bad], method="structure", keep_collapsed=False)
    result[bad] = [polygonal(shape) for shape in better]
    return result


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, without the lines and points that an operation left beside them."""
    parts = shapely.get_parts(shape, return_index=False)
    flat = [p for p in parts if shapely.get_dimensions(p) == 2]
    if len(flat) == 1:
        return flat[0]
    return shapely.union_all(flat)


def check_overlaps(codes: Sequence[str], shapes: Shapes, measure: Measure) -> list[Defect]:
    """Pairs of areas (valid) that lie over each other."""
    if shapely.coverage_is_valid(shapes):
        return []
    # Pairs are measured only where the quick check says that an edge is not shared properly.
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    ones, others = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    pairs = np.column_stack((suspects[ones], others))
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    if not len(pairs):
        return []
    areas = measure(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    return [
        Defect("overlap", (codes[a], codes[b]), float(m2), f"{codes[a]} and {codes[b]} share {m2:,.0f} m²")
        for (a, b), m2 in zip(pairs.tolist(), areas, strict=True)
        if m2 > LEAST_M2
    ]


def check_cover(
    codes: Sequence[str],
    parents: Sequence[str | None],
    shapes: Shapes,
    uppers: Mapping[str, BaseGeometry],
    *,
    measure: Measure,
    is_complete: bool = True,
) -> list[Defect]:
    """What of a parent (`uppers` by code) no child covers, and what of a child lies outside its parent.

    `is_complete` is False for special grids, which lie over a part of their parent only.
    """
    found: list[Defect] = []
    children: dict[str, list[int]] = {code: [] for code in uppers}
    for n, parent in enumerate(parents):
        if parent in children:
            children[parent].append(n)
    for parent, mine in children.items():
        union = shapely.union_all(shapes[mine])
        if is_complete:
            uncovered = _area(shapely.difference(uppers[parent], union), measure)
            if uncovered > LEAST_M2:
                note = f"{uncovered:,.0f} m² of {parent} lie in no area"
                found.append(Defect("gap", (parent,), uncovered, note))
        if _area(shapely.difference(union, uppers[parent]), measure) > LEAST_M2:
            found += _check_strays(parent, uppers[parent], [(codes[n], shapes[n]) for n in mine], measure)
    return found


def _check_strays(
    parent: str, upper: BaseGeometry, family: Sequence[tuple[str, BaseGeometry]], measure: Measure
) -> list[Defect]:
    found = []
    for code, shape in family:
        outside = _area(shapely.difference(shape, upper), measure)
        if outside > LEAST_M2:
            note = f"{outside:,.0f} m² of {code} lie outside {parent}"
            found.append(Defect("outside_parent", (code, parent), outside, note))
    return found


def _area(shape: BaseGeometry, measure: Measure) -> float:
    return float(measure(np.array([shape], dtype=object))[0])


def check_holes(code: str, shape: BaseGeometry, measure: Measure) -> list[Defect]:
    """Holes that are left where the parts of a dissolved area do not meet; `shape` is in degrees."""
    rings = [ring for part in shapely.get_parts(shape) for ring in part.interiors]
    if not rings:
        return []
    holes: Shapes = shapely.polygons(rings)
    found = []
    for hole, m2 in zip(holes, measure(holes), strict=True):
        if m2 > LEAST_M2:
            at = shapely.point_on_surface(hole)
            note = f"{m2:,.0f} m² of {code} are a hole near {at.x:.5f}, {at.y:.5f}"
            found.append(Defect("gap", (code,), float(m2), note))
    return found


def in_both(ones: Sequence[Defect], others: Sequence[Defect]) -> list[Defect]:
    """The defects that two checks agree on, with the smaller amount.

    A straight border is not the same line in degrees and in metres: where a neighbour has a vertex that the
    other side lacks, one of the two shows a sliver that is in neither survey.
    """
    there = {(d.kind, d.codes): d for d in others}
    pairs = [(d, there[d.kind, d.codes]) for d in ones if (d.kind, d.codes) in there]
    return [min(pair, key=lambda d: d.amount) for pair in pairs]


def worst(defects: Sequence[Defect], shown: int = 5) -> list[Defect]:
    """The worst `shown` defects of each kind, in the order of KINDS."""
    by_amount = sorted(defects, key=lambda d: -d.amount)
    return [d for kind in KINDS for d in [d for d in by_amount if d.kind == kind][:shown]]


def count_by_kind(defects: Sequence[Defect]) -> dict[str, int]:
    """How many defects of each kind there are, kinds without any left out."""
    counts = {kind: sum(d.kind == kind for d in defects) for kind in KINDS}
    return {kind: n for kind, n in counts.items() if n}
