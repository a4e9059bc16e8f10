"""HTTP words of the place of a point. For whoever signed in."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.http.endpoint import Call, as_json, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.territory.areas.queries import chains_of
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import EXTENT_MARGIN_M, Point
from gridops.territory.places.wire import LocateOut, LocateQuery

places_bp = Blueprint("places", __name__)


@places_bp.get("/locate")
@endpoint(
    "The grid of a point",
    roles=SIGNED_IN,
    query=LocateQuery,
    answers={200: LocateOut},
    refuses={422: ("out-of-extent",)},
)
def get_locate(call: Call[None, LocateQuery]) -> ResponseReturnValue:
    """The grid of a point, with candidates and the chain of areas."""
    asked = call.query
    lon, lat = convert(asked.lon, asked.lat, asked.coord_sys, "cgcs2000")
    source = "manual" if asked.accuracy_m is None else "gps"
    point = Point(float(lon), float(lat), asked.accuracy_m, source)
    place = locate_many(call.session, [point], on=asked.on)[0]
    if place.outside_m > EXTENT_MARGIN_M:
        raise Problem("out-of-extent")
    chain = chains_of(call.session, [place.scope_code], on=asked.on)
    out = LocateOut.of(place, chain.get(place.scope_code, []))
    return Response(as_json(out), content_type="application/json")
