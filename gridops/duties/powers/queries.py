"""Reading the register of powers: what is in force for a matter and a place, every row, and who acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from gridops.db.session import Session
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import Acting
from gridops.duties.registers.queries import rows_for
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
    row = session.execute(
        select(Agency.code, Unit.kind, Unit.area_code)
        .join(Unit, Unit.agency_id == Agency.id)
        .where(Unit.id == unit_id)
    ).one_or_none()
    if row is None:
        return None
    area = territory_queries.find_area(session, row.area_code)
    groups = territory_queries.groups_of(session, [row.area_code]) if area is None else []
    return Acting(
        *row,
        is_district=area is not None and area.level == "district",
        member_codes=tuple(
            code for group in groups if group.code == row.area_code for code in group.member_codes
        ),
    )


def acting_near(
    session: Session, agency_codes: Sequence[str], areas: Mapping[str, str]
) -> list[tuple[Acting, str]]:
    """Active units of some agencies for exactly some areas (code → level), with their names, nearest first."""
    rows = session.execute(
        select(Agency.code, Unit.kind, Unit.area_code, Unit.name)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(Agency.code.in_(list(agency_codes)), Unit.area_code.in_(list(areas)), Unit.is_active)
        .order_by(func.length(Unit.area_code).desc(), Unit.name)
    )
    return [(Acting(row[0], row[1], row[2], is_district=areas[row[2]] == "district"), row[3]) for row in rows]
