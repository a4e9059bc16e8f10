"""HTTP words of boundary tiles. For whoever signed in; drafts for administrators."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.parsing import id_in_path
from gridops.http.permission import SIGNED_IN
from gridops.territory.models import BoundarySet
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.territory.tiles.keeping import kept_tile
from gridops.territory.tiles.queries import territory_tile
from gridops.territory.tiles.rules import is_tile

tiles_bp = blueprint("territory_tiles", prefix="/tiles")
#: What stands in a set no longer changes once it has been in force.
_IMMUTABLE = "private, max-age=31536000, immutable"
_MVT = "application/vnd.mapbox-vector-tile"


@tiles_bp.get("/territory/<which>/<int:z>/<int:x>/<int:y>.mvt")
@endpoint(
    "A vector tile of the territory", roles=SIGNED_IN, answers={200: None, 204: None, 302: None}, also=(_MVT,)
)
def get_tile(call: Call[None, None], which: str, z: int, x: int, y: int) -> ResponseReturnValue:
    """One tile of a set; the word `current` leads to the set in force today."""
    if not is_tile(z, x, y):
        raise Problem("not-found")
    if which == "current":
        current = get_set_in_force(call.session)
        there = redirect(url_for("territory_tiles.get_tile", which=str(current.id), z=z, x=x, y=y))
        there.headers["Cache-Control"] = "private, max-age=60"
        return there
    found = call.session.get(BoundarySet, id_in_path(which))
    if found is None or (found.state == "draft" and not call.actor.has_role("admin")):
        raise Problem("not-found")
    make = territory_tile if found.state == "draft" else kept_tile
    tile = make(call.session, found.id, z, x, y)
    response = Response(tile, status=200 if tile else 204, content_type=_MVT)
    response.headers["Cache-Control"] = "no-store" if found.state == "draft" else _IMMUTABLE
    return response
