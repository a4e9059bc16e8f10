"""Point → grid in memory against PostGIS and a spatial join, and tiles of boundaries against plain ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import shapely
from sqlalchemy import text

from gridops.db.session import Session
from gridops.territory.places.held_sets import HeldSet, held_set
from gridops.territory.places.lookup import NOWHERE
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.territory.tiles.queries import territory_tile
from tests.bench.figures import Figure, compare, rate, single
from tests.bench.ground import Ground, opened
from tests.bench.tiles import ZOOMS, tile_of

MEMORY, DATABASE = 200_000, 20_000

_PLAIN = text(
    "SELECT t.n, (SELECT v.code FROM gridops.area_version v WHERE v.set_id = :set AND v.kind = 'base'"
    " AND ST_Intersects(v.geom, ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490)) ORDER BY v.code LIMIT 1) AS code"
    " FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[])) WITH ORDINALITY AS t(lon, lat, n) ORDER BY t.n"
)
# What a tile server asks that knows nothing of the zoom: every level with every vertex.
_PLAIN_TILE = text(
    "SELECT string_agg(tile, ''::bytea) FROM (SELECT ST_AsMVT(t, level, 4096, 'at') AS tile FROM ("
    " SELECT v.level, v.code, v.name, ST_AsMVTGeom(ST_Transform(v.geom, 3857), ST_TileEnvelope(:z, :x, :y),"
    " 4096, 64) AS at FROM gridops.area_version v WHERE v.set_id = :set"
    " AND v.geom && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4490)) t WHERE t.at IS NOT NULL GROUP BY level) q"
)

Points = np.ndarray[Any, Any]


def measure(ground: Ground) -> Iterator[Figure]:
    """h. batches in memory with their agreement, boundary tiles from z10 to z14."""
    with ground.database("lookup") as url, opened(url) as database, database.transaction() as session:
        found = get_set_in_force(session)
        held = held_set(session, found.id)
        lons, lats = _points(held, ground.rows)
        yield _agreement(session, held, found.id, lons, lats)
        ours = partial(rate, partial(held.lookup.grids_at, lons[:MEMORY], lats[:MEMORY]), MEMORY)
        common: dict[str, Any] = {"unit": "points/s", "ours": ours, "rounds": ground.rounds}
        what = "point → grid in memory"
        plain = partial(_database, session, found.id, lons[:DATABASE], lats[:DATABASE])
        yield compare(
            "lookup.postgis",
            what,
            **common,
            rivals={"PostGIS": partial(rate, plain, DATABASE)},
            goal="10",
        )
        join, name = _join(held, lons[:MEMORY], lats[:MEMORY])
        yield compare("lookup.join", what, **common, rivals={name: partial(rate, join, MEMORY)}, goal="1")
        for zoom in ZOOMS:
            x, y = tile_of(zoom)
            yield compare(
                f"boundaries.z{zoom}",
                f"tile of all boundaries at z{zoom}, made anew",
                unit="tiles/s",
                ours=partial(rate, partial(territory_tile, session, found.id, zoom, x, y), 1),
                rivals={
                    "every level and vertex": partial(
                        rate, partial(_plain_tile, session, found.id, zoom, x, y), 1
                    )
                },
                rounds=ground.rounds,
            )


def _points(held: HeldSet, count: int) -> tuple[Points, Points]:
    chance = np.random.default_rng(4)
    west, south, east, north = shapely.total_bounds(held.lookup.base.shapes)
    return chance.uniform(west, east, count), chance.uniform(south, north, count)


def _agreement(session: Session, held: HeldSet, set_id: object, lons: Points, lats: Points) -> Figure:
    """Points that memory and database put into different grids: of all, not of a sample."""
    grids, differing = held.lookup.grids, 0
    for start in range(0, len(lons), 50_000):
        part = slice(start, start + 50_000)
        mine = [grids[n].code if n != NOWHERE else None for n in held.lookup.grids_at(lons[part], lats[part])]
        theirs = _database(session, set_id, lons[part], lats[part])
        differing += sum(a != b for a, b in zip(mine, theirs, strict=True))
    what = f"points of {len(lons):,} that memory and PostGIS put into different grids"
    return single("lookup.differing", what, "points", float(differing), goal="0")


def _database(session: Session, set_id: object, lons: Points, lats: Points) -> list[str | None]:
    asked = {"set": set_id, "lons": lons.tolist(), "lats": lats.tolist()}
    return [row.code for row in session.execute(_PLAIN, asked)]


def _join(held: HeldSet, lons: Points, lats: Points) -> tuple[Callable[[], object], str]:
    """geopandas' spatial join where the benchmark's environment has it, else the tree it stands on."""
    shapes = held.lookup.base.shapes
    try:
        import geopandas
    except ImportError:
        tree = shapely.STRtree(shapes)
        return lambda: tree.query(
            shapely.points(lons, lats), predicate="intersects"
        ), "STRtree (no geopandas)"
    grids = geopandas.GeoDataFrame(geometry=shapes, crs=4490)

    def join() -> object:
        points = geopandas.GeoDataFrame(geometry=shapely.points(lons, lats), crs=4490)
        return geopandas.sjoin(points, grids, predicate="intersects")

    return join, "geopandas.sjoin"


def _plain_tile(session: Session, set_id: object, z: int, x: int, y: int) -> None:
    session.execute(_PLAIN_TILE, {"set": set_id, "z": z, "x": x, "y": y}).scalar()
