"""HTTP words of the actions on a case, and of what a dispatch would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.dispatch.actions import acting, desk, proposing
from gridops.dispatch.actions.bindings import BINDINGS
from gridops.dispatch.actions.wire import ProposalOut
from gridops.http.endpoint import Call, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.incidents.dispatches.queries import count_returns
from gridops.incidents.moves.describing import describe
from gridops.incidents.moves.move import Move
from gridops.incidents.moves.table import ACTIONS
from gridops.incidents.moves.wire import ActionIn
from gridops.incidents.presenting import present
from gridops.incidents.routes import etag, get_visible
from gridops.incidents.wire import IncidentOut

actions_bp = Blueprint("actions", __name__)


def _view(move: Move) -> Callable[..., Any]:
    @endpoint(
        move.does.en,
        body=BINDINGS[move.name].body,
        roles=SIGNED_IN,
        asks=describe(move),
        answers={200: IncidentOut},
        reference="in_memory",
    )
    def view(call: Call[ActionIn, None], incident_id: UUID) -> Any:
        incident = acting.act(call.session, call.actor, incident_id, move.name, call.body)
        out = present(call.session, call.actor, incident)
        return out, 200, {"ETag": etag(out)}

    return view


@actions_bp.get("/incidents/<uuid:incident_id>/proposal")
@endpoint(
    "Who would be sent, and why",
    roles=SIGNED_IN,
    asks="a case in sight",
    answers={200: ProposalOut},
    reference="in_memory",
)
def get_proposal(call: Call[None, None], incident_id: UUID) -> Any:
    """What `dispatch` without units would do now: precedent or rule, unit, helping units, power, reason."""
    i = get_visible(call.session, incident_id)
    proposal = proposing.propose(call.session, i, desk.matter_in_force(call.session, i), i.level)
    return ProposalOut.of(proposal, level=i.level, returns=count_returns(call.session, i.id))


for _name, _move in ACTIONS.items():
    actions_bp.add_url_rule(
        f"/incidents/<uuid:incident_id>/actions/{_name}",
        endpoint=f"act_{_name}",
        view_func=_view(_move),
        methods=["POST"],
    )
