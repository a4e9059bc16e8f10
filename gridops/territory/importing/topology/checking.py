"""One layer of areas against its rules, in order: codes, validity, siblings, parents or holes, slivers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Shapes
from gridops.territory.importing.topology.codes import check_codes
from gridops.territory.importing.topology.cover import Family, check_cover, check_holes
from gridops.territory.importing.topology.defects import Defect
from gridops.territory.importing.topology.planes import DEGREES, Measure, Plane
from gridops.territory.importing.topology.shapes import check_slivers, check_validity, mended
from gridops.territory.importing.topology.siblings import check_siblings
from gridops.territory.rules import codes_begin_with


@dataclass(frozen=True)
class Areas:
    """A layer as it is checked: lists and `shapes` (degrees) run side by side."""

    codes: Sequence[str]
    parents: Sequence[str | None]
    shapes: Shapes


@dataclass(frozen=True)
class Context:
    """What a layer is held against.

    `uppers` are the parents by code (degrees), None where there are none to compare with. `planes`: the
    first is the file's own, in which siblings are compared. `is_complete` is False for special grids,
    `are_nested` where codes need not begin with their parent's.
    """

    measure: Measure
    planes: tuple[Plane, ...] = (DEGREES,)
    uppers: Mapping[str, BaseGeometry] | None = None
    taken: Collection[str] = ()
    retired: Collection[str] = field(default=())
    is_complete: bool = True
    needs_all: bool = True
    has_codes: bool = True
    are_nested: bool = True


def check_layer(areas: Areas, context: Context) -> list[Defect]:
    """Every defect of a layer. Invalid polygons are named, and checked further as what they enclose."""
    found = _check_codes(areas, context) if context.has_codes else []
    found += check_validity(areas.codes, areas.shapes)
    shapes = mended(areas.shapes)
    plane, measure = context.planes[0], context.measure
    # Special grids may lie over each other, so any of them may have edges that are not shared.
    suspects = np.arange(len(shapes))
    if context.is_complete:
        siblings = check_siblings(areas.codes, shapes, plane, measure)
        found += siblings.defects
        suspects = siblings.suspects
    if context.uppers:
        family = Family(
            areas.codes, shapes, context.uppers, _children(areas.parents, context.uppers), suspects
        )
        found += check_cover(
            family,
            context.planes,
            measure,
            is_complete=context.is_complete,
            needs_all=context.needs_all,
        )
    elif context.is_complete:
        found += check_holes(areas.codes, shapes, plane, measure, suspects=suspects)
    return found + check_slivers(areas.codes, shapes, measure)


def _check_codes(areas: Areas, context: Context) -> list[Defect]:
    faults = check_codes(
        areas.codes,
        areas.parents,
        taken=context.taken,
        retired=context.retired,
        known_parents=context.uppers,
        are_nested=context.are_nested,
    )
    places = dict(zip(areas.codes, areas.shapes, strict=True))
    return [replace(f, geometry=shapely.point_on_surface(places[f.codes[0]])) for f in faults]


def _children(parents: Sequence[str | None], uppers: Mapping[str, object]) -> dict[str, list[int]]:
    children: dict[str, list[int]] = {code: [] for code in uppers}
    for n, parent in enumerate(parents):
        if parent in children:
            children[parent].append(n)
    return children


def parents_of(areas: Areas, uppers: Mapping[str, BaseGeometry]) -> list[str | None]:
    """The parent of each area: the one told, else that with whose code one's own begins, else by its place."""
    longest_first = sorted(uppers, key=len, reverse=True)
    parents = [
        told or next((u for u in longest_first if codes_begin_with(code, u)), None)
        for code, told in zip(areas.codes, areas.parents, strict=True)
    ]
    if any(parents) or not uppers:
        return parents
    tree = shapely.STRtree(list(uppers.values()))
    names = list(uppers)
    inside, over = tree.query(shapely.point_on_surface(mended(areas.shapes)), predicate="intersects")
    for n, upper in zip(inside.tolist(), over.tolist(), strict=True):
        parents[n] = names[upper]
    return parents


def as_shapes(found: Sequence[BaseGeometry]) -> Shapes:
    """A list of geometries as an array of objects, whatever its length."""
    result: Shapes = np.empty(len(found), dtype=object)
    result[:] = list(found)
    return result
