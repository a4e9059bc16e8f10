"""Points → grids in memory: a lattice of cells before a tree of shapes. Built from one set, which never changes.

For imports, replays, batches and re-gridding. PostGIS stays the authority; a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridops.geo.arrays import Floats, Shapes

Indexes = NDArray[np.int64]

NOWHERE, MIXED = -1, -2
#: Cells for each area: more of them spare look-ups in the tree, and cost memory (8 bytes each) and time once.
CELLS_FOR_AN_AREA = 64
MOST_CELLS = 1 << 18
#: A cell counts as inside an area only with this much room around it, so that no border touches it.
_ROOM = 1e-9


@dataclass(frozen=True)
class Extent:
    """The lattice: its lower left corner, the size of a cell in degrees, columns and rows."""

    west: float
    south: float
    width: float
    height: float
    columns: int
    rows: int


class AreaIndex:
    """Areas that are looked up by points; where several hold a point, the first counts."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._tree = shapely.STRtree(shapes)

    def first_at(self, lons: Floats, lats: Floats) -> Indexes:
        """The index of the first area that holds each point (degrees), its border included; NOWHERE else."""
        found = np.full(len(lons), len(self.shapes), dtype=np.int64)
        points, areas = self._tree.query(shapely.points(lons, lats), predicate="intersects")
        np.minimum.at(found, points, areas)
        found[found == len(self.shapes)] = NOWHERE
        return found

    def index_at(self, lon: float, lat: float) -> int:
        """The same of one point."""
        # As one pair: two numbers apart are made into arrays first, which takes longer than the look-up.
        areas = self._tree.query(shapely.points((lon, lat)), predicate="intersects")
        return int(areas.min()) if len(areas) else NOWHERE


class Lattice(AreaIndex):
    """The same, faster for many points: most cells lie wholly in one area or in none."""

    def __init__(self, shapes: Shapes) -> None:
        super().__init__(shapes)
        self._extent = _extent_of(shapes)
        self._cells = self._fill()

    def first_at(self, lons: Floats, lats: Floats) -> Indexes:
        """As a AreaIndex's, by the cell first; the tree is asked only where a border runs through the cell."""
        e = self._extent
        columns = np.floor((lons - e.west) / e.width).astype(np.int64)
        rows = np.floor((lats - e.south) / e.height).astype(np.int64)
        is_on = (columns >= 0) & (columns < e.columns) & (rows >= 0) & (rows < e.rows)
        found = np.full(len(lons), NOWHERE, dtype=np.int64)
        found[is_on] = self._cells[rows[is_on] * e.columns + columns[is_on]]
        mixed = found == MIXED
        if mixed.any():
            found[mixed] = super().first_at(lons[mixed], lats[mixed])
        return found

    def index_at(self, lon: float, lat: float) -> int:
        """The same of one point."""
        e = self._extent
        column, row = math.floor((lon - e.west) / e.width), math.floor((lat - e.south) / e.height)
        if not (0 <= column < e.columns and 0 <= row < e.rows):
            return NOWHERE
        found = int(self._cells[row * e.columns + column])
        return super().index_at(lon, lat) if found == MIXED else found

    def _fill(self) -> Indexes:
        e = self._extent
        cells = np.full(e.columns * e.rows, NOWHERE, dtype=np.int64)
        column, row = np.meshgrid(np.arange(e.columns), np.arange(e.rows))
        west, south = e.west + column.ravel() * e.width, e.south + row.ravel() * e.height
        boxes = shapely.box(west - _ROOM, south - _ROOM, west + e.width + _ROOM, south + e.height + _ROOM)
        touched = np.bincount(self._tree.query(boxes, predicate="intersects")[0], minlength=len(cells))
        cells[touched > 0] = MIXED
        # A cell is taken whole only where no other area so much as touches it.
        whole = np.full(len(cells), len(self.shapes), dtype=np.int64)
        inside, areas = self._tree.query(boxes, predicate="within")
        np.minimum.at(whole, inside, areas)
        is_whole = (whole < len(self.shapes)) & (touched == 1)
        cells[is_whole] = whole[is_whole]
        return cells


def _extent_of(shapes: Shapes) -> Extent:
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes))
    width, height = max(east - west, 1e-6), max(north - south, 1e-6)
    wanted = min(MOST_CELLS, CELLS_FOR_AN_AREA * max(len(shapes), 1))
    side = math.sqrt(width * height / wanted)
    columns, rows = max(1, math.ceil(width / side)), max(1, math.ceil(height / side))
    # A hair wider than the shapes, so that the last point still has a cell.
    return Extent(west, south, width / columns * (1 + 1e-9), height / rows * (1 + 1e-9), columns, rows)


@dataclass(frozen=True)
class Held:
    """An area at hand: its version's id, code and name."""

    id: Any
    code: str
    name: str


class Lookup:
    """One set's areas for look-ups in memory. Indexes of answers run over `grids` and `specials`."""

    def __init__(self, grids: Sequence[Held], shapes: Shapes, specials: Sequence[Held], over: Shapes) -> None:
        self.grids, self.specials = list(grids), list(specials)
        self.base = Lattice(shapes)
        # Most points lie in no special grid, which a cell tells at once; of none there is no extent.
        self.special = Lattice(over) if len(over) else AreaIndex(over)

    def grids_at(self, lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> Indexes:
        """The base grid of each point (CGCS2000 degrees); on a border the lower code's; NOWHERE outside."""
        return self.base.first_at(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))

    def specials_at(self, lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> Indexes:
        """The special grid over each point, in the same way."""
        return self.special.first_at(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
