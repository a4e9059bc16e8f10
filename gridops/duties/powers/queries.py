"""Reading the register of powers: what is in force for a matter and a place, every row, and who acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from gridops.db.held import is_held
from gridops.db.session import Session
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import Acting
from gridops.duties.registers.queries import rows_for
from gridops.people import queries as people_queries
from gridops.people.models import Agency, Unit
from gridops.territory import queries as territory_queries


def powers_for(
    session: Session, *, service_code: str, group_code: str, area_code: str, on: date
) -> Sequence[Power]:
    """Powers in force on a day that cover a matter, by itself or by its group, at a place."""
    return rows_for(
        session, Power, service_code=service_code, group_code=group_code, area_code=area_code, on=on
    )


def all_powers(session: Session) -> Sequence[Power]:
    """Every row of the register: by item, holder, and the newest first."""
    return session.scalars(
        select(Power).order_by(
            Power.item_code, Power.area_code, Power.agency_code, Power.service_code, Power.valid_from.desc()
        )
    ).all()


def find_acting(session: Session, unit_id: UUID) -> Acting | None:
    """What the register has to know of a unit that acts."""
    row = _agency_kind_and_area(session, unit_id)
    if row is None:
        return None
    _, _, area_code = row
    area = territory_queries.find_area(session, area_code)
    groups = territory_queries.groups_of(session, [area_code]) if area is None else []
    return Acting(
        *row,
        is_district=area is not None and area.level == "district",
        member_codes=tuple(
            code for group in groups if group.code == area_code for code in group.member_codes
        ),
    )


def _agency_kind_and_area(session: Session, unit_id: UUID) -> tuple[str, str, str] | None:
    if is_held(session):
        unit = people_queries.units_by_id(session, [unit_id]).get(unit_id)
        if unit is None:
            return None
        return people_queries.held_agencies(session)[unit.agency_id].code, unit.kind, unit.area_code
    row = session.execute(
        select(Agency.code, Unit.kind, Unit.area_code)
        .join(Unit, Unit.agency_id == Agency.id)
        .where(Unit.id == unit_id)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None


def acting_near(
    session: Session, agency_codes: Sequence[str], areas: Mapping[str, str]
) -> list[tuple[Acting, str]]:
    """Active units of some agencies for exactly some areas (code → level), with their names, nearest first."""
    if is_held(session):
        found = [u for u in people_queries.held_units_of(session, areas) if u.agency_code in agency_codes]
        found.sort(key=lambda u: (-len(u.area_code), u.name))
        return [
            (
                Acting(u.agency_code, u.kind, u.area_code, is_district=areas[u.area_code] == "district"),
                u.name,
            )
            for u in found
        ]
    rows = session.execute(
        select(Agency.code, Unit.kind, Unit.area_code, Unit.name)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(Agency.code.in_(list(agency_codes)), Unit.area_code.in_(list(areas)), Unit.is_active)
        .order_by(func.length(Unit.area_code).desc(), Unit.name)
    )
    return [(Acting(row[0], row[1], row[2], is_district=areas[row[2]] == "district"), row[3]) for row in rows]
