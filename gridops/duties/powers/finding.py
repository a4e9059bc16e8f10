"""Who may decide what at a place on a day: asked by whoever handles, routes or shows a case. Writes nothing.

`find_power` gives the power a unit may act by, `powers_at` everybody's, `require_power` refuses and names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers import queries
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import HeldPower, is_held_by, rank, works_at
from gridops.duties.powers.words import ACT_WORDS
from gridops.errors import Problem
from gridops.territory import queries as territory_queries


def powers_at(
    session: Session, *, service_code: str, group_code: str, area_code: str, on: date, act: str | None = None
) -> list[HeldPower]:
    """Every power in force for a matter at a place on a day, with the holders' names, in the order of use."""
    rows = queries.powers_for(
        session, service_code=service_code, group_code=group_code, area_code=area_code, on=on
    )
    return _named(session, area_code, sorted((r for r in rows if act in (None, r.act)), key=rank))


def find_power(
    session: Session,
    *,
    unit_id: UUID,
    service_code: str,
    group_code: str,
    area_code: str,
    on: date,
    act: str | None = None,
) -> HeldPower | None:
    """The power by which a unit may do `act` (any act without one) in a matter at a place on a day, or None.

    Of several the first in the order of `rules.powers.rank`: the same question has always the same answer.
    """
    acting = queries.find_acting(session, unit_id)
    if acting is None or not works_at(acting, area_code):
        return None
    found = powers_at(
        session, service_code=service_code, group_code=group_code, area_code=area_code, on=on, act=act
    )
    return next((power for power in found if is_held_by(power, acting)), None)


def require_power(
    session: Session,
    *,
    unit_id: UUID,
    service_code: str,
    group_code: str,
    area_code: str,
    on: date,
    act: str,
) -> HeldPower:
    """The power a unit acts by; 409 `no-power` naming who has it where the unit has none on that day."""
    where = {"service_code": service_code, "group_code": group_code, "area_code": area_code, "on": on}
    found = find_power(session, unit_id=unit_id, act=act, **where)  # type: ignore[arg-type]
    if found is not None:
        return found
    raise no_power(act, powers_at(session, act=act, **where))  # type: ignore[arg-type]


def no_power(act: str, holders: Sequence[HeldPower]) -> Problem:
    """The refusal: who may do it instead, or that nobody in the register may."""
    words = ACT_WORDS[act]
    if not holders:
        return Problem(
            "no-power",
            (
                f"权限登记册中，当日没有单位可在此地对该事项作出「{words}」；可先劝导、清理、修复或调解",
                f"On that day nobody in the register may {act} in this matter at this place",
            ),
            act=act,
            holders=[],
        )
    names = list(dict.fromkeys(who_has(power) for power in holders))
    return Problem(
        "no-power",
        (
            f"本单位对该事项没有「{words}」权限；有此权限的是：{'；'.join(names)}",
            f"This unit may not {act} here; the power is held by: {'; '.join(names)}",
        ),
        act=act,
        holders=[
            power.as_json() | {"name": power.holder_name, "units": list(power.unit_names)}
            for power in holders
        ],
    )


def who_has(power: HeldPower) -> str:
    """清洋街道综合行政执法中队（综合行政执法，法定（由派驻机构行使））."""
    name = f"{power.holder_name}，{power.basis_words}"
    return f"{'、'.join(power.unit_names)}（{name}）" if power.unit_names else f"{name}"


def _named(session: Session, area_code: str, rows: Sequence[Power]) -> list[HeldPower]:
    """The rows with the names of their holders, and of the holders' units that serve the place."""
    if not rows:
        return []
    chain = territory_queries.chain_of(session, area_code)
    known = matter_queries.agencies(session)
    agencies = {agency.code: agency.name for agency in known}
    stationed = {agency.code for agency in known if agency.kind == "stationed"}
    areas = _area_names(session, {row.area_code for row in rows if row.area_code})
    near = queries.acting_near(
        session, sorted({row.agency_code for row in rows}), {area.code: area.level for area in chain}
    )
    return [
        HeldPower(
            **{name: getattr(row, name) for name in HeldPower.__dataclass_fields__ if hasattr(row, name)},
            holder_name=_holder_name(row, agencies, areas),
            unit_names=tuple(name for acting, name in near if row.agency_code and is_held_by(row, acting)),
            is_by_stationed=row.holder == "agency" and row.agency_code in stationed,
        )
        for row in rows
    ]


def _holder_name(row: Power, agencies: dict[str, str], areas: dict[str, str]) -> str:
    agency = agencies.get(row.agency_code, row.agency_code)
    area = areas.get(row.area_code, row.area_code)
    if row.holder == "township":
        return f"{area}（由{agency}行使）" if agency else area
    return f"{agency}（{area}）" if area else agency


def _area_names(session: Session, codes: set[str]) -> dict[str, str]:
    found = {code: territory_queries.find_area(session, code) for code in codes}
    return {code: area.name for code, area in found.items() if area is not None}
