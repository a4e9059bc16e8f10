"""Tiles of cases and pages of lists over HTTP, against the plain statements for the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import requests
from sqlalchemy import text

from gridops.db.session import Session
from tests.bench import load
from tests.bench.figures import Figure, compare, rate
from tests.bench.filling import filled
from tests.bench.ground import Ground, Served, served

READER = "dispatcher.fushan"
MIDDLE = (121.26, 37.49)
ZOOMS = (10, 11, 12, 13, 14)
CONNECTIONS = 4
REQUESTS = 8

# What a tile server without an own idea of the data asks: every column, every case, clipped to the tile.
_PASS_THROUGH = text(
    "SELECT ST_AsMVT(t, 'incidents', 4096, 'at') FROM ("
    " SELECT i.id::text, i.case_number, i.state, i.level, i.origin, i.urgency, i.service_code, i.service_name,"
    " i.service_group, i.scope_code, i.reported_at::text, i.due_at::text, i.due_state,"
    " ST_AsMVTGeom(ST_Transform(i.geom, 3857), ST_TileEnvelope(:z, :x, :y), 4096, 64) AS at"
    " FROM gridops.incident i WHERE i.geom && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4490)"
    " AND NOT i.is_restricted) t WHERE t.at IS NOT NULL"
)
_PAGE = text(
    "SELECT ST_AsGeoJSON(i.geom) AS geometry, i.* FROM gridops.incident i ORDER BY i.reported_at DESC LIMIT 1000"
)


def tile_of(zoom: int) -> tuple[int, int]:
    """The tile over the middle of the district."""
    lon, lat = MIDDLE
    side = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * side), int(y * side)


def _per_second(
    service: Served, path: str, *headers: str, count: int = REQUESTS, expected: int = 200
) -> float:
    request = load.request_bytes("GET", path, token=service.token(READER), headers=headers)
    return load.send(service.port, [request] * count, connections=CONNECTIONS).require(expected).per_second


def measure(ground: Ground) -> Iterator[Figure]:
    """e. tiles from z10 to z14, their 304, GeoJSON pages of a thousand."""
    with filled(ground) as database, served(database.url, with_worker=False) as service:
        with database.transaction() as session:
            for zoom in ZOOMS:
                x, y = tile_of(zoom)
                yield compare(
                    f"tile.z{zoom}",
                    f"tiles of all cases at z{zoom}",
                    unit="tiles/s",
                    ours=partial(_per_second, service, f"/tiles/incidents/{zoom}/{x}/{y}.mvt"),
                    rival=partial(rate, partial(_pass_through, session, zoom, x, y), 1),
                    rival_name="pass-through, SQL only",
                    rounds=ground.rounds,
                    goal="1.5",
                )
        yield _not_modified(ground, service)
        with database.transaction() as session:
            yield compare(
                "page.geojson",
                "pages of 1,000 cases as GeoJSON",
                unit="pages/s",
                ours=partial(
                    _per_second,
                    service,
                    "/api/v1/incidents?limit=1000",
                    "Accept: application/geo+json",
                    count=40,
                ),
                rival=partial(rate, partial(_page, session), 1),
                rival_name="rows to JSON in Python",
                rounds=ground.rounds,
                goal="20",
            )


def _not_modified(ground: Ground, service: Served) -> Figure:
    x, y = tile_of(13)
    path = f"/tiles/incidents/13/{x}/{y}.mvt?state=reported,filed,dispatched,handling"
    answer = requests.get(
        service.url + path, headers={"Authorization": f"Bearer {service.token(READER)}"}, timeout=60
    )
    tag = f"If-None-Match: {answer.headers['ETag']}"
    return compare(
        "tile.304",
        "open cases at z13, asked again with the ETag",
        unit="tiles/s",
        ours=partial(_per_second, service, path, tag, count=100, expected=304),
        rival=partial(_per_second, service, path, count=100),
        rival_name="the whole tile",
        rounds=ground.rounds,
        goal="100",
        more={"bytes": len(answer.content)},
    )


def _pass_through(session: Session, z: int, x: int, y: int) -> int:
    return len(bytes(session.scalar(_PASS_THROUGH, {"z": z, "x": x, "y": y}) or b""))


def _page(session: Session) -> int:
    import json

    features: list[dict[str, Any]] = []
    for row in session.execute(_PAGE).mappings():
        properties = {key: value for key, value in row.items() if key not in ("geometry", "geom")}
        features.append(
            {"type": "Feature", "geometry": json.loads(row["geometry"]), "properties": properties}
        )
    return len(json.dumps({"type": "FeatureCollection", "features": features}, default=str))
