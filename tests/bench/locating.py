"""Point → grid: the service's own look-up against a plain statement and against a tree in memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import shapely
from sqlalchemy import text

from gridops.db.session import Session
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point
from tests.bench.figures import Figure, compare, rate
from tests.bench.ground import Ground, opened

SIZES = (1, 100, 10_000)

_PLAIN = text(
    "SELECT t.n, v.code FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[])) WITH ORDINALITY AS t(lon, lat, n)"
    " LEFT JOIN gridops.area_version v ON v.set_id = :set AND v.kind = 'base'"
    " AND ST_Intersects(v.geom, ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490))"
)


def _plain(session: Session, set_id: object, lons: list[float], lats: list[float]) -> None:
    session.execute(_PLAIN, {"lons": lons, "lats": lats, "set": set_id}).all()


def measure(ground: Ground) -> Iterator[Figure]:
    """c. exact and uncertain fixes, one and many."""
    chance = np.random.default_rng(4)
    with ground.database("locating") as url, opened(url) as database, database.transaction() as session:
        grids = session.execute(
            text(
                "SELECT set_id, code, ST_AsBinary(geom) AS wkb FROM gridops.area_version WHERE kind = 'base'"
            )
        ).all()
        shapes = shapely.from_wkb([bytes(g.wkb) for g in grids])
        tree = shapely.STRtree(shapes)
        shapely.prepare(shapes)
        west, south, east, north = shapely.total_bounds(shapes)
        lons, lats = chance.uniform(west, east, SIZES[-1]), chance.uniform(south, north, SIZES[-1])
        inside = tree.query(shapely.points(lons, lats), predicate="intersects")[0]
        lons, lats = (
            np.resize(lons[np.unique(inside)], SIZES[-1]),
            np.resize(lats[np.unique(inside)], SIZES[-1]),
        )
        for size in SIZES:
            exact = [
                Point(x, y, None, "gps")
                for x, y in zip(lons[:size].tolist(), lats[:size].tolist(), strict=True)
            ]
            vague = [Point(p.lon, p.lat, 20.0, "gps") for p in exact]
            ours = partial(rate, partial(locate_many, session, exact), size)
            plain = partial(
                rate,
                partial(_plain, session, grids[0].set_id, lons[:size].tolist(), lats[:size].tolist()),
                size,
            )
            memory = partial(rate, partial(_in_memory, tree, lons[:size], lats[:size]), size)
            what = f"point → grid, {size:,} at a time"
            common = {"unit": "points/s", "ours": ours, "rounds": ground.rounds}
            yield compare(f"locate.{size}.plain", what, **common, rivals={"plain PostGIS": plain})  # type: ignore[arg-type]
            yield compare(f"locate.{size}.tree", what, **common, rivals={"STRtree in memory": memory})  # type: ignore[arg-type]
            yield compare(
                f"locate.{size}.vague",
                f"… with an accuracy of 20 m, {size:,} at a time",
                unit="points/s",
                ours=partial(rate, partial(locate_many, session, vague), size),
                rivals={"plain PostGIS, exact": plain},
                rounds=ground.rounds,
            )


def _in_memory(tree: shapely.STRtree, lons: np.ndarray, lats: np.ndarray) -> None:
    tree.query(shapely.points(lons, lats), predicate="intersects")
