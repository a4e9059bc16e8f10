"""HTTP words of dispatch: the actions, units, positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from gridops.dispatch import acting, desk, presenting, proposing
from gridops.dispatch.boundary_routes import boundaries_bp
from gridops.dispatch.hand_down_routes import hand_downs_bp
from gridops.dispatch.locating_units import take_position
from gridops.dispatch.registry import ACTIONS, Action
from gridops.dispatch.wire import PositionIn, ProposalOut, UnitsOut
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.wire import PageQuery
from gridops.incidents import queries as incident_queries
from gridops.incidents.presenting import present
from gridops.incidents.routes import etag, get_visible
from gridops.incidents.wire import IncidentOut

bp = blueprint("dispatch")
bp.register_blueprint(boundaries_bp)
bp.register_blueprint(hand_downs_bp)


class UnitsQuery(PageQuery):
    """Which units."""

    area: str | None = Field(None, max_length=40)
    status: Literal["available", "dispatched", "accepted", "en_route", "on_scene", "cleared"] | None = None


def _view(name: str, action: Action) -> Callable[..., Any]:
    @endpoint(action.summary, body=action.body, answers={200: IncidentOut})
    def view(call: Call, incident_id: UUID) -> Any:
        incident = acting.act(call.session, call.actor, incident_id, name, call.body)
        out = present(call.session, call.actor, incident)
        return out, 200, {"ETag": etag(out)}

    return view


for _name, _action in ACTIONS.items():
    bp.add_url_rule(
        f"/incidents/<uuid:incident_id>/actions/{_name}",
        endpoint=f"act_{_name}",
        view_func=_view(_name, _action),
        methods=["POST"],
    )


@bp.get("/incidents/<uuid:incident_id>/proposal")
@endpoint("Who would be sent, and why", answers={200: ProposalOut})
def get_proposal(call: Call, incident_id: UUID) -> Any:
    """What `dispatch` without units would do now: precedent or rule, unit, helping units, power, reason."""
    i = get_visible(call.session, incident_id)
    proposal = proposing.propose(call.session, i, desk.current_rule(call.session, i), i.level)
    return ProposalOut.of(proposal, level=i.level, returns=incident_queries.count_returns(call.session, i.id))


@bp.get("/units")
@endpoint("Units of an area and how busy they are", query=UnitsQuery, answers={200: UnitsOut})
def get_units(call: Call) -> Any:
    """Units within one's sight."""
    area = call.query.area
    if area is not None and not call.actor.may_ask_about(area):
        raise Problem("out-of-scope")
    return presenting.present_units(call.session, call.actor, call.query)


@bp.put("/positions/current")
@endpoint("One's position while on a task", body=PositionIn, answers={204: None})
def put_position(call: Call) -> Any:
    """Keep the latest position; 403 without a running task."""
    take_position(call.session, call.actor, call.body)
    return None, 204
