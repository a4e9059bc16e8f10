"""Agencies and units as who looks after them reads them, with the names of what their codes mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.people import queries
from gridops.people.accounts.wire import CodedOut, NamedOut
from gridops.people.models import Agency, Unit
from gridops.people.units.rules import standing_on
from gridops.people.units.wire import AgencyOut, PhoneOut, UnitOut
from gridops.territory import queries as territory_queries


def agency_out(agency: Agency, units: int, today: date) -> AgencyOut:
    """An agency as it stands on a day."""
    return AgencyOut(
        id=agency.id,
        version=agency.version,
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name,
        kind=agency.kind,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        state=standing_on(agency, today),
        units=units,
    )


def units_out(session: Session, rows: Sequence[tuple[Unit, Agency]]) -> list[UnitOut]:
    """Units with their names: four statements, however many there are."""
    today = territory_queries.today(session)
    codes = sorted({unit.area_code for unit, _ in rows})
    names = {code: chain[-1].name for code, chain in territory_queries.chains_of(session, codes).items()}
    others = [code for code in codes if code not in names]
    if others:
        names |= {group.code: group.name for group in territory_queries.groups_of(session, others)}
    heirs = queries.units_by_id(session, [u.successor_id for u, _ in rows if u.successor_id])
    return [
        UnitOut(
            id=unit.id,
            version=unit.version,
            name=unit.name,
            kind=unit.kind,
            agency=CodedOut(code=agency.code, name=agency.name),
            area=CodedOut(code=unit.area_code, name=names.get(unit.area_code, unit.area_code)),
            phones=[PhoneOut(number=one["number"], hours=one["hours"]) for one in unit.phones],
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            successor=NamedOut(id=heir.id, name=heir.name)
            if unit.successor_id and (heir := heirs.get(unit.successor_id))
            else None,
            state=standing_on(unit, today),
        )
        for unit, agency in rows
    ]


def unit_out(session: Session, unit: Unit) -> UnitOut:
    """A unit as it is now."""
    session.flush()
    found = queries.find_unit_row(session, unit.id)
    if found is None:
        raise Problem("not-found")
    return units_out(session, [found])[0]
