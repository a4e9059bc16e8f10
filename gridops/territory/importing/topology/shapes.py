"""Single shapes: valid or not and where, too small or too thin to be a place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Shapes
from gridops.territory.importing.topology.defects import Defect
from gridops.territory.importing.topology.planes import Measure

#: No grid, however special, is smaller, in m².
MINIMUM_M2 = 100.0
#: What is thinner than this is left over from drawing, in metres.
THIN_M = 2.0
_PLACE = re.compile(r"^(.*)\[(\S+) (\S+)\]$")


def check_validity(codes: Sequence[str], shapes: Shapes) -> list[Defect]:
    """Polygons that cross themselves or are otherwise none, with the reason and the place."""
    found = []
    for i in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        said = shapely.is_valid_reason(shapes[i])
        match = _PLACE.match(said)
        place = shapely.Point(float(match[2]), float(match[3])) if match else None
        reason = match[1] if match else said
        at = f" at {place.x:.6f}, {place.y:.6f}" if place is not None else ""
        hint = "重画此处，或用容差修复 Redraw it there, or let --repair split it."
        found.append(
            Defect("invalid", (codes[i],), "error", f"{codes[i]}: {reason}{at}", hint, geometry=place)
        )
    return found


def mended(shapes: Shapes) -> Shapes:
    """Valid polygons that cover what the given ones enclose; valid ones are left as they are."""
    result = shapes.copy()
    bad = ~shapely.is_valid(shapes)
    better = shapely.make_valid(shapes[bad], method="structure", keep_collapsed=False)
    result[bad] = [polygonal(shape) for shape in better]
    return result


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, without the lines and points that an operation left beside them."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    flat = [p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == 2]
    return flat[0] if len(flat) == 1 else shapely.union_all(flat)


def check_slivers(codes: Sequence[str], shapes: Shapes, measure: Measure) -> list[Defect]:
    """Areas, or parts of areas (valid, degrees), that are too small or too thin to be a place."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    in_metres = measure.metres(parts)
    areas, lengths = shapely.area(in_metres), shapely.length(in_metres)
    # Twice area over perimeter is at most the width, so only these can be thin.
    suspects = np.flatnonzero((areas < MINIMUM_M2) | (2.0 * areas <= THIN_M * lengths))
    if not len(suspects):
        return []
    widths = measure.width(parts[suspects])
    counts = np.bincount(owners, minlength=len(codes))
    found = []
    for part, width in zip(suspects.tolist(), widths.tolist(), strict=True):
        if areas[part] >= MINIMUM_M2 and width >= THIN_M:
            continue
        code, is_whole = codes[owners[part]], counts[owners[part]] == 1
        what = code if is_whole else f"A part of {code}"
        note = f"{what} has {areas[part]:,.1f} m² and is {width:.2f} m wide"
        hint = "多为作图残留，应并入相邻区域 Left over from drawing: give it to a neighbour."
        severity = "error" if is_whole and areas[part] < MINIMUM_M2 else "warning"
        found.append(
            Defect("sliver", (code,), severity, note, hint, float(areas[part]), width, geometry=parts[part])
        )
    return found
