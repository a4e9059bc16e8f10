"""Tiles of cases and pages of features over HTTP, against TiPg, pygeoapi and Django REST framework GIS."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

import requests

from tests.bench import load, rivalry
from tests.bench.figures import Figure, compare, single
from tests.bench.filling import filled
from tests.bench.ground import Ground
from tests.bench.rivalry import Rival
from tests.bench.serving import Served, served

READER = "dispatcher.fushan"
MIDDLE = (121.26, 37.49)
#: Also those that `lookup` asks of boundaries.
ZOOMS = (10, 11, 12, 13, 14)
ASKED = (10, 12, 14)
CONNECTIONS = 4
SECONDS = 2.0
#: As it comes: ten thousand of a tile's cases with every column. Or all of them with what a tile of ours says.
_FIRST = "?limit=10000"
_ALL = "?limit=100000000&properties=id,state,due_state,urgency,service_code,service_group,level"
MOST = 2_000


def tile_of(zoom: int) -> tuple[int, int]:
    """The tile over the middle of the district."""
    lon, lat = MIDDLE
    side = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * side), int(y * side)


def around(zoom: int) -> list[tuple[int, int]]:
    """That tile and, where a tile is smaller than the district, those beside it: a screen asks for as many."""
    x, y = tile_of(zoom)
    beside = range(-1, 2) if zoom > 11 else range(1)
    return [(x + dx, y + dy) for dx in beside for dy in beside]


def _per_second(
    port: int, paths: Sequence[str], *headers: str, token: str = "", expected: int = 200
) -> float:
    asked = [load.request_bytes("GET", path, token=token, headers=headers) for path in paths]
    many = (asked * (MOST // len(asked) + 1))[:MOST]
    return load.send(port, many, connections=CONNECTIONS, seconds=SECONDS).require(expected, 204).per_second


def _ours(zoom: int) -> list[str]:
    return [f"/tiles/incidents/{zoom}/{x}/{y}.mvt" for x, y in around(zoom)]


def _theirs(zoom: int, query: str = "") -> list[str]:
    at = "/collections/gridops.incident/tiles/WebMercatorQuad"
    return [f"{at}/{zoom}/{x}/{y}{query}" for x, y in around(zoom)]


def measure(ground: Ground) -> Iterator[Figure]:
    """Tiles of all cases at z10, z12 and z14, their size, and a tile asked again."""
    with filled(ground) as database, served(database.url) as service, rivalry.tipg(database.url) as tipg:
        token = service.token(READER)
        for zoom in ASKED:
            yield compare(
                f"tiles.z{zoom}",
                f"tiles of all cases at z{zoom}",
                unit="tiles/s",
                ours=partial(_per_second, service.port, _ours(zoom), token=token),
                rivals={
                    "TiPg": partial(_per_second, tipg.port, _theirs(zoom, _FIRST)),
                    "TiPg, all cases": partial(_per_second, tipg.port, _theirs(zoom, _ALL)),
                },
                rounds=ground.rounds,
                goal="1.5",
                more={"kilobytes_of_tipg": max(_kilobytes(tipg, _theirs(zoom, _FIRST)))},
            )
        yield _heaviest(service)
        yield _not_modified(ground, service)


def _get(port: int, path: str, token: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=120)
    answer.raise_for_status()
    return answer


def _kilobytes(at: Served | Rival, paths: Sequence[str], token: str = "") -> list[float]:
    return [len(_get(at.port, path, token).content) / 1000 for path in paths]


def _heaviest(service: Served) -> Figure:
    token = service.token(READER)
    sizes = {zoom: max(_kilobytes(service, _ours(zoom), token)) for zoom in ZOOMS}
    heaviest = max(sizes, key=lambda zoom: sizes[zoom])
    return single(
        "tiles.size",
        f"the largest tile of z10–z14 (z{heaviest})",
        "kB",
        sizes[heaviest],
        goal="500 kB",
        more={f"z{zoom}": size for zoom, size in sizes.items()},
    )


def _not_modified(ground: Ground, service: Served) -> Figure:
    x, y = tile_of(13)
    token = service.token(READER)
    path = f"/tiles/incidents/13/{x}/{y}.mvt?state=reported,filed,dispatched,handling"
    tag = f"If-None-Match: {_get(service.port, path, token).headers['ETag']}"
    return compare(
        "tiles.304",
        "open cases at z13, asked again with the ETag",
        unit="tiles/s",
        ours=partial(_per_second, service.port, [path], tag, token=token, expected=304),
        rivals={"our whole tile": partial(_per_second, service.port, [path], token=token)},
        rounds=ground.rounds,
    )


def measure_features(ground: Ground) -> Iterator[Figure]:
    """A thousand cases as GeoJSON, the newest first."""
    with (
        filled(ground) as database,
        served(database.url) as service,
        rivalry.tipg(database.url) as tipg,
        rivalry.pygeoapi(database.url) as pygeoapi,
        rivalry.django(database.url) as django,
    ):
        token, newest = service.token(READER), "sortby=-reported_at&limit=1000"
        yield compare(
            "features",
            "pages of 1,000 cases as GeoJSON, newest first",
            unit="pages/s",
            ours=partial(
                _per_second,
                service.port,
                ["/api/v1/incidents?limit=1000"],
                "Accept: application/geo+json",
                token=token,
            ),
            rivals={
                "TiPg": partial(
                    _per_second, tipg.port, [f"/collections/gridops.incident/items?{newest}&f=geojson"]
                ),
                "pygeoapi": partial(
                    _per_second, pygeoapi.port, [f"/collections/incidents/items?{newest}&f=json"]
                ),
                "Django REST GIS": partial(_per_second, django.port, ["/incidents"]),
            },
            rounds=ground.rounds,
            goal="20",
        )
