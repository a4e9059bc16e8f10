"""HTTP words of the base map: which one lies under the map, and tiles of the file that we hand out ourselves.

For whoever signed in: an address may hold the deployment's key, which is nobody else's.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.http.endpoint import Call, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.http.wire import Outgoing
from gridops.territory.tiles.rules import is_tile
from gridops.web.basemap.archives import GZIP, MVT, unpacked
from gridops.web.basemap.choosing import Basemap

bp = Blueprint("basemap", __name__)
_IMMUTABLE = "private, max-age=31536000, immutable"
_IMAGES = ("image/png", "image/jpeg", "image/webp")


class BasemapOut(Outgoing):
    """`kind` is none|raster|vector; `tiles` are addresses with {z}/{x}/{y}, to be drawn in their order."""

    kind: str
    tiles: list[str]
    minzoom: int
    maxzoom: int
    attribution: str


def _basemap() -> Basemap:
    found: Basemap = runtime().services["basemap"]
    return found


@bp.get("/api/v1/basemap")
@endpoint("What lies under the map", roles=SIGNED_IN, answers={200: BasemapOut})
def get_basemap(_call: Call[None, None]) -> Any:
    """The base map that the deployment has chosen, to be drawn beneath the territory."""
    chosen = _basemap()
    return (
        BasemapOut(
            kind=chosen.kind,
            tiles=list(chosen.tiles),
            minzoom=chosen.minzoom,
            maxzoom=chosen.maxzoom,
            attribution=chosen.attribution,
        ),
        200,
    )


@bp.get("/tiles/basemap/<stamp>/<int:z>/<int:x>/<int:y>")
@endpoint("A tile of the base map", roles=SIGNED_IN, answers={200: None, 204: None}, also=(*_IMAGES, MVT))
def get_tile(_call: Call[None, None], stamp: str, z: int, x: int, y: int) -> ResponseReturnValue:
    """One tile of the file that the deployment has chosen; `stamp` is the file's."""
    archive = _basemap().archive
    if archive is None or stamp != archive.stamp or not is_tile(z, x, y):
        raise Problem("not-found")
    tile = archive.find(z, x, y)
    response = Response(tile or b"", status=200 if tile else 204, content_type=archive.content_type)
    if tile and tile.startswith(GZIP):
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] > 0:
            response.headers["Content-Encoding"] = "gzip"
        else:
            response.set_data(unpacked(tile))
    response.headers["Cache-Control"] = _IMMUTABLE
    return response
