"""Agencies and units made and changed: names, telephones, days. Appends to the log; never commits.

Where a unit ends its cases go on: that is done above, by `gridops.dispatch.units.ending`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.dated.queries import lock_register
from gridops.db.ids import new_id
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, Unfit, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.models import Agency, Unit
from gridops.people.rules import Actor
from gridops.people.units import rules
from gridops.territory import queries as territory_queries
from gridops.timers.setting import set_timer

#: A unit begins or ends: the timer of that day.
UNIT_TURNS = "unit.turns"

#: A number and when it is answered, as a unit keeps them.
Phones = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class AgencyContent:
    """What is said of a new agency."""

    code: str
    name: str
    short_name: str
    kind: str
    valid_from: date | None


@dataclass(frozen=True)
class UnitContent:
    """What is said of a new unit; `kind` is the agency's usual one where it is not said."""

    agency_code: str
    kind: str | None
    name: str
    area_code: str
    phones: Phones
    valid_from: date | None


def lock_units(session: Session) -> None:
    """Let one at a time make and end agencies and units, until the end of the transaction."""
    lock_register(session, Unit.__tablename__)


def get_unit(session: Session, unit_id: UUID) -> Unit:
    """A unit, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        lock_units(session)
        found = queries.lock_unit(session, unit_id)
    if found is None:
        raise Problem("not-found")
    return found


def get_agency(session: Session, agency_id: UUID) -> Agency:
    """An agency, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        lock_units(session)
        found = queries.lock_agency(session, agency_id)
    if found is None:
        raise Problem("not-found")
    return found


def add_agency(session: Session, actor: Actor | None, content: AgencyContent) -> Agency:
    """A new agency; 422 at /code for a code that is another's, at /valid_from for a day that is past."""
    with acting_as(session, "gridops_system"):
        lock_units(session)
        faults = rules.check_days(content.valid_from, None, today=territory_queries.today(session))
        if queries.find_agency(session, content.code) is not None:
            faults.append(Fault("/code", "这个代码已有部门用", "Another agency has this code"))
        refuse_faults(faults)
        agency = Agency(
            id=new_id(),
            code=content.code,
            name=content.name,
            short_name=content.short_name or content.name[:40],
            kind=content.kind,
            valid_from=content.valid_from,
        )
        session.add(agency)
        session.flush()
    tell_agency(session, actor, agency, "agency.made", {})
    return agency


def edit_agency(session: Session, actor: Actor | None, agency: Agency, said: dict[str, Any]) -> None:
    """Its names changed, or the day on which it ends; its code stays, since lists and rules name it."""
    today = territory_queries.today(session)
    day = said.get("valid_to")
    if day is not None and day < today:
        refuse_faults([Fault("/valid_to", "结束日期不能早于今天", "It ends today at the earliest")])
    if day is not None and agency.valid_from is not None and day < agency.valid_from:
        refuse_faults([Fault("/valid_to", "结束日期须晚于开始日期", "It must end after it begins")])
    with acting_as(session, "gridops_system"):
        if day is not None and queries.has_units_from(session, agency.id, day):
            words = (
                "还有处置力量，请先结束它们或指定接替",
                "It has units still; end them first, or name who takes over",
            )
            refuse_faults([Fault("/valid_to", *words)])
        changed = put_changes(agency, said)
        agency.version += bool(changed)
        session.flush()
    if changed:
        tell_agency(session, actor, agency, "agency.edited", {"changed": changed})


def add_unit(session: Session, actor: Actor | None, content: UnitContent) -> Unit:
    """A new unit; 422 at the field for an agency or an area that there is none of, or a place that is taken."""
    today = territory_queries.today(session)
    with acting_as(session, "gridops_system"):
        lock_units(session)
        agency = queries.find_agency(session, content.agency_code)
        kind, faults = _check_agency(agency, content, today)
        faults += rules.check_days(content.valid_from, None, today=today)
        if not is_place(session, content.area_code):
            faults.append(Fault("/area_code", "没有这个区域", "No such area"))
        refuse_faults(faults)
        assert agency is not None
        starts = content.valid_from or today
        if queries.has_unit_between(session, agency.id, content.area_code, starts, None):
            words = "该部门在这个区域已有力量", "The agency has a unit for this area already"
            refuse_faults([Fault("/area_code", *words)])
        unit = Unit(
            id=new_id(),
            agency_id=agency.id,
            kind=kind,
            name=content.name,
            area_code=content.area_code,
            valid_from=starts,
            is_active=starts <= today,
        )
        put_phones(unit, content.phones)
        session.add(unit)
        session.flush()
        if not unit.is_active:
            set_turn(session, unit, starts)
    tell_unit(session, actor, unit, "unit.made", {})
    return unit


def _check_agency(agency: Agency | None, content: UnitContent, today: date) -> tuple[str, list[Fault]]:
    if agency is None or rules.standing_on(agency, content.valid_from or today) == "past":
        return "", [Fault("/agency_code", "没有这个部门，或已结束", "No such agency in service")]
    try:
        return rules.kind_of_unit(agency.kind, content.kind), []
    except Unfit as error:
        pointer = "/kind" if agency.kind in rules.UNIT_KINDS else "/agency_code"
        return "", [Fault(pointer, *error.words)]


def is_place(session: Session, code: str) -> bool:
    """Whether a unit may be for this: an area of the set in force, or a group of its areas."""
    return territory_queries.find_area(session, code) is not None or any(
        group.code == code for group in territory_queries.groups_of(session, [code])
    )


def edit_unit(session: Session, actor: Actor | None, unit: Unit, said: dict[str, Any]) -> None:
    """Its name and telephones changed; a unit of a grid or a village keeps its area's name."""
    if "name" in said and unit.kind in ("grid", "village") and said["name"] != unit.name:
        words = "网格和村社区的力量与区域同名", "A unit of a grid or a village is called as its area"
        refuse_faults([Fault("/name", *words)])
    with acting_as(session, "gridops_system"):
        changed = put_changes(unit, {k: v for k, v in said.items() if k == "name"})
        if "phones" in said and said["phones"] is not None and list(said["phones"]) != unit.phones:
            put_phones(unit, said["phones"])
            changed.append("phones")
        unit.version += bool(changed)
        session.flush()
    if changed:
        tell_unit(session, actor, unit, "unit.edited", {"changed": changed})


def put_changes(row: Agency | Unit, said: dict[str, Any]) -> list[str]:
    """Set what differs; the names of the columns."""
    changed = sorted(
        name for name, value in said.items() if value is not None and getattr(row, name) != value
    )
    for name in changed:
        setattr(row, name, said[name])
    return changed


def put_phones(unit: Unit, phones: Phones) -> None:
    """The numbers of a unit; the first is the one that is called."""
    unit.phones = [{"number": one["number"], "hours": one["hours"]} for one in phones]
    unit.phone = unit.phones[0]["number"] if unit.phones else None


def set_turn(session: Session, unit: Unit, day: date) -> None:
    """Have a unit begin or end when a day begins."""
    due_at = territory_queries.start_of_day(session, day)
    set_timer(session, kind=UNIT_TURNS, entity="unit", entity_id=unit.id, due_at=due_at)


def refuse_faults(faults: Sequence[Fault]) -> None:
    """422 with the faults; nothing where there are none."""
    if faults:
        raise invalid(*faults)


def tell_agency(
    session: Session, actor: Actor | None, agency: Agency, action: str, data: dict[str, Any]
) -> None:
    """The log's entry of an agency; codes and names of fields only. It concerns no area, so no screen is told."""
    by = actor.id if actor else None
    said = {"agency": agency.code, **data}
    append(session, Entry(action, "agency", agency.id, agency.version, by, data=said))


def tell_unit(session: Session, actor: Actor | None, unit: Unit, action: str, data: dict[str, Any]) -> None:
    """The log's entry of a unit; ids, codes and names of fields only."""
    append(
        session,
        Entry(
            action,
            "unit",
            unit.id,
            unit.version,
            actor.id if actor else None,
            areas=[unit.area_code],
            units=[unit.id],
            data={"areas": [unit.area_code], **data},
        ),
    )
