"""Planes in which lines are straight, and the measure in metres. Shapes come in and go out in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Floats, Shapes
from gridops.territory.importing.reading.systems import from_metres, is_in_metres, to_metres

_MEASURED_EXACTLY = 5_000
#: A degree of the meridian at the pole; no degree anywhere is longer.
_MOST_M_PER_DEGREE = 111_700.0


@dataclass(frozen=True)
class Plane:
    """Where a file was drawn: a straight border in degrees is not the same line as one in metres.

    `system` is None for degrees (so GeoJSON defines its lines), else what `to_metres` takes.
    """

    system: int | str | None = None

    def of(self, shapes: Shapes) -> Shapes:
        """Degrees → this plane."""
        return shapes if self.system is None else to_metres(shapes, self.system)

    def back(self, shapes: Shapes) -> Shapes:
        """This plane → degrees."""
        return shapes if self.system is None else from_metres(shapes, self.system)

    @property
    def rounding(self) -> float:
        """Twice the step of rounding, in this plane's unit."""
        return 2e-7 if self.system is None else 0.02


DEGREES = Plane()


@dataclass(frozen=True)
class Measure:
    """Areas in m² and widths in metres of shapes in degrees, in one projected system."""

    system: int | str

    def metres(self, shapes: Shapes) -> Shapes:
        """Degrees → metres."""
        return to_metres(shapes, self.system)

    def area(self, shapes: Shapes) -> Floats:
        """m² of each."""
        return shapely.area(self.metres(shapes))

    def width(self, shapes: Shapes) -> Floats:
        """The diameter of the largest circle within each, in metres, to a tenth of it.

        Beyond the largest few thousand shapes it is estimated: who has more defects reads no single one.
        """
        flat = self.metres(shapes)
        areas, lengths = shapely.area(flat), shapely.length(flat)
        widths: Floats = 2.0 * areas / np.maximum(lengths, 1e-9)
        for n in np.argsort(-areas)[:_MEASURED_EXACTLY].tolist():
            widths[n] = _width(flat[n])
        return widths


@dataclass(frozen=True)
class MetricPlane:
    """A plane with metres on it in which a file's straight lines stay straight: for moving edges, not for areas.

    Degrees are only stretched, by the most metres that a degree has anywhere in the layer, so that no way is
    longer on the ground than it is here. Files drawn in metres keep their own plane.
    """

    plane: Plane
    scale: tuple[float, float] = (1.0, 1.0)

    def of(self, shapes: Shapes) -> Shapes:
        """Degrees → here."""
        return shapely.transform(self.plane.of(shapes), lambda xy: xy * self.scale)

    def back(self, shapes: Shapes) -> Shapes:
        """Here → degrees, not rounded."""
        return self.plane.back(shapely.transform(shapes, lambda xy: xy / self.scale))


def metric_plane_of(plane: Plane, shapes: Shapes, measure: Measure) -> MetricPlane:
    """The metric plane of a layer (degrees) that was drawn in `plane`."""
    if plane.system is not None:
        return MetricPlane(plane if is_in_metres(plane.system) else Plane(measure.system))
    _, south, _, north = shapely.total_bounds(shapes)
    nearest = 0.0 if south < 0.0 < north else min(abs(south), abs(north))
    return MetricPlane(plane, (_MOST_M_PER_DEGREE * np.cos(np.radians(nearest)), _MOST_M_PER_DEGREE))


def _width(shape: BaseGeometry) -> float:
    parts = [p for p in shapely.get_parts(shape) if p.area > 0.0]
    widest = 0.0
    for part in sorted(parts, key=lambda p: -p.area):
        # No circle within is wider than that of the same area.
        if 2.0 * (part.area / np.pi) ** 0.5 <= widest:
            break
        # Area over perimeter is at most the radius, and of its order for anything long and thin.
        tolerance = max(part.area / part.length / 8.0, 1e-4)
        widest = max(widest, 2.0 * shapely.maximum_inscribed_circle(part, tolerance=tolerance).length)
    return widest
