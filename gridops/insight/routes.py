"""HTTP words of insight: the list of cases in three forms, the area query, the tiles of cases."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from gridops import clock
from gridops.errors import Problem, fault
from gridops.http.endpoint import Call, as_json, blueprint, endpoint
from gridops.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from gridops.http.parsing import parse_query
from gridops.http.permission import SIGNED_IN
from gridops.http.problems import language
from gridops.incidents.wire import IncidentsOut
from gridops.insight import listing, queries
from gridops.insight.admin_routes import admin_bp
from gridops.insight.area_querying import answer_area_query
from gridops.insight.asking import filters_of_query
from gridops.insight.filters import Filters
from gridops.insight.wire import LIST_PARAMETERS, MOST_ROWS, AreaQueryIn, AreaQueryOut, ListQuery, TileQuery
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE
from gridops.territory import queries as territory_queries
from gridops.territory.tiles.rules import is_tile

bp = blueprint("insight")
bp.register_blueprint(admin_bp)
tiles_bp = blueprint("incident_tiles", prefix="/tiles")

FEATURES_LIMIT = 1_000
_FORMS = {"application/json": "json", "application/geo+json": "geojson", "text/csv": "csv"}
_TILE_TYPE = "application/vnd.mapbox-vector-tile"


def _whole(model: type[TileQuery]) -> Any:
    """The query with every value of a repeated parameter, of which the wrapper reads the last one only."""
    args: MultiDict[str, str] = MultiDict(request.args)
    for name in LIST_PARAMETERS:
        if len(values := args.getlist(name)) > 1:
            args[name] = ",".join(values)
    return parse_query(model, ImmutableMultiDict(args))


@bp.get("/incidents")
@endpoint(
    "Cases in sight, newest first",
    query=ListQuery,
    roles=SIGNED_IN,
    asks="cases in sight, areas in scope",
    answers={200: IncidentsOut},
    also=("application/geo+json", "text/csv", XLSX_TYPE),
    reference="in_memory",
)
def get_incidents(call: Call[None, ListQuery]) -> Any:
    """A page of cases; GeoJSON or CSV by Accept, or by `format` as a file to be kept."""
    query: ListQuery = _whole(ListQuery)
    accepted = request.accept_mimetypes.best_match(list(_FORMS), default="application/json")
    form = query.format or _FORMS[accepted]
    filters = filters_of_query(call.session, call.actor, query)
    if form in {"csv", "xlsx"}:
        response = _table(call, query, filters, form)
    elif form == "geojson":
        response = _features(call, query, filters)
    else:
        response = _cases(call, query, filters)
    if query.format in {"csv", "xlsx", "geojson"}:
        day = clock.now().astimezone(territory_queries.deployment_zone(call.session)).date().isoformat()
        response.headers["Content-Disposition"] = f'attachment; filename="incidents-{day}.{form}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Accept", "Accept-Language", "Authorization", "Cookie"))
    return response.make_conditional(request)


def _cases(call: Call[None, ListQuery], query: ListQuery, filters: Filters) -> Response:
    limit = query.limit or DEFAULT_LIMIT
    if limit > MAX_LIMIT:
        raise fault("/limit", f"一页最多 {MAX_LIMIT} 条", f"At most {MAX_LIMIT} cases a page")
    page = listing.list_cases(call.session, call.actor, filters, limit=limit, cursor=query.cursor)
    body = as_json(page)
    response = Response(body, content_type="application/json")
    # A phone asks for its own cases again and again, and mostly nothing has happened.
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response


def _features(call: Call[None, ListQuery], query: ListQuery, filters: Filters) -> Response:
    limit = query.limit or (MOST_ROWS if query.format else FEATURES_LIMIT)
    body = listing.list_features(
        call.session,
        call.actor,
        filters,
        limit=limit,
        cursor=query.cursor,
        is_file=query.format is not None,
    )
    return Response(body, content_type="application/geo+json")


def _table(call: Call[None, ListQuery], query: ListQuery, filters: Filters, form: str) -> Response:
    body, after = listing.list_table(
        call.session,
        call.actor,
        filters,
        limit=query.limit or MOST_ROWS,
        cursor=query.cursor,
        zone=territory_queries.deployment_zone(call.session),
        form=form,
        language=language(),
    )
    response = Response(body, content_type=CSV_TYPE if form == "csv" else XLSX_TYPE)
    if after is not None:
        # A table has no place for a cursor, so the next page is linked to.
        others = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
        response.headers["Link"] = f'<{request.path}?{urlencode([*others, ("cursor", after)])}>; rel="next"'
    return response


@bp.post("/area-queries")
@endpoint(
    "Ask about an area and a period",
    body=AreaQueryIn,
    roles=SIGNED_IN,
    asks="cases in sight, areas in scope",
    answers={200: AreaQueryOut},
)
def post_area_query(call: Call[AreaQueryIn, None]) -> dict[str, Any]:
    """Counts, indicators, cases and heat of an area, several areas or a polygon, as asked."""
    return answer_area_query(call.session, call.actor, call.body).as_asked()


@tiles_bp.get("/incidents/<int:z>/<int:x>/<int:y>.mvt")
@endpoint(
    "A vector tile of cases in sight",
    query=TileQuery,
    roles=SIGNED_IN,
    asks="cases in sight, areas in scope",
    answers={200: None, 204: None, 304: None},
    also=(_TILE_TYPE,),
)
def get_incident_tile(call: Call[None, TileQuery], z: int, x: int, y: int) -> Response:
    """The layer `incidents` of one tile, clustered below zoom 13; drawn anew only when a case in it has changed."""
    query: TileQuery = _whole(TileQuery)
    if not is_tile(z, x, y):
        raise Problem("not-found")
    filters = filters_of_query(call.session, call.actor, query)
    tile = queries.Tile(call.actor, filters, z=z, x=x, y=y)
    asked = (call.actor.id, call.actor.grants, filters, z, x, y, tile.mark(call.session))
    mark = hashlib.sha256(repr(asked).encode()).hexdigest()[:32]
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        drawn = tile.draw(call.session)
        response = Response(drawn, content_type=_TILE_TYPE) if drawn else Response(status=204)
    response.set_etag(mark)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Authorization", "Cookie"))
    return response
