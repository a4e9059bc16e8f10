"""A set held in memory for batches: the same rows that the statement for points gives, without the database.

A set never changes once it is in force, so what was read once stays right; the latest few sets are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from gridops.db.session import Session
from gridops.geo.arrays import Floats, Shapes
from gridops.territory.places.lookup import NOWHERE, AreaIndex, Held, Indexes, Lookup
from gridops.territory.places.queries import areas_of_set
from gridops.territory.places.rules import NEAREST_M
from gridops.territory.sets.queries.finding import get_deployment

SETS_KEPT = 3
#: How far outside the district's box (degrees) a point can still be measured, as in the statement.
_REACHABLE_DEG = 0.5
_FROM_SMALL = ("village", "township", "district")


@dataclass(frozen=True)
class Row:
    """One point's answer, with the columns of the statement for points."""

    n: int
    district_code: str
    x: float | None
    y: float | None
    id: UUID | None
    code: str | None
    name: str | None
    special_code: str | None
    special_name: str | None
    holder_code: str | None
    grids: list[tuple[str, str, str, float]] | None
    outside_m: float


class HeldSet:
    """One set: areas of every level in degrees, grids and the district in metres too."""

    def __init__(self, rows: Sequence[Any], measure_srid: int) -> None:
        grids = [row for row in rows if row.kind == "base"]
        specials = [row for row in rows if row.kind == "special"]
        self.lookup = Lookup(_held(grids), _shapes(grids), _held(specials), _shapes(specials))
        self.grids_m = _shapes(grids, "wkb_m")
        shapely.prepare(self.grids_m)
        self._at = {row.id: n for n, row in enumerate(grids)}
        self._tree_m = shapely.STRtree(self.grids_m)
        self._borders = shapely.boundary(self.grids_m)
        shapely.prepare(self._borders)
        self._larger = [
            (AreaIndex(_shapes(mine)), [row.code for row in mine])
            for level in _FROM_SMALL
            if (mine := [row for row in rows if row.level == level])
        ]
        district = next(row for row in rows if row.level == "district")
        self.district_code: str = district.code
        self._district_m = shapely.from_wkb(bytes(district.wkb_m))
        self._box: list[float] = shapely.bounds(shapely.from_wkb(bytes(district.wkb))).tolist()
        self._measure = Transformer.from_crs(CRS.from_epsg(4490), CRS.from_epsg(measure_srid), always_xy=True)

    def shapes_of(self, ids: Iterable[UUID]) -> dict[UUID, BaseGeometry]:
        """Shapes of grids of this set, in the deployment's metres, prepared."""
        return {i: self.grids_m[self._at[i]] for i in ids}

    def row_at(self, lon: float, lat: float, reach: float) -> Row:
        """The row of one point: the same as `rows_at` gives, in a tenth of the time where it lies in a grid."""
        west, south, east, north = self._box
        base = self.lookup.base.index_at(lon, lat)
        if base == NOWHERE or not (west <= lon <= east and south <= lat <= north):
            return self.rows_at([lon], [lat], [reach])[0]
        x, y = self._measure.transform(lon, lat)
        grid = self.lookup.grids[base]
        special = self.lookup.special.index_at(lon, lat)
        over = self.lookup.specials[special] if special != NOWHERE else None
        return Row(
            n=1,
            district_code=self.district_code,
            x=float(x),
            y=float(y),
            id=grid.id,
            code=grid.code,
            name=grid.name,
            special_code=over.code if over else None,
            special_name=over.name if over else None,
            holder_code=None,
            grids=self._near_of(base, x, y, reach),
            outside_m=0.0,
        )

    def _near_of(
        self, base: int, x: float, y: float, reach: float
    ) -> list[tuple[str, str, str, float]] | None:
        """The grids in reach of a point in the grid `base`, where that grid's border does not keep them away."""
        if not reach > 0:
            return None
        point = shapely.points((x, y))
        if shapely.distance(self._borders[base], point) >= reach:
            return None
        found = self._tree_m.query(point, predicate="dwithin", distance=reach)
        metres = shapely.distance(self.grids_m[found], point)
        return [self._named(g, m) for g, m in zip(found.tolist(), metres.tolist(), strict=True)]

    def _named(self, index: int, metres: float) -> tuple[str, str, str, float]:
        grid = self.lookup.grids[index]
        return str(grid.id), grid.code, grid.name, metres

    def rows_at(self, lons: Sequence[float], lats: Sequence[float], reaches: Sequence[float]) -> list[Row]:
        """A row for each point, in order: degrees in CGCS2000, reaches in metres (0 for an exact point)."""
        x, y, reach = (np.asarray(values, dtype=float) for values in (lons, lats, reaches))
        west, south, east, north = self._box
        room = _REACHABLE_DEG
        is_far = (x < west - room) | (x > east + room) | (y < south - room) | (y > north + room)
        xm, ym = self._measure.transform(np.where(is_far, west, x), np.where(is_far, south, y))
        base, special = self.lookup.grids_at(x, y), self.lookup.specials_at(x, y)
        points = shapely.points(xm, ym)
        near = self._near(points, reach, base, is_far)
        holders = self._holders(x, y, base)
        outside = np.zeros(len(x))
        off = base == NOWHERE
        outside[off] = shapely.distance(self._district_m, points[off])
        outside[is_far] = np.inf
        rows = []
        for n in range(len(x)):
            grid = self.lookup.grids[base[n]] if base[n] != NOWHERE else None
            over = self.lookup.specials[special[n]] if special[n] != NOWHERE else None
            rows.append(
                Row(
                    n=n + 1,
                    district_code=self.district_code,
                    x=None if is_far[n] else float(xm[n]),
                    y=None if is_far[n] else float(ym[n]),
                    id=grid.id if grid else None,
                    code=grid.code if grid else None,
                    name=grid.name if grid else None,
                    special_code=over.code if over else None,
                    special_name=over.name if over else None,
                    holder_code=holders.get(n),
                    grids=near.get(n),
                    outside_m=float(outside[n]),
                )
            )
        return rows

    def _near(
        self, points: Shapes, reach: Floats, base: Indexes, is_far: np.ndarray[Any, Any]
    ) -> dict[int, list[tuple[str, str, str, float]]]:
        """Grids in reach of the points that their own grid's border does not keep away from."""
        off = base == NOWHERE
        edge = np.full(len(points), np.inf)
        vague = ~off & (reach > 0)
        edge[vague] = shapely.distance(self._borders[base[vague]], points[vague])
        asked = np.flatnonzero(((edge < reach) | off) & ~is_far)
        if not len(asked):
            return {}
        wide = np.where(off[asked], np.maximum(reach[asked], NEAREST_M), reach[asked])
        ones, others = self._tree_m.query(points[asked], predicate="dwithin", distance=wide)
        metres = shapely.distance(self.grids_m[others], points[asked][ones])
        found: dict[int, list[tuple[str, str, str, float]]] = {}
        for n, g, m in zip(asked[ones].tolist(), others.tolist(), metres.tolist(), strict=True):
            found.setdefault(n, []).append(self._named(g, m))
        return found

    def _holders(self, x: Floats, y: Floats, base: Indexes) -> dict[int, str]:
        """The smallest larger area of the points that lie in no grid."""
        left = np.flatnonzero(base == NOWHERE)
        found: dict[int, str] = {}
        for layer, codes in self._larger:
            at = layer.first_at(x[left], y[left])
            found |= {int(n): codes[i] for n, i in zip(left, at, strict=True) if i != NOWHERE}
            left = left[at == NOWHERE]
        return found


def _held(rows: Sequence[Any]) -> list[Held]:
    return [Held(row.id, row.code, row.name) for row in rows]


def _shapes(rows: Sequence[Any], column: str = "wkb") -> Shapes:
    shapes: Shapes = np.array(shapely.from_wkb([bytes(getattr(row, column)) for row in rows]), dtype=object)
    return shapes


_kept: OrderedDict[tuple[UUID, int], HeldSet] = OrderedDict()
_lock = Lock()


def held_set(session: Session, set_id: UUID) -> HeldSet:
    """A set (of any state but draft) in memory, read where it is not there yet."""
    srid = get_deployment(session).measure_srid
    with _lock:
        if (found := _kept.get((set_id, srid))) is not None:
            _kept.move_to_end((set_id, srid))
            return found
    # Read outside the lock: others may go on meanwhile, and reading a set twice harms nobody.
    made = HeldSet(areas_of_set(session, set_id), srid)
    with _lock:
        _kept[set_id, srid] = made
        while len(_kept) > SETS_KEPT:
            _kept.popitem(last=False)
    return made


def is_held(set_id: UUID) -> bool:
    """Whether a set is in memory already."""
    with _lock:
        return any(key[0] == set_id for key in _kept)
