"""HTTP words of duties: the matters one may report."""

from __future__ import annotations

import hashlib

from flask import Response, request
from flask.typing import ResponseReturnValue

from gridops.duties.matters import queries
from gridops.duties.matters.wire import MatterOut, MattersOut
from gridops.http.endpoint import Call, as_json, blueprint, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.people.roles import CATALOGUE_READERS

bp = blueprint("duties")


@bp.get("/matters")
@endpoint("Matters the caller may report", roles=SIGNED_IN, answers={200: MattersOut}, reference="in_memory")
def get_matters(call: Call[None, None]) -> ResponseReturnValue:
    """Every active matter, for workers the admitted ones; phones keep it and ask again with its ETag."""
    sees_all = CATALOGUE_READERS.admits(call.actor)
    versions = [version for version in queries.all_in_force(call.session) if version.is_admitted or sees_all]
    body = as_json(MattersOut(items=[MatterOut.of(version) for version in versions]))
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
