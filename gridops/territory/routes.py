"""HTTP words of the territory: areas, the place of a point, and its tiles. For whoever signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.http.endpoint import Call, as_json, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.territory import queries
from gridops.territory.admin_routes import admin_bp
from gridops.territory.locating import locate_many
from gridops.territory.models import BoundarySet
from gridops.territory.queries.searching import code_history
from gridops.territory.queries.tiles import territory_tile
from gridops.territory.rules import EXTENT_MARGIN_M, Point
from gridops.territory.searching import search_areas
from gridops.territory.set_routes import sets_bp
from gridops.territory.tiling import is_tile
from gridops.territory.wire import (
    AreaCodeOut,
    AreaCodesOut,
    AreaDetailOut,
    AreaOut,
    AreaQuery,
    AreasOut,
    AreasQuery,
    LocateOut,
    LocateQuery,
)

bp = blueprint("territory")
bp.register_blueprint(admin_bp)
tiles_bp = blueprint("territory_tiles", prefix="/tiles")

#: What stands in a set no longer changes once it has been in force.
_IMMUTABLE = "private, max-age=31536000, immutable"
_MVT = "application/vnd.mapbox-vector-tile"

bp.register_blueprint(sets_bp)


@bp.get("/areas")
@endpoint("Areas of the set in force", query=AreasQuery, answers={200: AreasOut})
def get_areas(call: Call) -> ResponseReturnValue:
    """A page of areas by level, kind and parent."""
    asked = call.query
    found = queries.get_set_in_force(call.session, asked.on)
    if asked.q is not None:
        # The district's own codes may be entered at any time, so what is found has no tag.
        hits = search_areas(
            call.session,
            found,
            asked.q,
            level=asked.level,
            kind=asked.kind,
            parent=asked.parent,
            limit=asked.limit,
        )
        out = AreasOut(items=[AreaOut.model_validate(row) for row in hits])
        return Response(as_json(out), content_type="application/json")
    if _is_held(found):
        return _labelled(Response(status=304), found)
    after = decode(asked.cursor, 1)
    rows = queries.list_areas(
        call.session,
        found.id,
        level=asked.level,
        kind=asked.kind,
        parent=asked.parent,
        after=str(after[0]) if after else None,
        limit=asked.limit + 1,
    )
    page = rows[: asked.limit]
    more = encode([page[-1].code]) if len(rows) > asked.limit else None
    return _tagged(AreasOut(items=[AreaOut.model_validate(row) for row in page], next_cursor=more), found)


@bp.get("/areas/<code>")
@endpoint("One area with its border", query=AreaQuery, answers={200: AreaDetailOut})
def get_area(call: Call, code: str) -> ResponseReturnValue:
    """One area or group of areas."""
    found = queries.get_set_in_force(call.session, call.query.on)
    if _is_held(found):
        return _labelled(Response(status=304), found)
    row = queries.area_document(call.session, found.id, code) if "\x00" not in code else None
    if row is None:
        raise Problem("not-found")
    return _tagged(AreaDetailOut.model_validate(row), found)


@bp.get("/areas/<code>/codes")
@endpoint("Every code of an area, with its dates", query=AreaQuery, answers={200: AreaCodesOut})
def get_area_codes(call: Call, code: str) -> ResponseReturnValue:
    """The codes an area has and had, in the national list and in the district's own."""
    found = queries.get_set_in_force(call.session, call.query.on)
    rows = code_history(call.session, found.id, code) if "\x00" not in code else []
    if not rows:
        raise Problem("not-found")
    out = AreaCodesOut(items=[AreaCodeOut.model_validate(row) for row in rows])
    return Response(as_json(out), content_type="application/json")


@bp.get("/locate")
@endpoint("The grid of a point", query=LocateQuery, answers={200: LocateOut})
def get_locate(call: Call) -> ResponseReturnValue:
    """The grid of a point, with candidates and the chain of areas."""
    asked = call.query
    lon, lat = convert(asked.lon, asked.lat, asked.coord_sys, "cgcs2000")
    source = "manual" if asked.accuracy_m is None else "gps"
    point = Point(float(lon), float(lat), asked.accuracy_m, source)
    place = locate_many(call.session, [point], on=asked.on)[0]
    if place.outside_m > EXTENT_MARGIN_M:
        raise Problem("out-of-extent")
    chain = queries.chains_of(call.session, [place.scope_code], on=asked.on)
    out = LocateOut.of(place, chain.get(place.scope_code, []))
    return Response(as_json(out), content_type="application/json")


@tiles_bp.get("/territory/<which>/<int:z>/<int:x>/<int:y>.mvt")
@endpoint("A vector tile of the territory", answers={200: None, 204: None, 302: None}, also=(_MVT,))
def get_tile(call: Call, which: str, z: int, x: int, y: int) -> ResponseReturnValue:
    """One tile of a set; the word `current` leads to the set in force today."""
    if not is_tile(z, x, y):
        raise Problem("not-found")
    if which == "current":
        current = queries.get_set_in_force(call.session)
        there = redirect(url_for("territory_tiles.get_tile", which=str(current.id), z=z, x=x, y=y))
        there.headers["Cache-Control"] = "private, max-age=60"
        return there
    found = call.session.get(BoundarySet, _uuid(which))
    if found is None or (found.state == "draft" and not call.actor.has_role("admin")):
        raise Problem("not-found")
    tile = territory_tile(call.session, found.id, z, x, y)
    response = Response(tile, status=200 if tile else 204, content_type=_MVT)
    response.headers["Cache-Control"] = "no-store" if found.state == "draft" else _IMMUTABLE
    return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Problem("not-found") from error


def _is_held(found: BoundarySet) -> bool:
    return request.if_none_match.contains(_etag(found))


def _tagged(content: AreasOut | AreaDetailOut, found: BoundarySet) -> Response:
    return _labelled(Response(as_json(content), content_type="application/json"), found)


def _labelled(response: Response, found: BoundarySet) -> Response:
    response.set_etag(_etag(found))
    # Which set is in force may change at midnight: ask again, and be answered by 304.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _etag(found: BoundarySet) -> str:
    return found.id.hex
