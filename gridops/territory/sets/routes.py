"""HTTP words of boundary sets: their list with dates, a layer as a file, what became of a code."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.http.endpoint import Call, as_json, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.territory.models import BoundarySet
from gridops.territory.sets.exporting import FORMATS, read_layer_of, write_file
from gridops.territory.sets.queries.finding import all_sets, counts_of, find_set_in_force
from gridops.territory.sets.queries.lineage import lineage_of
from gridops.territory.sets.wire import (
    BoundarySetOut,
    BoundarySetsOut,
    DownloadQuery,
    LineageOut,
    LineageQuery,
    LinkOut,
)

sets_bp = Blueprint("territory_sets", __name__, url_prefix="/boundary-sets")


@sets_bp.get("")
@endpoint("Boundary sets with their dates", roles=SIGNED_IN, answers={200: BoundarySetsOut})
def get_sets(call: Call[None, None]) -> ResponseReturnValue:
    """Every set that is or was in force, or will be; drafts for administrators."""
    current = find_set_in_force(call.session)
    with_drafts = call.actor.has_role("admin")
    items = [
        BoundarySetOut(
            id=s.id,
            name=s.name,
            state=s.state,
            valid_from=s.valid_from,
            valid_to=s.valid_to,
            is_current=current is not None and s.id == current.id,
            source=s.source,
            notice=s.notice,
            counts=counts_of(call.session, s.id),
            tiles=f"/tiles/territory/{s.id}/{{z}}/{{x}}/{{y}}.mvt",
        )
        for s in all_sets(call.session)
        if s.state != "draft" or with_drafts
    ]
    return Response(as_json(BoundarySetsOut(items=items)), content_type="application/json")


@sets_bp.get("/<uuid:set_id>/download")
@endpoint("A layer of a set as a file", roles=SIGNED_IN, query=DownloadQuery, answers={200: None, 304: None})
def get_download(call: Call[None, DownloadQuery], set_id: UUID) -> ResponseReturnValue:
    """GeoPackage, GeoJSON or zipped Shapefile (GB18030 or UTF-8), in CGCS2000 degrees."""
    found, asked = get_readable_set(call, set_id), call.query
    etag = f"{found.id.hex}-{asked.level}-{asked.format}-{asked.encoding}"
    if found.state != "draft" and request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        layer = read_layer_of(call.session, found, asked.level)
        if not len(layer.rows):
            raise Problem("not-found", ("该版本没有此图层", "The set holds no such layer"))
        kind, ending = FORMATS[asked.format]
        response = Response(write_file(layer, asked.format, asked.encoding), content_type=kind)
        name = quote(f"{found.name}-{asked.level}.{ending}")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    if found.state != "draft":
        response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@sets_bp.get("/<uuid:set_id>/lineage")
@endpoint("What became of an area in a set", roles=SIGNED_IN, query=LineageQuery, answers={200: LineageOut})
def get_lineage(call: Call[None, LineageQuery], set_id: UUID) -> ResponseReturnValue:
    """Links from the set before to this one that begin or end at a code."""
    found = get_readable_set(call, set_id)
    rows = lineage_of(call.session, found.id, call.query.code)
    out = LineageOut(items=[LinkOut.model_validate(row) for row in rows])
    return Response(as_json(out), content_type="application/json")


def get_readable_set(call: Call[Any, Any], set_id: UUID) -> BoundarySet:
    """A set that the caller may see; a Problem `not-found` for drafts, but for administrators."""
    found: BoundarySet | None = call.session.get(BoundarySet, set_id)
    if found is None or (found.state == "draft" and not call.actor.has_role("admin")):
        raise Problem("not-found")
    return found
