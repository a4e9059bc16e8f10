"""HTTP words of the register of powers: edited by administrators, asked by anybody who is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties import editing_powers, powers, queries
from gridops.duties.admin_routes import require_admin
from gridops.duties.models import Power
from gridops.duties.previewing import changes_of
from gridops.duties.rules.words import ACTS
from gridops.duties.wire.powers import (
    CodedName,
    HolderOut,
    HoldersOut,
    HoldersQuery,
    PowerIn,
    PowerItemOut,
    PowerOut,
    PowersOut,
)
from gridops.duties.wire.register import EndIn
from gridops.errors import Problem, fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.territory import queries as territory_queries

bp = blueprint("powers")


@bp.get("/powers")
@endpoint(
    "Who may decide what in a matter at a place on a day", query=HoldersQuery, answers={200: HoldersOut}
)
def get_holders(call: Call) -> Any:
    """The register is public within the house: whoever handles a case may ask who has the power."""
    query = call.query
    return holders_at(call.session, area_code=query.area, service_code=query.service_code, on=query.on)


def holders_at(session: Session, *, area_code: str, service_code: str, on: date | None) -> HoldersOut:
    """Who may do what; 422 for an area or a matter that there is none of on that day."""
    day = on or queries.today(session)
    area = territory_queries.find_area(session, area_code)
    if area is None:
        raise fault("/area", "没有这个区域", "No such area")
    rule = queries.find_rules(session, [service_code], day).get(service_code)
    if rule is None:
        raise fault("/service_code", "当日没有生效的这个事项", "No such matter is in force on that day")
    found = powers.powers_at(
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
@endpoint("The register of powers", answers={200: PowersOut})
def get_powers(call: Call) -> Any:
    """Every row, those that are past and those that are coming too."""
    require_admin(call)
    session, today = call.session, queries.today(call.session)
    rules = queries.all_rules(session)
    groups = {rule.standard.group_code: rule.standard.service_group for rule in rules}
    return PowersOut(
        items=[PowerOut.of(row, today) for row in queries.all_powers(session)],
        agencies=[CodedName(code=a.code, name=a.name) for a in queries.agencies(session)],
        townships=townships_of(session),
        matters=[CodedName(code=r.matter.service_code, name=r.standard.service_name) for r in rules],
        groups=[CodedName(code=code, name=name) for code, name in sorted(groups.items())],
        today=today,
    )


def townships_of(session: Session) -> list[CodedName]:
    """The townships of the set in force, by code."""
    found = territory_queries.find_set_in_force(session)
    if found is None:
        return []
    rows = territory_queries.list_areas(session, found.id, level="township")
    return [CodedName(code=row.code, name=row.name) for row in rows]


@bp.post("/admin/powers")
@endpoint("A power, from a day on", body=PowerIn, answers={201: PowerItemOut})
def post_power(call: Call) -> Any:
    """Refused where its dates overlap the same item's, or it names what there is none of."""
    actor_id, body = require_admin(call), call.body
    row = editing_powers.add_power(
        call.session, actor_id, body.content(), valid_from=body.valid_from, valid_to=body.valid_to
    )
    return _item(call.session, row.item_code), 201


@bp.get("/admin/powers/<item_code>")
@endpoint("One item of the register", answers={200: PowerItemOut})
def get_power_item(call: Call, item_code: str) -> Any:
    """Every row of it, newest first, and who changed what."""
    require_admin(call)
    return _item(call.session, item_code)


def _item(session: Session, item_code: str) -> PowerItemOut:
    session.flush()
    rows: list[Power] = [row for row in queries.all_powers(session) if row.item_code == item_code]
    changes = changes_of(session, editing_powers.item_id(item_code))
    if not rows and not changes:
        raise Problem("not-found")
    today = queries.today(session)
    items = [PowerOut.of(row, today) for row in sorted(rows, key=lambda r: r.valid_from, reverse=True)]
    return PowerItemOut(item_code=item_code, items=items, changes=changes)


@bp.post("/admin/powers/<uuid:power_id>/versions")
@endpoint("A new version of a power", body=PowerIn, answers={201: PowerItemOut})
def post_power_version(call: Call, power_id: UUID) -> Any:
    """The version before ends on the day the new one begins."""
    actor_id, body = require_admin(call), call.body
    row = editing_powers.replace_power(
        call.session,
        actor_id,
        editing_powers.get_power(call.session, power_id),
        body.content(),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _item(call.session, row.item_code), 201


@bp.post("/admin/powers/<uuid:power_id>/end")
@endpoint("End a power", body=EndIn, answers={200: PowerItemOut})
def post_power_end(call: Call, power_id: UUID) -> Any:
    """From that day nobody acts by it."""
    actor_id = require_admin(call)
    row = editing_powers.get_power(call.session, power_id)
    editing_powers.end_power(call.session, actor_id, row, valid_to=call.body.valid_to)
    return _item(call.session, row.item_code)


@bp.delete("/admin/powers/<uuid:power_id>")
@endpoint("Withdraw a power that is not yet in force", answers={200: PowerItemOut})
def delete_power(call: Call, power_id: UUID) -> Any:
    """What has been in force stays; what is only coming may be taken back."""
    actor_id = require_admin(call)
    row = editing_powers.get_power(call.session, power_id)
    item_code = row.item_code
    editing_powers.withdraw_power(call.session, actor_id, row)
    return _item(call.session, item_code)
