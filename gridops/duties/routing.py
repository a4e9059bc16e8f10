"""Who is to handle a matter at a place: the proposal, with the reason in words a clerk understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.models import Standard
from gridops.people import queries as people_queries

RULE = "lead-agency@1"
GRID_AGENCY, VILLAGE_AGENCY = "grid", "village"
LEVEL_WORDS = {"grid": "网格", "village": "村（社区）", "township": "镇街", "district": "区级"}


@dataclass(frozen=True)
class Proposal:
    """A unit to send, or None with the reason why nobody was found."""

    unit_id: UUID | None
    unit_name: str | None
    rule: str
    reason: str

    def as_routing(self) -> dict[str, Any]:
        """The contract's `routing` object; power and basis come with the register of powers."""
        return {
            "unit": {"id": str(self.unit_id), "name": self.unit_name} if self.unit_id else None,
            "power": None,
            "basis": None,
            "rule": self.rule,
            "reason": self.reason,
        }


class RoutingTable:
    """Units by (agency, area) for the agencies and areas at hand, read once for one or many cases."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._units: dict[tuple[str, str], tuple[UUID, str, str]] = {
            (row.agency_code, row.area_code): (row.id, row.name, row.agency) for row in rows
        }

    def propose(self, matter: Standard, areas: Mapping[str, str], level: str) -> Proposal:
        """The unit for a matter at `level`; `areas` gives the code of each level the place lies in.

        Grid and village matters go to the unit of the grid or village itself; others to the lead agency's
        unit of the township, then the district's. Deterministic: the first that exists.
        """
        tried: list[tuple[str, str]] = []
        if level == "grid":
            tried.append(("grid", GRID_AGENCY))
        if level in {"grid", "village"}:
            tried.append(("village", VILLAGE_AGENCY))
        if level != "district" and matter.lead_agency:
            tried.append(("township", matter.lead_agency))
        if matter.lead_agency:
            tried.append(("district", matter.lead_agency))
        for where, agency in tried:
            found = self._units.get((agency, areas.get(where, "")))
            if found is not None:
                unit_id, name, agency_name = found
                why = (
                    f"「{matter.service_name}」属{LEVEL_WORDS[level]}级事项，"
                    f"由{LEVEL_WORDS[where]}{agency_name if where in {'township', 'district'} else '自身'}"
                    f"力量处置：{name}"
                )
                return Proposal(unit_id, name, RULE, why)
        if not matter.lead_agency:
            return Proposal(None, None, RULE, f"「{matter.service_name}」未指定牵头部门，由中心人工派遣")
        missing = "、".join(f"{LEVEL_WORDS[where]}的 {agency}" for where, agency in tried if areas.get(where))
        return Proposal(
            None, None, RULE, f"没有找到处置力量（找过：{missing or '该位置不在任何网格内'}），由中心人工派遣"
        )


def load_table(session: Session, matters: Iterable[Standard], area_codes: Sequence[str]) -> RoutingTable:
    """The routing table for some matters and the areas (of any level) their places lie in."""
    agencies = {m.lead_agency for m in matters} | {GRID_AGENCY, VILLAGE_AGENCY}
    return RoutingTable(people_queries.units_covering(session, sorted(agencies), sorted(set(area_codes))))
