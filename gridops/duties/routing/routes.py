"""HTTP words of routing: rules, policies of origins, precedents. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.duties.guard import require_admin
from gridops.duties.origins import editing as origin_editing
from gridops.duties.origins.wire import PolicyIn
from gridops.duties.precedents import recording as precedent_recording
from gridops.duties.precedents.wire import WhyIn
from gridops.duties.registers.wire import EndIn
from gridops.duties.routing import editing
from gridops.duties.routing.presenting import present_routing
from gridops.duties.routing.wire import RoutingOut, RuleIn, RuleVersionIn
from gridops.http.endpoint import Call, blueprint, endpoint

bp = blueprint("routing", prefix="/api/v1/admin/routing")


@bp.get("")
@endpoint("All of the routing", answers={200: RoutingOut})
def get_routing(call: Call) -> Any:
    """Rules, policies, precedents, what rules may name, and who changed what."""
    require_admin(call)
    return present_routing(call.session)


@bp.post("/rules")
@endpoint("A new routing rule", body=RuleIn, answers={201: RoutingOut})
def post_rule(call: Call) -> Any:
    """A rule with its first version; refused where it ties with another."""
    actor_id, body = require_admin(call), call.body
    dates = (body.valid_from, body.valid_to)
    editing.add_rule(call.session, actor_id, body.code, body.content(), dates)
    return present_routing(call.session), 201


@bp.post("/rules/<code>/versions")
@endpoint("A new version of a routing rule", body=RuleVersionIn, answers={201: RoutingOut})
def post_rule_version(call: Call, code: str) -> Any:
    """From a day on; the version that stood open ends there."""
    actor_id, body = require_admin(call), call.body
    dates = (body.valid_from, body.valid_to)
    editing.add_rule_version(call.session, actor_id, code, body.content(), dates)
    return present_routing(call.session), 201


@bp.delete("/rules/<code>/versions/<int:version>")
@endpoint("Withdraw a version that is not yet in force", answers={200: RoutingOut})
def delete_rule_version(call: Call, code: str, version: int) -> Any:
    """What has been in force stays: cases name it."""
    actor_id = require_admin(call)
    editing.withdraw_rule_version(call.session, actor_id, code, version)
    return present_routing(call.session)


@bp.post("/rules/<code>/end")
@endpoint("End a routing rule", body=EndIn, answers={200: RoutingOut})
def post_rule_end(call: Call, code: str) -> Any:
    """It holds to the day before."""
    actor_id = require_admin(call)
    editing.end_rule(call.session, actor_id, code, ends=call.body.valid_to)
    return present_routing(call.session)


@bp.post("/origins/<origin>/versions")
@endpoint("A new version of an origin's policy", body=PolicyIn, answers={201: RoutingOut})
def post_policy_version(call: Call, origin: str) -> Any:
    """How cases of that origin are treated from a day on."""
    actor_id, body = require_admin(call), call.body
    dates = (body.valid_from, body.valid_to)
    origin_editing.add_policy_version(call.session, actor_id, origin, body.policy(), dates)
    return present_routing(call.session), 201


@bp.delete("/origins/<origin>/versions/<int:version>")
@endpoint("Withdraw a policy's version that is not yet in force", answers={200: RoutingOut})
def delete_policy_version(call: Call, origin: str, version: int) -> Any:
    """The version before it stands open again."""
    actor_id = require_admin(call)
    origin_editing.withdraw_policy_version(call.session, actor_id, origin, version)
    return present_routing(call.session)


@bp.post("/precedents/<uuid:precedent_id>/end")
@endpoint("End a precedent", body=WhyIn, answers={200: RoutingOut})
def post_precedent_end(call: Call, precedent_id: UUID) -> Any:
    """The rules hold again; cases that were routed by it stay as they are."""
    actor_id = require_admin(call)
    precedent_recording.end_precedent(call.session, actor_id, precedent_id, why=call.body.why)
    return present_routing(call.session)
