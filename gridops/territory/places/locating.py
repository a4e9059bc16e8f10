"""Point → grid, with a method, a probability and what else it may be. Reads only; knows no case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from gridops.db.held import is_held
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.territory.areas.queries import find_area
from gridops.territory.places import rules
from gridops.territory.places.held_sets import held_set
from gridops.territory.places.queries import locate_points, shapes_of
from gridops.territory.places.rules import GridNear, Place, Point
from gridops.territory.sets.queries.finding import get_set_in_force, no_set_in_force

SHAPES_KEPT = 2_000
#: From this many points on, the set in memory answers faster than the database.
BATCH = 50


@dataclass(frozen=True)
class AreaPlace(Place):
    """The place of a whole area; `lon` and `lat` are where its label stands (CGCS2000 degrees)."""

    lon: float
    lat: float


class _Shapes:
    """Grids' shapes in metres, prepared, the latest used ones. A version never changes, so none grows old."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, BaseGeometry] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, ids: set[UUID]) -> dict[UUID, BaseGeometry]:
        """The shapes of `ids`; those not at hand are read in one statement."""
        with self._lock:
            found = {i: self._kept[i] for i in ids if i in self._kept}
            for i in found:
                self._kept.move_to_end(i)
        missing = [i for i in ids if i not in found]
        if missing:
            for i, wkb in shapes_of(session, missing).items():
                found[i] = shapely.from_wkb(wkb)
                shapely.prepare(found[i])
            with self._lock:
                self._kept.update((i, found[i]) for i in missing if i in found)
                while len(self._kept) > SHAPES_KEPT:
                    self._kept.popitem(last=False)
        return found


_shapes = _Shapes()


def locate_many(
    session: Session,
    points: Sequence[Point],
    *,
    on: date | None = None,
    worker_grids: Sequence[str] = (),
) -> list[Place]:
    """The place of each point, in order, by the set in force on a day (today if none is given).

    One statement for all points, none where the set is in memory; shapes of grids are read besides where a fix is
    too vague for its grid's border. A Problem `not-found` where no set is in force.
    """
    if not points:
        return []
    sigmas = [rules.sigma_of(p.accuracy_m, p.confidence) if p.accuracy_m else 0.0 for p in points]
    rows = _rows(session, points, sigmas, on)
    near = [_grids_near(row) for row in rows]
    wanted = {g.version_id for s, grids in zip(sigmas, near, strict=True) if s for g in grids}
    shapes = _held_shapes(session, wanted, on) if is_held(session) else _shapes.of(session, wanted)
    return [
        _place(row, point, grids, sigma=sigma, shapes=shapes, worker_grids=worker_grids)
        for row, point, sigma, grids in zip(rows, points, sigmas, near, strict=True)
    ]


def _rows(
    session: Session, points: Sequence[Point], sigmas: Sequence[float], on: date | None
) -> Sequence[Any]:
    """What the set in force says of each point: asked of the database, or for batches of the set in memory.

    Where reference data is read from memory a single point is looked up there too.
    """
    lons, lats = [p.lon for p in points], [p.lat for p in points]
    reaches = [min(3.0 * sigma, rules.LONGEST_REACH_M) for sigma in sigmas]
    if is_held(session) or len(points) >= BATCH:
        held = held_set(session, get_set_in_force(session, on).id)
        if len(points) == 1:
            return [held.row_at(lons[0], lats[0], reaches[0])]
        return held.rows_at(lons, lats, reaches)
    rows = locate_points(session, lons, lats, reaches, on=on)
    if not rows:
        raise no_set_in_force()
    return rows


def _held_shapes(session: Session, ids: set[UUID], on: date | None) -> dict[UUID, BaseGeometry]:
    return held_set(session, get_set_in_force(session, on).id).shapes_of(ids) if ids else {}


def _grids_near(row: Any) -> list[GridNear]:
    return [GridNear(UUID(i), code, name, metres) for i, code, name, metres in row.grids or ()]


def _place(
    row: Any,
    point: Point,
    near: Sequence[GridNear],
    *,
    sigma: float,
    shapes: dict[UUID, BaseGeometry],
    worker_grids: Sequence[str],
) -> Place:
    if row.id is not None and not near:
        grid = GridNear(row.id, row.code, row.name, 0.0)
        chosen = rules.Choice(grid, "inside", 1.0, (rules.Candidate(row.code, row.name, 1.0),))
    else:
        masses: dict[str, float] = {}
        if sigma and near:
            shares = rules.mass_in(row.x, row.y, sigma, [shapes[g.version_id] for g in near])
            masses = {g.code: share for g, share in zip(near, shares, strict=True)}
            if row.code is not None:
                masses = rules.within_district(masses)
        circle_m = point.accuracy_m or 0.0
        found = rules.choose_grid(near, row.code, masses, own=worker_grids, circle_m=circle_m)
        if found is None:
            return _unresolved(row, point)
        chosen = found
    return Place(
        grid_version_id=chosen.grid.version_id,
        grid_code=chosen.grid.code,
        grid_name=chosen.grid.name,
        method=chosen.method,
        probability=chosen.probability,
        candidates=chosen.candidates,
        special_code=row.special_code,
        special_name=row.special_name,
        scope_code=chosen.grid.code,
        outside_m=row.outside_m,
        is_flagged=rules.is_doubtful(chosen.method, chosen.probability, row.outside_m),
        flags=rules.location_flags(
            point, method=chosen.method, probability=chosen.probability, outside_m=row.outside_m
        ),
    )


def _unresolved(row: Any, point: Point) -> Place:
    return Place(
        grid_version_id=None,
        grid_code=None,
        grid_name=None,
        method="unresolved",
        probability=None,
        candidates=(),
        special_code=row.special_code,
        special_name=row.special_name,
        scope_code=row.holder_code or row.district_code,
        outside_m=row.outside_m,
        is_flagged=True,
        flags=rules.location_flags(point, method="unresolved", probability=None, outside_m=row.outside_m),
    )


def place_of_area(session: Session, area_code: str, *, on: date | None = None) -> AreaPlace:
    """The place of a report that names an area instead of a point.

    A grid is `inside` itself, a special grid is the base grid under its label with the special one told too;
    a village, township or district is `unresolved` with its own code as `scope_code`. A Problem `not-found`
    for a code that is none of these on that day.
    """
    area = find_area(session, area_code, on=on)
    if area is None:
        raise Problem("not-found", ("没有这个区域", "There is no area with this code"))
    if area.kind == "special":
        label = Point(area.label_lon, area.label_lat, None, "manual")
        under = locate_many(session, [label], on=on)[0]
        known = {f.name: getattr(under, f.name) for f in fields(Place)}
        known |= {"special_code": area.code, "special_name": area.name}
        return AreaPlace(**known, lon=area.label_lon, lat=area.label_lat)
    is_grid = area.level == "grid"
    return AreaPlace(
        grid_version_id=area.id if is_grid else None,
        grid_code=area.code if is_grid else None,
        grid_name=area.name if is_grid else None,
        method="inside" if is_grid else "unresolved",
        probability=1.0 if is_grid else None,
        candidates=(rules.Candidate(area.code, area.name, 1.0),) if is_grid else (),
        special_code=None,
        special_name=None,
        scope_code=area.code,
        outside_m=0.0,
        # Naming a whole village is a choice, not a doubt.
        is_flagged=False,
        lon=area.label_lon,
        lat=area.label_lat,
    )
