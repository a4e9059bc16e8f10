"""HTTP words of routing: rules, policies of origins, precedents. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.duties.origins import editing as origin_editing
from gridops.duties.origins.wire import PolicyIn
from gridops.duties.precedents import recording as precedent_recording
from gridops.duties.precedents.wire import WhyIn
from gridops.duties.registers.wire import EndIn
from gridops.duties.routing import editing
from gridops.duties.routing.presenting import present_routing
from gridops.duties.routing.wire import RoutingOut, RuleIn, RuleVersionIn
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN

bp = blueprint("routing", prefix="/api/v1/admin/routing")


@bp.get("")
@endpoint("All of the routing", roles=ADMIN, answers={200: RoutingOut})
def get_routing(call: Call[None, None]) -> Any:
    """Rules, policies, precedents, what rules may name, and who changed what."""
    return present_routing(call.session)


@bp.post("/rules")
@endpoint("A new routing rule", roles=ADMIN, body=RuleIn, answers={201: RoutingOut})
def post_rule(call: Call[RuleIn, None]) -> Any:
    """A rule with its first version; refused where it ties with another."""
    actor_id, body = call.actor.id, call.body
    dates = (body.valid_from, body.valid_to)
    editing.add_rule(call.session, actor_id, body.code, body.content(), dates)
    return present_routing(call.session), 201


@bp.post("/rules/<code>/versions")
@endpoint("A new version of a routing rule", roles=ADMIN, body=RuleVersionIn, answers={201: RoutingOut})
def post_rule_version(call: Call[RuleVersionIn, None], code: str) -> Any:
    """From a day on; the version that stood open ends there."""
    actor_id, body = call.actor.id, call.body
    dates = (body.valid_from, body.valid_to)
    editing.add_rule_version(call.session, actor_id, code, body.content(), dates)
    return present_routing(call.session), 201


@bp.delete("/rules/<code>/versions/<int:version>")
@endpoint(
    "Withdraw a version that is not yet in force",
    roles=ADMIN,
    answers={200: RoutingOut},
    refuses_at={"/version": "a version that is in force"},
)
def delete_rule_version(call: Call[None, None], code: str, version: int) -> Any:
    """What has been in force stays: cases name it."""
    actor_id = call.actor.id
    editing.withdraw_rule_version(call.session, actor_id, code, version)
    return present_routing(call.session)


@bp.post("/rules/<code>/end")
@endpoint("End a routing rule", roles=ADMIN, body=EndIn, answers={200: RoutingOut})
def post_rule_end(call: Call[EndIn, None], code: str) -> Any:
    """It holds to the day before."""
    actor_id = call.actor.id
    editing.end_rule(call.session, actor_id, code, ends=call.body.valid_to)
    return present_routing(call.session)


@bp.post("/origins/<origin>/versions")
@endpoint("A new version of an origin's policy", roles=ADMIN, body=PolicyIn, answers={201: RoutingOut})
def post_policy_version(call: Call[PolicyIn, None], origin: str) -> Any:
    """How cases of that origin are treated from a day on."""
    actor_id, body = call.actor.id, call.body
    dates = (body.valid_from, body.valid_to)
    origin_editing.add_policy_version(call.session, actor_id, origin, body.policy(), dates)
    return present_routing(call.session), 201


@bp.delete("/origins/<origin>/versions/<int:version>")
@endpoint(
    "Withdraw a policy's version that is not yet in force",
    roles=ADMIN,
    answers={200: RoutingOut},
    refuses_at={"/version": "a version that is in force"},
)
def delete_policy_version(call: Call[None, None], origin: str, version: int) -> Any:
    """The version before it stands open again."""
    actor_id = call.actor.id
    origin_editing.withdraw_policy_version(call.session, actor_id, origin, version)
    return present_routing(call.session)


@bp.post("/precedents/<uuid:precedent_id>/end")
@endpoint("End a precedent", roles=ADMIN, body=WhyIn, answers={200: RoutingOut})
def post_precedent_end(call: Call[WhyIn, None], precedent_id: UUID) -> Any:
    """The rules hold again; cases that were routed by it stay as they are."""
    actor_id = call.actor.id
    precedent_recording.end_precedent(call.session, actor_id, precedent_id, why=call.body.why)
    return present_routing(call.session)
