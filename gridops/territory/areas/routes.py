"""HTTP words of areas, in the set in force and in any set. For whoever signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.http.endpoint import Call, as_json, endpoint
from gridops.http.paging import decode, encode
from gridops.http.permission import SIGNED_IN
from gridops.territory.areas.queries import area_document, code_history, list_areas
from gridops.territory.areas.searching import search_areas
from gridops.territory.areas.wire import (
    AreaCodeOut,
    AreaCodesOut,
    AreaDetailOut,
    AreaOut,
    AreaQuery,
    AreasOut,
    AreasQuery,
)
from gridops.territory.models import BoundarySet
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.territory.sets.routes import get_readable_set

areas_bp = Blueprint("areas", __name__)


@areas_bp.get("/areas")
@endpoint("Areas of the set in force", roles=SIGNED_IN, query=AreasQuery, answers={200: AreasOut})
def get_areas(call: Call[None, AreasQuery]) -> ResponseReturnValue:
    """A page of areas by level, kind and parent."""
    asked = call.query
    found = get_set_in_force(call.session, asked.on)
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
    rows = list_areas(
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


@areas_bp.get("/areas/<code>")
@endpoint("One area with its border", roles=SIGNED_IN, query=AreaQuery, answers={200: AreaDetailOut})
def get_area(call: Call[None, AreaQuery], code: str) -> ResponseReturnValue:
    """One area or group of areas."""
    found = get_set_in_force(call.session, call.query.on)
    if _is_held(found):
        return _labelled(Response(status=304), found)
    row = area_document(call.session, found.id, code)
    if row is None:
        raise Problem("not-found")
    return _tagged(AreaDetailOut.model_validate(row), found)


@areas_bp.get("/areas/<code>/codes")
@endpoint(
    "Every code of an area, with its dates", roles=SIGNED_IN, query=AreaQuery, answers={200: AreaCodesOut}
)
def get_area_codes(call: Call[None, AreaQuery], code: str) -> ResponseReturnValue:
    """The codes an area has and had, in the national list and in the district's own."""
    found = get_set_in_force(call.session, call.query.on)
    rows = code_history(call.session, found.id, code)
    if not rows:
        raise Problem("not-found")
    out = AreaCodesOut(items=[AreaCodeOut.model_validate(row) for row in rows])
    return Response(as_json(out), content_type="application/json")


@areas_bp.get("/boundary-sets/<uuid:set_id>/areas/<code>")
@endpoint("One area of a set with its border", roles=SIGNED_IN, answers={200: AreaDetailOut})
def get_area_of_set(call: Call[None, None], set_id: UUID, code: str) -> ResponseReturnValue:
    """An area as it stands in any set, whatever day it is."""
    found = get_readable_set(call, set_id)
    row = area_document(call.session, found.id, code)
    if row is None:
        raise Problem("not-found")
    return Response(as_json(AreaDetailOut.model_validate(row)), content_type="application/json")


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
