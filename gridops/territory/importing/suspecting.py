"""Pure: coordinates that are not what they are said to be. Elsewhere, axes swapped, or a datum mistaken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Shapes
from gridops.geo.datums import convert
from gridops.territory.importing.topology import Measure, mended
from gridops.words import Words

#: Degrees around the deployment within which a layer may lie; about 5 km.
_MARGIN_DEG = 0.05
#: At least so much of a layer has to lie within.
_LEAST_INSIDE = 0.5
#: A datum is mistaken where undoing it leaves less than this share of what did not fit.
_CURED = 0.5
#: Where the unfitting strip is thinner than this share of the shift, it is a border's own change.
_LEAST_SHIFT = 0.1


@dataclass(frozen=True)
class Suspicion:
    """What is wrong with the coordinates: outside_extent|swapped_axes|gcj02|bd09, and the words for it."""

    kind: str
    words: Words


def suspect_place(shapes: Shapes, extent: Sequence[float]) -> Suspicion | None:
    """A layer (degrees) that lies mostly outside `extent` (west, south, east, north), or would inside it if swapped."""
    middles = shapely.centroid(shapes)
    x, y = shapely.get_x(middles), shapely.get_y(middles)
    if _share_inside(x, y, extent) >= _LEAST_INSIDE:
        return None
    if _share_inside(y, x, extent) >= _LEAST_INSIDE:
        return Suspicion(
            "swapped_axes",
            Words(
                "坐标轴颠倒：纬度写在了经度前面，请按经度在前重新导出",
                "The axes are swapped, latitude before longitude: export again with longitude first",
            ),
        )
    here, there = _middle(*shapely.total_bounds(shapes)), _middle(*extent)
    return Suspicion(
        "outside_extent",
        Words(
            f"坐标在辖区之外：文件中心 {here}，辖区中心 {there}；请核对坐标系",
            f"The coordinates lie outside the deployment: around {here}, the deployment around {there}. "
            "Check the reference system (--crs)",
        ),
    )


def _share_inside(x: np.ndarray, y: np.ndarray, extent: Sequence[float]) -> float:
    west, south, east, north = extent
    in_x = (x >= west - _MARGIN_DEG) & (x <= east + _MARGIN_DEG)
    return float((in_x & (y >= south - _MARGIN_DEG) & (y <= north + _MARGIN_DEG)).mean())


def _middle(west: float, south: float, east: float, north: float) -> str:
    return f"{(west + east) / 2:.4f}, {(south + north) / 2:.4f}"


def suspect_datum(
    shapes: Shapes, keys: Sequence[str | None], known: Mapping[str, BaseGeometry], measure: Measure
) -> Suspicion | None:
    """Shapes (degrees) that fit what is known only after a datum's shift is undone.

    All shapes with one key together should cover `known[key]`: children their parent, a new version its old.
    """
    pairs = [(_joined(shapes, keys, key), shape) for key, shape in known.items() if key in keys]
    if not pairs:
        return None
    now = _misfit(pairs, measure)
    border = float(shapely.length(measure.metres(_array([shape for _, shape in pairs]))).sum())
    for datum in ("gcj02", "bd09"):
        undone = [(_undo(one, datum), other) for one, other in pairs]
        shift = _shift_m(pairs, datum, measure)
        if now > _LEAST_SHIFT * shift * border and _misfit(undone, measure) < _CURED * now:
            return _mistaken(datum, shift, pairs[0][1])
    return None


def _joined(shapes: Shapes, keys: Sequence[str | None], key: str) -> BaseGeometry:
    return shapely.union_all(mended(shapes[[k == key for k in keys]]))


def _array(found: Sequence[BaseGeometry]) -> Shapes:
    result: Shapes = np.empty(len(found), dtype=object)
    result[:] = list(found)
    return result


def _misfit(pairs: Sequence[tuple[BaseGeometry, BaseGeometry]], measure: Measure) -> float:
    ones, others = mended(_array([a for a, _ in pairs])), mended(_array([b for _, b in pairs]))
    return float(measure.area(shapely.symmetric_difference(ones, others)).sum())


def _undo(shape: BaseGeometry, datum: str) -> BaseGeometry:
    return shapely.transform(shape, lambda x, y: convert(x, y, datum, "cgcs2000"), interleaved=False)


def _shift_m(pairs: Sequence[tuple[BaseGeometry, BaseGeometry]], datum: str, measure: Measure) -> float:
    middle = shapely.centroid(pairs[0][1])
    there = shapely.Point(*(float(v) for v in convert(middle.x, middle.y, "cgcs2000", datum)))
    ends = measure.metres(_array([middle, there]))
    return float(shapely.distance(ends[0], ends[1]))


def _mistaken(datum: str, shift: float, place: BaseGeometry) -> Suspicion:
    middle = shapely.centroid(place)
    lon, lat = (float(v) for v in convert(middle.x, middle.y, "cgcs2000", datum))
    east = (lon - middle.x) * np.cos(np.radians(middle.y))
    azimuth = np.degrees(np.arctan2(east, lat - middle.y)) % 360.0
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    return Suspicion(
        datum,
        Words(
            f"整体偏移约 {shift:.0f} m、方位 {azimuth:.0f}°：像是 {name} 坐标被当作 CGCS2000/WGS-84；"
            f"若是，请用 --crs {datum}",
            f"Everything is shifted by about {shift:.0f} m towards {azimuth:.0f}°: these look like {name} "
            f"coordinates taken for WGS-84. If so, read them with --crs {datum}",
        ),
    )
