"""Reading agencies and their units: by area, by id, by kind; who belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, null, or_, select
from sqlalchemy.orm import aliased

from gridops import clock
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.people.models import Account, Agency, Unit
from gridops.people.queries.posts import HELD
from gridops.people.roles import UNIT_MEMBERS
from gridops.territory import queries as territory_queries


class KnownUnit(NamedTuple):
    """An active unit with its agency, as `units_covering` gives it.

    Where it took over from one that ended, `sought_code` and `area_code` are that one's, and `stands_for` its id.
    """

    agency_code: str
    agency: str
    area_code: str
    id: UUID
    name: str
    kind: str
    sought_code: str
    stands_for: UUID | None = None


def held_units(session: Session) -> dict[UUID, Unit]:
    """Every unit by id, closed ones too, from memory."""
    return held(
        session, "units by id", lambda asking: {u.id: u for u in rows_held(asking, "units", select(Unit))}
    )


def held_agencies(session: Session) -> dict[UUID, Agency]:
    """Every agency by id, from memory."""
    return held(
        session,
        "agencies by id",
        lambda asking: {a.id: a for a in rows_held(asking, "agencies", select(Agency).order_by(Agency.code))},
    )


def held_units_of(session: Session, areas: Collection[str]) -> list[KnownUnit]:
    """Active units for exactly some areas, from memory."""

    def by_area(asking: Session) -> dict[str, list[KnownUnit]]:
        found: dict[str, list[KnownUnit]] = {}
        for unit in held_units(asking).values():
            if unit.is_active:
                found.setdefault(unit.area_code, []).append(_known(asking, unit))
        return found

    known = held(session, "units by area", by_area)
    return [unit for area in areas for unit in known.get(area, ())]


def _known(session: Session, unit: Unit) -> KnownUnit:
    agency = held_agencies(session)[unit.agency_id]
    return KnownUnit(
        agency.code, agency.name, unit.area_code, unit.id, unit.name, unit.kind, sought_code=agency.code
    )


def _held_successions(session: Session) -> list[KnownUnit]:
    """Units in service in the places of those that ended, the first to end first; from memory."""

    def all_of_them(asking: Session) -> list[KnownUnit]:
        units, agencies = held_units(asking), held_agencies(asking)
        ended = [u for u in units.values() if not u.is_active and u.successor_id in units]
        return [
            _known(asking, heir)._replace(
                area_code=unit.area_code, sought_code=agencies[unit.agency_id].code, stands_for=unit.id
            )
            for unit in sorted(ended, key=lambda u: (u.valid_to or date.min, str(u.id)))
            if unit.successor_id is not None and (heir := units[unit.successor_id]).is_active
        ]

    return held(session, "units that took over", all_of_them)


def find_unit(session: Session, agency_code: str, area_code: str) -> Unit | None:
    """The active unit of an agency for exactly this area."""
    return session.scalar(
        select(Unit)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(Agency.code == agency_code, Unit.area_code == area_code, Unit.is_active)
    )


def units_covering(
    session: Session, agency_codes: Sequence[str], area_codes: Sequence[str], ids: Sequence[UUID] = ()
) -> Sequence[KnownUnit]:
    """Active units of the agencies for any of the areas, and those named by id; for one that ended, its successor.

    Successors come first: where a place has a unit again, that one is the later of the two.
    """
    if is_held(session):
        heirs = [
            u
            for u in _held_successions(session)
            if u.stands_for in ids or (u.sought_code in agency_codes and u.area_code in area_codes)
        ]
        found = [u for u in held_units_of(session, area_codes) if u.agency_code in agency_codes]
        known = held_units(session)
        named = [_known(session, known[i]) for i in ids if i in known and known[i].is_active]
        return [*heirs, *{unit.id: unit for unit in (*found, *named)}.values()]
    sought, heir, its = aliased(Unit), aliased(Unit), aliased(Agency)
    wanted = and_(Agency.code.in_(agency_codes), sought.area_code.in_(area_codes))
    rows = session.execute(
        select(
            its.code,
            its.name,
            sought.area_code,
            heir.id,
            heir.name,
            heir.kind,
            Agency.code,
            case((sought.is_active, null()), else_=sought.id),
        )
        .join(Agency, Agency.id == sought.agency_id)
        .join(heir, heir.id == case((sought.is_active, sought.id), else_=sought.successor_id))
        .join(its, its.id == heir.agency_id)
        .where(or_(wanted, sought.id.in_(list(ids))), heir.is_active)
        .order_by(sought.is_active, sought.valid_to, sought.id)
    )
    return [KnownUnit(*row) for row in rows]


def units_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, Unit]:
    """Units by id."""
    if not ids:
        return {}
    if is_held(session):
        known = held_units(session)
        return {i: known[i] for i in ids if i in known}
    return {u.id: u for u in session.scalars(select(Unit).where(Unit.id.in_(list(ids))))}


def units_in(session: Session, areas: Sequence[str], extra: Sequence[UUID] = ()) -> Sequence[Any]:
    """Units whose area lies in one of `areas`, or that are named in `extra`, with their agency's code.

    A squad of several towns lies in each of them: its area is the group that they are members of.
    """
    where = [Unit.area_code.startswith(code, autoescape=True) for code in areas]
    groups = sorted(territory_queries.groups_within(session, areas))
    if groups:
        where.append(Unit.area_code.in_(groups))
    if extra:
        where.append(Unit.id.in_(list(extra)))
    if not where:
        return []
    condition = where[0]
    for more in where[1:]:
        condition = condition | more
    return session.execute(
        select(
            Unit.id,
            Unit.name,
            Unit.kind,
            Unit.area_code,
            Unit.phone,
            Agency.code.label("agency_code"),
            Agency.name.label("agency_name"),
        )
        .join(Agency, Agency.id == Unit.agency_id)
        .where(condition, Unit.is_active)
        .order_by(Unit.area_code, Agency.code)
    ).all()


def units_of_kinds(session: Session, kinds: Sequence[str]) -> Sequence[Unit]:
    """Active units of some kinds, by area and name."""
    return session.scalars(
        select(Unit).where(Unit.kind.in_(list(kinds)), Unit.is_active).order_by(Unit.area_code, Unit.name)
    ).all()


def unmanned_among(session: Session, unit_ids: Collection[UUID]) -> set[UUID]:
    """Those of the units for which nobody can sign in: no account in use acts for them."""
    if not unit_ids:
        return set()
    manned = session.scalars(
        select(HELD.c.unit_id)
        .join(Account, Account.id == HELD.c.account_id)
        .where(HELD.c.unit_id.in_(list(unit_ids)), HELD.c.role.in_(UNIT_MEMBERS.roles), Account.is_active)
        .distinct(),
        {"at": clock.now()},
    )
    return set(unit_ids) - set(manned)


def members_of(session: Session, unit_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Accounts that hold a post in any of the units now, by themselves or as deputies."""
    return session.scalars(
        select(HELD.c.account_id).where(HELD.c.unit_id.in_(list(unit_ids))).distinct(), {"at": clock.now()}
    ).all()


def find_agency(session: Session, code: str) -> Agency | None:
    """An agency by its code."""
    return session.scalar(select(Agency).where(Agency.code == code))


def agency_of_unit(session: Session, unit_id: UUID) -> Agency:
    """The agency a unit belongs to."""
    return session.scalars(
        select(Agency).join(Unit, Unit.agency_id == Agency.id).where(Unit.id == unit_id)
    ).one()


def all_agencies(session: Session) -> Sequence[Agency]:
    """Every agency, by code."""
    return session.scalars(select(Agency).order_by(Agency.code)).all()


def all_units(session: Session) -> Sequence[Unit]:
    """Every unit, closed ones too."""
    return session.scalars(select(Unit)).all()


def units_at(session: Session, areas: Sequence[str], *, is_active: bool) -> Sequence[Unit]:
    """Units of exactly these areas, those in service or those that were closed."""
    return session.scalars(select(Unit).where(Unit.is_active.is_(is_active), Unit.area_code.in_(areas))).all()
