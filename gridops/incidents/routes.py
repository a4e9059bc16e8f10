"""HTTP words of a single case: the case, its timeline, its clock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.http.endpoint import Call, as_json, blueprint, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.incidents import presenting, queries
from gridops.incidents.clock import explaining
from gridops.incidents.clock.wire import ClockOut
from gridops.incidents.models import Incident
from gridops.incidents.wire import IncidentOut, TimelineOut

bp = blueprint("incidents")


def etag(case: IncidentOut) -> str:
    """The entity tag of a case: its version, and how many photos are here while some are still under way."""
    arrived = sum(m.arrived for m in case.media)
    return f'"{case.version}"' if arrived == len(case.media) else f'"{case.version}.{arrived}"'


def get_visible(session: Session, incident_id: UUID) -> Incident:
    """The case, or 404 where it is not in sight."""
    found = queries.find_incident(session, incident_id)
    if found is None:
        raise Problem("not-found")
    return found


@bp.get("/incidents/<uuid:incident_id>")
@endpoint(
    "A case",
    roles=SIGNED_IN,
    asks="a case in sight",
    answers={200: IncidentOut},
    reference="in_memory",
)
def get_incident(call: Call[None, None], incident_id: UUID) -> Any:
    """The whole case as the caller may read it; its version is its ETag."""
    incident = get_visible(call.session, incident_id)
    out = presenting.present(call.session, call.actor, incident)
    response = Response(as_json(out), content_type="application/json")
    response.headers["ETag"] = etag(out)
    response.headers["Cache-Control"] = "private, no-cache"
    # One version reads differently to each reader: what one was shown is not kept for another.
    response.vary.update(("Authorization", "Cookie"))
    return response.make_conditional(request)


@bp.get("/incidents/<uuid:incident_id>/timeline")
@endpoint("A case's history", roles=SIGNED_IN, asks="a case in sight", answers={200: TimelineOut})
def get_timeline(call: Call[None, None], incident_id: UUID) -> Any:
    """Every act on the case, oldest first."""
    return presenting.present_timeline(call.session, call.actor, get_visible(call.session, incident_id))


@bp.get("/incidents/<uuid:incident_id>/clock")
@endpoint(
    "How a case's deadline came about",
    roles=SIGNED_IN,
    asks="a case in sight",
    answers={200: ClockOut},
    reference="in_memory",
)
def get_clock(call: Call[None, None], incident_id: UUID) -> Any:
    """The steps that led to `due_at`."""
    incident = get_visible(call.session, incident_id)
    return explaining.present_clock(call.session, incident)
