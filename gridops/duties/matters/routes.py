"""HTTP words of duties: the matters one may report."""

from __future__ import annotations

import hashlib

from flask import Response, request
from flask.typing import ResponseReturnValue

from gridops.duties.matters import queries
from gridops.duties.matters.wire import MatterOut, MattersOut
from gridops.duties.matters.words import UNADMITTED_ROLES
from gridops.http.endpoint import Call, as_json, blueprint, endpoint

bp = blueprint("duties")


@bp.get("/matters")
@endpoint("Matters the caller may report", answers={200: MattersOut})
def get_matters(call: Call) -> ResponseReturnValue:
    """Every active matter, for workers the admitted ones; phones keep it and ask again with its ETag."""
    sees_all = call.actor.has_role(*UNADMITTED_ROLES)
    versions = [version for version in queries.all_in_force(call.session) if version.is_admitted or sees_all]
    body = as_json(MattersOut(items=[MatterOut.of(version) for version in versions]))
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
