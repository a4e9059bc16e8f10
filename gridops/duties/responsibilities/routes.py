"""HTTP words of the list of responsibilities and of what is done first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.area_questions.queries import asking_rows
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters.naming import agencies_of, matter_at, named_codes
from gridops.duties.registers.presenting import item_parts
from gridops.duties.registers.wire import EndIn
from gridops.duties.responsibilities import editing, finding, first_duties, queries
from gridops.duties.responsibilities.wire import (
    FirstDutyIn,
    FirstDutyOut,
    ItemOut,
    ItemsOut,
    ItemsQuery,
    ResponsibilitiesOut,
    ResponsibilityIn,
    ResponsibilityItemOut,
    ResponsibilityOut,
)
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.parsing import id_in_path
from gridops.http.permission import SIGNED_IN
from gridops.people.roles import ADMIN

bp = blueprint("responsibilities")
PATH = "/admin/responsibilities"


@bp.get("/responsibilities")
@endpoint(
    "Whose duty a matter is at a place on a day", roles=SIGNED_IN, query=ItemsQuery, answers={200: ItemsOut}
)
def get_items(call: Call[None, ItemsQuery]) -> Any:
    """The items that a hand-down could name, or be declined by."""
    session, query = call.session, call.query
    day = query.on or calendar_queries.today(session)
    _, rule = matter_at(session, area_code=query.area, service_code=query.service_code, on=day)
    found = finding.items_for(
        session,
        service_code=query.service_code,
        group_code=rule.standard.group_code,
        area_code=query.area,
        on=day,
    )
    return ItemsOut(on=day, items=[ItemOut.of(row) for row in found], agencies=agencies_of(session))


@bp.get(PATH)
@endpoint("The list of responsibilities", roles=ADMIN, answers={200: ResponsibilitiesOut})
def get_responsibilities(call: Call[None, None]) -> Any:
    """Every item and version, and what is done first whoever's duty it is."""
    session, today = call.session, calendar_queries.today(call.session)
    asking = asking_rows(session, "responsibility")
    return ResponsibilitiesOut(
        items=[ResponsibilityOut.on(row, today, asking) for row in queries.all_responsibilities(session)],
        first_duties=[FirstDutyOut.model_validate(row) for row in queries.first_duties(session)],
        today=today,
        **named_codes(session),
    )


@bp.post(PATH)
@endpoint(
    "An item of the list, from a day on",
    roles=ADMIN,
    body=ResponsibilityIn,
    answers={201: ResponsibilityItemOut},
)
def post_responsibility(call: Call[ResponsibilityIn, None]) -> Any:
    """Refused where its dates overlap another version's, or it names what there is none of."""
    actor_id, body = call.actor.id, call.body
    row = editing.add_responsibility(
        call.session, actor_id, body.content(), valid_from=body.valid_from, valid_to=body.valid_to
    )
    return _item(call.session, row.item_code), 201


@bp.get(f"{PATH}/<item_code>")
@endpoint("One item of the list", roles=ADMIN, answers={200: ResponsibilityItemOut})
def get_responsibility(call: Call[None, None], item_code: str) -> Any:
    """Every version, newest first, and who changed what."""
    return _item(call.session, item_code)


def _item(session: Session, item_code: str) -> ResponsibilityItemOut:
    rows, changes = item_parts(session, editing.REGISTER, item_code, queries.all_responsibilities)
    today = calendar_queries.today(session)
    asking = asking_rows(session, "responsibility")
    items = [ResponsibilityOut.on(row, today, asking) for row in rows]
    return ResponsibilityItemOut(item_code=item_code, items=items, changes=changes)


@bp.post(f"{PATH}/<uuid:row_id>/versions")
@endpoint(
    "A new version of an item", roles=ADMIN, body=ResponsibilityIn, answers={201: ResponsibilityItemOut}
)
def post_responsibility_version(call: Call[ResponsibilityIn, None], row_id: UUID) -> Any:
    """The version before ends on the day the new one begins."""
    actor_id, body, session = call.actor.id, call.body, call.session
    row = editing.replace_responsibility(
        session,
        actor_id,
        editing.get_responsibility(session, row_id),
        body.content(),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _item(session, row.item_code), 201


@bp.post(f"{PATH}/<uuid:row_id>/end")
@endpoint("End an item", roles=ADMIN, body=EndIn, answers={200: ResponsibilityItemOut})
def post_responsibility_end(call: Call[EndIn, None], row_id: UUID) -> Any:
    """From that day it is on the list no longer."""
    actor_id = call.actor.id
    row = editing.get_responsibility(call.session, row_id)
    editing.end_responsibility(call.session, actor_id, row, valid_to=call.body.valid_to)
    return _item(call.session, row.item_code)


@bp.delete(f"{PATH}/<row_id>")
@endpoint(
    "Withdraw an item that is not yet in force",
    roles=ADMIN,
    answers={200: ResponsibilityItemOut},
    refuses_at={"/valid_from": "a row that is in force"},
)
def delete_responsibility(call: Call[None, None], row_id: str) -> Any:
    """What has been in force stays; what is only coming may be taken back."""
    actor_id = call.actor.id
    row = editing.get_responsibility(call.session, id_in_path(row_id))
    item_code = row.item_code
    editing.withdraw_responsibility(call.session, actor_id, row)
    return _item(call.session, item_code)


@bp.post("/admin/first-duties")
@endpoint(
    "Have something done first and arbitrated after",
    roles=ADMIN,
    body=FirstDutyIn,
    answers={201: FirstDutyOut},
)
def post_first_duty(call: Call[FirstDutyIn, None]) -> Any:
    """A matter or a group of them that no dispute may block."""
    actor_id, body = call.actor.id, call.body
    row = first_duties.add_first_duty(
        call.session,
        actor_id,
        ground=body.ground,
        service_code=body.service_code,
        group_code=body.group_code,
    )
    return FirstDutyOut.model_validate(row), 201


@bp.delete("/admin/first-duties/<uuid:row_id>")
@endpoint(
    "Take something off what is done first",
    roles=ADMIN,
    answers={204: None},
    refuses_at={"/id": "a ground that the law knows"},
)
def delete_first_duty(call: Call[None, None], row_id: UUID) -> Any:
    """From now on a dispute may block it."""
    first_duties.remove_first_duty(call.session, call.actor.id, row_id)
    return None, 204
