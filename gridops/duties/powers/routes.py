"""HTTP words of the register of powers: edited by administrators, asked by anybody who is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.area_questions.queries import asking_rows
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters.naming import matter_at, named_codes
from gridops.duties.powers import editing, finding, queries
from gridops.duties.powers.wire import (
    HolderOut,
    HoldersOut,
    HoldersQuery,
    PowerIn,
    PowerItemOut,
    PowerOut,
    PowersOut,
)
from gridops.duties.powers.words import ACTS
from gridops.duties.registers.presenting import item_parts
from gridops.duties.registers.wire import EndIn
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.parsing import id_in_path
from gridops.http.permission import SIGNED_IN
from gridops.people.roles import ADMIN

bp = blueprint("powers")


@bp.get("/powers")
@endpoint(
    "Who may decide what in a matter at a place on a day",
    roles=SIGNED_IN,
    query=HoldersQuery,
    answers={200: HoldersOut},
)
def get_holders(call: Call[None, HoldersQuery]) -> Any:
    """The register is public within the house: whoever handles a case may ask who has the power."""
    query = call.query
    return holders_at(call.session, area_code=query.area, service_code=query.service_code, on=query.on)


def holders_at(session: Session, *, area_code: str, service_code: str, on: date | None) -> HoldersOut:
    """Who may do what; 422 for an area or a matter that there is none of on that day."""
    day = on or calendar_queries.today(session)
    area, rule = matter_at(session, area_code=area_code, service_code=service_code, on=day)
    found = finding.powers_at(
        session,
        service_code=service_code,
        group_code=rule.standard.group_code,
        area_code=area_code,
        on=day,
    )
    return HoldersOut(
        on=day,
        area_code=area_code,
        area_name=area.name,
        service_code=service_code,
        service_name=rule.standard.service_name,
        items=[HolderOut.of(power) for power in found],
        nobody=[act for act in ACTS if act not in {power.act for power in found}],
    )


@bp.get("/admin/powers")
@endpoint("The register of powers", roles=ADMIN, answers={200: PowersOut})
def get_powers(call: Call[None, None]) -> Any:
    """Every row, those that are past and those that are coming too."""
    session, today = call.session, calendar_queries.today(call.session)
    asking = asking_rows(session, "power")
    items = [PowerOut.of(row, today, asking) for row in queries.all_powers(session)]
    return PowersOut(items=items, today=today, **named_codes(session))


@bp.post("/admin/powers")
@endpoint("A power, from a day on", roles=ADMIN, body=PowerIn, answers={201: PowerItemOut})
def post_power(call: Call[PowerIn, None]) -> Any:
    """Refused where its dates overlap the same item's, or it names what there is none of."""
    actor_id, body = call.actor.id, call.body
    row = editing.add_power(
        call.session, actor_id, body.content(), valid_from=body.valid_from, valid_to=body.valid_to
    )
    return _item(call.session, row.item_code), 201


@bp.get("/admin/powers/<item_code>")
@endpoint("One item of the register", roles=ADMIN, answers={200: PowerItemOut})
def get_power_item(call: Call[None, None], item_code: str) -> Any:
    """Every row of it, newest first, and who changed what."""
    return _item(call.session, item_code)


def _item(session: Session, item_code: str) -> PowerItemOut:
    rows, changes = item_parts(session, editing.REGISTER, item_code, queries.all_powers)
    today = calendar_queries.today(session)
    asking = asking_rows(session, "power")
    items = [PowerOut.of(row, today, asking) for row in rows]
    return PowerItemOut(item_code=item_code, items=items, changes=changes)


@bp.post("/admin/powers/<uuid:power_id>/versions")
@endpoint("A new version of a power", roles=ADMIN, body=PowerIn, answers={201: PowerItemOut})
def post_power_version(call: Call[PowerIn, None], power_id: UUID) -> Any:
    """The version before ends on the day the new one begins."""
    actor_id, body = call.actor.id, call.body
    row = editing.replace_power(
        call.session,
        actor_id,
        editing.get_power(call.session, power_id),
        body.content(),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _item(call.session, row.item_code), 201


@bp.post("/admin/powers/<uuid:power_id>/end")
@endpoint("End a power", roles=ADMIN, body=EndIn, answers={200: PowerItemOut})
def post_power_end(call: Call[EndIn, None], power_id: UUID) -> Any:
    """From that day nobody acts by it."""
    actor_id = call.actor.id
    row = editing.get_power(call.session, power_id)
    editing.end_power(call.session, actor_id, row, valid_to=call.body.valid_to)
    return _item(call.session, row.item_code)


@bp.delete("/admin/powers/<power_id>")
@endpoint(
    "Withdraw a power that is not yet in force",
    roles=ADMIN,
    answers={200: PowerItemOut},
    refuses_at={"/valid_from": "a row that is in force"},
)
def delete_power(call: Call[None, None], power_id: str) -> Any:
    """What has been in force stays; what is only coming may be taken back."""
    actor_id = call.actor.id
    row = editing.get_power(call.session, id_in_path(power_id))
    item_code = row.item_code
    editing.withdraw_power(call.session, actor_id, row)
    return _item(call.session, item_code)
