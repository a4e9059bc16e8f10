"""HTTP words of a unit that is changed or ends, after what hangs on it was looked at. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.dispatch.units.ending import end_unit, read_hanging
from gridops.dispatch.units.ending_wire import HangingCaseOut, HangingOut, HangingPostOut
from gridops.errors import Fault, invalid
from gridops.http.endpoint import Call, endpoint
from gridops.people import queries as people_queries
from gridops.people.accounts.wire import NamedOut
from gridops.people.roles import ADMIN
from gridops.people.units.editing import edit_unit, get_unit
from gridops.people.units.presenting import unit_out
from gridops.people.units.wire import UnitOut, UnitPatch

ending_bp = Blueprint("ending_units", __name__)


@ending_bp.get("/admin/units/<uuid:unit_id>/ending")
@endpoint("What hangs on a unit", roles=ADMIN, answers={200: HangingOut})
def get_ending(call: Call[None, None], unit_id: UUID) -> Any:
    """Its open cases, oldest first and at most a hundred, with how many there are; posts in it; what names it."""
    session = call.session
    hanging = read_hanging(session, get_unit(session, unit_id))
    names = people_queries.names_of(session, [post.account_id for post in hanging.posts])
    return HangingOut(
        cases=[
            HangingCaseOut(id=i.id, case_number=i.case_number, service_name=i.service_name, state=i.state)
            for i in hanging.cases
        ],
        case_count=hanging.case_count,
        posts=[
            HangingPostOut(
                id=post.id,
                account=NamedOut(id=post.account_id, name=names.get(post.account_id, "")),
                role=post.role,
                valid_to=post.valid_to,
            )
            for post in hanging.posts
        ],
        precedents=hanging.precedents,
        rules=hanging.rules,
    )


@ending_bp.patch("/admin/units/<uuid:unit_id>")
@endpoint("Change a unit, or end it", roles=ADMIN, body=UnitPatch, answers={200: UnitOut})
def patch_unit(call: Call[UnitPatch, None], unit_id: UUID) -> Any:
    """Name and telephones; with `valid_to` it ends on that day, and its open cases go to `successor_id`."""
    session, body = call.session, call.body
    unit = get_unit(session, unit_id)
    said = body.model_dump(include={"name", "phones"} & body.model_fields_set)
    edit_unit(session, call.actor, unit, said)
    if body.valid_to is not None:
        end_unit(session, call.actor, unit, body.valid_to, body.successor_id)
    elif body.successor_id is not None:
        words = "请填写结束日期", "Say on which day it ends"
        raise invalid(Fault("/valid_to", *words))
    return unit_out(session, unit)
