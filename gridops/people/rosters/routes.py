"""HTTP words of the duty roster: laid down by administrators, asked by everybody who works there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.http.parsing import id_in_path
from gridops.http.permission import SIGNED_IN
from gridops.people import queries
from gridops.people.accounts.wire import CodedOut
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.roles import ADMIN
from gridops.people.rosters import editing
from gridops.people.rosters.models import DutyShift
from gridops.people.rosters.rules import LEVELS
from gridops.people.rosters.wire import (
    DutyShiftIn,
    DutyShiftOut,
    DutyShiftPatch,
    DutyShiftsOut,
    NowOut,
    NowQuery,
    OnDutyOut,
    RostersQuery,
    clock_of,
)
from gridops.people.rules import Actor, covers
from gridops.territory import queries as territory_queries

bp = blueprint("people_rosters")


@bp.get("/admin/rosters")
@endpoint("Shifts of the duty roster", roles=ADMIN, query=RostersQuery, answers={200: DutyShiftsOut})
def get_rosters(call: Call[None, RostersQuery]) -> Any:
    """Shifts in the order of their beginnings."""
    query = call.query
    key = decode(query.cursor, 2)
    found = queries.list_shifts(
        call.session,
        queries.ShiftFilter(query.from_, query.to, query.area),
        after=(_moment(key[0]), id_in_path(key[1])) if key else None,
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    more = encode([page[-1].from_at.isoformat(), str(page[-1].id)]) if len(found) > query.limit else None
    return DutyShiftsOut(items=shifts_out(call.session, page), next_cursor=more)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


@bp.post("/admin/rosters")
@endpoint(
    "Lay down who is on duty",
    roles=ADMIN,
    asks=RECENTLY,
    body=DutyShiftIn,
    refuses=UNCONFIRMED,
    answers={201: DutyShiftOut},
)
def post_roster(call: Call[DutyShiftIn, None]) -> Any:
    """A shift of a day; its duty officer has that role over the area while it lasts."""
    require_confirmed(call.session, call.actor)
    said = call.body.model_dump()
    said |= {name: clock_of(said[name]) for name in ("starts", "ends")}
    shift = editing.add_shift(call.session, call.actor, editing.ShiftContent(**said))
    return shifts_out(call.session, [shift])[0], 201


@bp.patch("/admin/rosters/<uuid:shift_id>")
@endpoint(
    "Change who is on duty",
    roles=ADMIN,
    asks=RECENTLY,
    body=DutyShiftPatch,
    refuses=UNCONFIRMED,
    answers={200: DutyShiftOut},
)
def patch_roster(call: Call[DutyShiftPatch, None], shift_id: UUID) -> Any:
    """Somebody else instead, from now on; what is over stays as it was."""
    require_confirmed(call.session, call.actor)
    shift = editing.get_shift(call.session, shift_id)
    editing.change_shift(call.session, call.actor, shift, call.body.model_dump(exclude_unset=True))
    return shifts_out(call.session, [shift])[0]


@bp.get("/rosters/now")
@endpoint(
    "Who is on duty now",
    roles=SIGNED_IN,
    asks="an area of one's own, within one's own, or around it",
    query=NowQuery,
    refuses={403: ("out-of-scope",), 404: ("not-found",)},
    answers={200: NowOut},
)
def get_now(call: Call[None, NowQuery]) -> Any:
    """The shifts of the area's township and of the district; one's own areas' where none is said."""
    session, actor, now = call.session, call.actor, clock.now()
    asked = [call.query.area] if call.query.area else list(actor.areas) or _areas_of_units(session, actor)
    if call.query.area and not _concerns(actor, asked[0], _areas_of_units(session, actor)):
        raise Problem("out-of-scope")
    chains = territory_queries.chains_of(session, asked)
    if call.query.area and not chains:
        raise Problem("not-found")
    areas = {one.code: one.name for chain in chains.values() for one in chain if one.level in LEVELS}
    shifts = queries.shifts_at(session, list(areas), now)
    there = {shift.area_code for shift in shifts}
    return NowOut(
        at=now,
        items=[_out(shift, areas[shift.area_code]) for shift in shifts],
        missing=[CodedOut(code=code, name=name) for code, name in areas.items() if code not in there],
    )


def _areas_of_units(session: Session, actor: Actor) -> list[str]:
    units = queries.units_by_id(session, list(actor.units)).values()
    return sorted({unit.area_code for unit in units})


def _concerns(actor: Actor, area: str, more: Sequence[str]) -> bool:
    """Whether an area is the actor's, lies in his, or is where he works."""
    return any(covers(own, area) or covers(area, own) for own in (*actor.areas, *more))


def shifts_out(session: Session, shifts: Sequence[DutyShift]) -> list[DutyShiftOut]:
    """Shifts with the names of their areas."""
    chains = territory_queries.chains_of(session, sorted({shift.area_code for shift in shifts}))
    names = {code: chain[-1].name for code, chain in chains.items()}
    return [_out(shift, names.get(shift.area_code, shift.area_code)) for shift in shifts]


def _out(shift: DutyShift, name: str) -> DutyShiftOut:
    return DutyShiftOut(
        id=shift.id,
        version=shift.version,
        area=CodedOut(code=shift.area_code, name=name),
        day=shift.day,
        shift=shift.shift,
        from_at=shift.from_at,
        until_at=shift.until_at,
        leader=OnDutyOut(name=shift.leader_name, phone=shift.leader_phone),
        officer=OnDutyOut(name=shift.officer_name, phone=shift.officer_phone),
        officer_has_account=shift.officer_id is not None,
        driver=OnDutyOut(name=shift.driver_name, phone=shift.driver_phone) if shift.driver_name else None,
    )
