"""What the district hands down, recorded: by which item and at whose cost, disputed, refused, declined, arbitrated.

Never commits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session, become
from gridops.dispatch.hand_downs.models import HandDown
from gridops.dispatch.hand_downs.queries import last_hand_down
from gridops.dispatch.hand_downs.wire import HandDownIn
from gridops.dispatch.places import level_codes
from gridops.duties.matters.models import Standard
from gridops.duties.responsibilities import finding as responsibility_finding
from gridops.duties.responsibilities import queries as responsibility_queries
from gridops.duties.responsibilities.models import Responsibility
from gridops.errors import Problem, fault
from gridops.incidents.models import Incident
from gridops.incidents.moves.editing import CaseEdit, begin_edit
from gridops.incidents.moves.permits import DISTRICT_DIGITS
from gridops.log.appending import Entry, append
from gridops.people.roles import ARBITERS, CENTRE
from gridops.people.rules import Actor, covers


@dataclass(frozen=True)
class HandDownPlace:
    """Where a case lies for the list: its township ('' outside of all), the day, the version it was filed under."""

    township_code: str
    on: date
    standard: Standard


def record_hand_down(edit: CaseEdit, body: HandDownIn, level: str, place: HandDownPlace) -> HandDown:
    """The hand-down with its basis and who pays; disputed without them, where it is done first all the same.

    409 `no-basis` otherwise; what was refused is kept.
    """
    i, session = edit.incident, edit.session
    assert edit.actor is not None
    if not place.township_code:
        raise fault("/level", "该位置不在任何镇街内，不能下派", "The place lies in no township")
    item = _cited(session, edit, place, body.responsibility_id)
    if item is not None and item.kind == "taken_back":
        raise fault(
            "/responsibility_id", "该项已由上级收回，不能作为下派依据", "What was taken back is no basis"
        )
    ground = responsibility_finding.find_first_ground(
        session, service_code=i.service_code, standard=place.standard, origin=i.origin
    )
    is_based = item is not None or bool(body.basis and body.funding)
    row = HandDown(
        id=_number(edit, body),
        incident_id=i.id,
        township_code=place.township_code,
        from_level=i.level,
        to_level=level,
        made_at=clock.now(),
        made_by=edit.actor.id,
        state="based" if is_based else "disputed" if ground else "refused",
        basis=body.basis or "",
        funding=body.funding or (item.paid_by if item is not None else ""),
        responsibility_id=item.id if item is not None else None,
        ground=ground,
    )
    if row.state == "refused":
        raise _refused(edit, row, place)
    session.add(row)
    session.flush()
    return row


def _number(edit: CaseEdit, body: HandDownIn) -> UUID:
    """The same for an attempt that a bad line has sent again: a refused one leaves no move to know it by."""
    assert edit.actor is not None
    if body.move_id is None:
        return new_id()
    said = body.model_dump_json(exclude={"version"})
    return uuid5(body.move_id, f"{edit.incident.id} {edit.actor.id} {said}")


def _cited(
    session: Session, edit: CaseEdit, place: HandDownPlace, item_id: UUID | None
) -> Responsibility | None:
    if item_id is None:
        return None
    i = edit.incident
    found = responsibility_finding.items_for(
        session,
        service_code=i.service_code,
        group_code=place.standard.group_code,
        area_code=place.township_code,
        on=place.on,
    )
    item = next((one for one in found if one.id == item_id), None)
    if item is None:
        raise fault(
            "/responsibility_id",
            "清单中没有适用于该事项和镇街、当日有效的这一项",
            "No such item is in force for this matter and township",
        )
    return item


def _refused(edit: CaseEdit, row: HandDown, place: HandDownPlace) -> Problem:
    i = edit.incident
    taken = responsibility_finding.find_taken_back(
        edit.session,
        service_code=i.service_code,
        group_code=place.standard.group_code,
        area_code=place.township_code,
        on=place.on,
    )
    names = HandDown.__table__.columns.keys()
    columns = {name: value for name in names if (value := getattr(row, name)) is not None}
    entry = Entry(
        action="incident.hand_down_refused",
        entity="incident",
        entity_id=i.id,
        version=i.version,
        actor_id=row.made_by,
        areas=(i.scope_code,),
        data={"hand_down": str(row.id)},
    )

    def keep(session: Session) -> None:
        become(session, "gridops_system")
        added = session.scalar(
            insert(HandDown).values(**columns).on_conflict_do_nothing().returning(HandDown.id)
        )
        if added is not None:
            append(session, entry)

    edit.session.keep(keep)
    cited = f"；清单 {taken.item_code}「{taken.item_name}」已由上级收回" if taken is not None else ""
    return Problem(
        "no-basis",
        (
            f"下派须写明依据（履职清单项目或文件）和经费渠道{cited}；本次下派未成，已登记",
            "A hand-down names its basis and who pays; this one was refused and is kept",
        ),
        hand_down=str(row.id),
        responsibility=taken.item_code if taken is not None else None,
    )


def is_waiting(i: Incident, row: HandDown) -> bool:
    """Whether a township may still answer a hand-down: made, not yet decided, and the case lies there as before."""
    if row.state not in {"based", "disputed"} or i.level == "district":
        return False
    # Boundaries may have changed since; a corrected place is another one, and was never handed down there.
    return any(covers(row.township_code, code) for code in (i.scope_code, i.recorded_scope_code) if code)


def speaks_for(session: Session, actor: Actor, i: Incident) -> bool:
    """Whether the actor is the desk of the case's township itself, and not of the district above it."""
    township = level_codes(session, i.scope_code).get("township", "")
    return any(
        g.role in CENTRE and g.area is not None and len(g.area) > DISTRICT_DIGITS and covers(g.area, township)
        for g in actor.grants
    )


def record_declined(edit: CaseEdit, item_id: UUID, place: HandDownPlace) -> tuple[HandDown, Responsibility]:
    """The township's answer to a hand-down by an item that says whose duty it is.

    409 `done-first` where the matter is never blocked: the dispute is recorded, and the case stays.
    """
    session = edit.session
    assert edit.actor is not None
    if not speaks_for(session, edit.actor, edit.incident):
        raise Problem("out-of-scope", ("由镇街自己答复下派", "The township itself answers a hand-down"))
    row = last_hand_down(session, edit.incident.id)
    if row is None or not is_waiting(edit.incident, row):
        raise fault(
            "/responsibility_id", "没有待答复的下派", "Nothing was handed down that could be declined"
        )
    item = _cited(session, edit, replace(place, township_code=row.township_code), item_id)
    assert item is not None
    if item.kind == "basic":
        raise fault(
            "/responsibility_id", "基本履职事项是镇街自己的职责", "A basic item is the township's own duty"
        )
    if row.ground:
        raise _done_first(edit, row, item.id)
    row.state, row.cited_id = "declined", item.id
    row.declined_at, row.declined_by = clock.now(), edit.actor.id
    session.flush()
    return row, item


def _done_first(edit: CaseEdit, row: HandDown, item_id: UUID) -> Problem:
    actor, row_id, now = edit.actor, row.id, clock.now()
    assert actor is not None
    entry = Entry(
        action="incident.hand_down_disputed",
        entity="incident",
        entity_id=edit.incident.id,
        version=edit.incident.version,
        actor_id=actor.id,
        areas=(edit.incident.scope_code,),
        data={"hand_down": str(row_id), "responsibility": str(item_id)},
    )

    def keep(session: Session) -> None:
        become(session, "gridops_system")
        kept = session.get(HandDown, row_id, with_for_update=True)
        if kept is not None and kept.state in {"based", "disputed"}:
            kept.state, kept.cited_id = "disputed", item_id
            kept.declined_at, kept.declined_by = now, actor.id
            append(session, entry)

    edit.session.keep(keep)
    return Problem("done-first", hand_down=str(row_id), ground=row.ground)


def arbitrate(session: Session, actor: Actor, hand_down_id: UUID, *, decision: str, note: str) -> HandDown:
    """A dispute ends: whose duty it is, by whom decided. The case goes on where it is; it was done first."""
    row = session.get(HandDown, hand_down_id, with_for_update=True)
    if row is None:
        raise Problem("not-found")
    edit = begin_edit(session, actor, row.incident_id)
    district = level_codes(session, row.township_code).get("district", "")
    if not district or not actor.has_role_over(district, *ARBITERS):
        raise Problem("out-of-scope", ARBITERS.refusal)
    if row.state not in {"disputed", "declined"}:
        raise fault("/state", "没有待裁定的争议", "There is no dispute to arbitrate")
    row.state, row.decision, row.decision_note = "arbitrated", decision, note
    row.decided_at, row.decided_by = clock.now(), actor.id
    session.flush()
    data = {"hand_down": str(row.id), "decision": decision}
    edit.log("incident.hand_down_arbitrated", note=note, data=data)
    return row


def items_of(session: Session, rows: list[HandDown]) -> dict[UUID, Responsibility]:
    """The items that hand-downs name or were declined by."""
    ids = {one for row in rows for one in (row.responsibility_id, row.cited_id) if one is not None}
    return responsibility_queries.responsibilities_by_id(session, sorted(ids, key=str))
