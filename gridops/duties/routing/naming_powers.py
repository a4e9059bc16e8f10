"""The power by which a proposed unit may act, and where it has none, who has one: said with the routing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.powers import queries as power_queries
from gridops.duties.powers.finding import powers_at, who_has
from gridops.duties.powers.rules import HeldPower, is_held_by, works_at
from gridops.duties.routing.router import Proposal, RoutingCase

#: So many holders are named; the register has them all.
NAMED = 3


def with_power(session: Session, asked: RoutingCase, proposal: Proposal) -> Proposal:
    """The proposal with its unit's power and basis, and the words for them, where the matter has any power."""
    if proposal.unit is None:
        return proposal
    power, words = power_of(session, asked, proposal.unit.id)
    return replace(
        proposal,
        power=power.as_json() if power else None,
        basis=power.basis if power else None,
        reason=f"{proposal.reason}{words}",
    )


def power_of(session: Session, asked: RoutingCase, unit_id: UUID) -> tuple[HeldPower | None, str]:
    """The first power of a unit in what is asked about, and what a clerk is told of it ("" where none is needed)."""
    held = powers_at(
        session,
        service_code=asked.service_code,
        group_code=asked.matter.group_code,
        area_code=asked.site.code,
        on=asked.at.date(),
    )
    acting = power_queries.find_acting(session, unit_id) if held else None
    if acting is None:
        return None, ""
    is_here = works_at(acting, asked.site.code)
    own = [power for power in held if is_here and is_held_by(power, acting)]
    return (own[0], _own_words(own)) if own else (None, _others_words(held))


def _own_words(own: Sequence[HeldPower]) -> str:
    # Each act rests on its own row: the basis of one is none for another.
    rows: dict[str, HeldPower] = {}
    for power in own:
        rows.setdefault(power.act, power)
    said = [
        f"可{power.act_words}：{power.basis_words}，{power.item_name}（{power.reference}），以{power.in_name_of}名义"
        for power in rows.values()
    ]
    return "。" + "；".join(said)


def _others_words(held: Sequence[HeldPower]) -> str:
    names = list(dict.fromkeys(who_has(power) for power in held))
    more = "等" if len(names) > NAMED else ""
    acts = "、".join(dict.fromkeys(power.act_words for power in held))
    return f"。该力量对此事项没有执法权限，需要{acts}时由{'；'.join(names[:NAMED])}{more}行使"


def routing_by_hand(
    session: Session, asked: RoutingCase, unit: tuple[UUID, str], *, why: str = "由受理派遣人员指定"
) -> dict[str, Any]:
    """The contract's `routing` for a unit that a person picked, or kept for the reason named."""
    unit_id, name = unit
    power, words = power_of(session, asked, unit_id)
    return {
        "unit": {"id": str(unit_id), "name": name},
        "helping": [],
        "power": power.as_json() if power else None,
        "basis": power.basis if power else None,
        "rule": "by-hand@1",
        "reason": f"{why}：{name}{words}",
    }
