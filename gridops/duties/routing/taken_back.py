"""A matter that the district has taken back goes straight to the receiving agency's unit there. Writes nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.duties.responsibilities.finding import find_taken_back
from gridops.duties.routing.router import FoundUnit, Proposal, RoutingCase
from gridops.people import queries as people_queries


def propose_receiving_unit(session: Session, asked: RoutingCase) -> Proposal | None:
    """The proposal for a matter that stands on the list as taken back there on that day; None for any other."""
    item = find_taken_back(
        session,
        service_code=asked.service_code,
        group_code=asked.matter.group_code,
        area_code=asked.site.code,
        on=asked.at.date(),
    )
    if item is None:
        return None
    rule = f"responsibility-{item.item_code}@{item.version}"
    said = f"「{asked.matter.service_name}」按履职清单 {item.item_code}「{item.item_name}」已由区县收回"
    district = asked.site.areas.get("district", "")
    rows = people_queries.units_covering(session, [item.upper_agency], [district])
    if not rows:
        return Proposal(None, rule, f"{said}，但区县没有接收部门的处置力量，由中心人工派遣", level="district")
    row = rows[-1]
    unit = FoundUnit(row.id, row.name, row.agency_code, row.agency)
    return Proposal(unit, rule, f"{said}，直接由区县{row.agency}力量处置：{row.name}", level="district")
