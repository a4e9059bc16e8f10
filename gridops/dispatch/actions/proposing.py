"""Routing a case: where it lies, at which level, and the unit that follows from rules and precedents."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from gridops.db.gathering import gathers_new
from gridops.db.session import Session
from gridops.dispatch.hand_downs.queries import was_handed_down
from gridops.dispatch.places import local_now
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.routing import queries as routing_queries
from gridops.duties.routing.naming_powers import routing_by_hand, with_power
from gridops.duties.routing.places import sites_of
from gridops.duties.routing.router import Proposal, RoutingCase, level_and_acceptors, load_router
from gridops.duties.routing.rules import OWN_AGENCIES
from gridops.duties.routing.taken_back import propose_receiving_unit
from gridops.incidents.models import Incident
from gridops.people import queries as people_queries
from gridops.people.vacancies.staffing import find_head_of_vacant


def propose(
    session: Session,
    incident: Incident,
    version: MatterVersion,
    level: str,
    *,
    is_settled: bool | None = None,
) -> Proposal:
    """The unit proposed for a case. What is not admitted is never put on workers: it goes to the township.

    `is_settled` where somebody named the level.
    """
    asked = ask(session, incident, version, level, is_settled=is_settled)
    return propose_for(session, asked, incident.id)


def propose_for(session: Session, asked: RoutingCase, incident_id: UUID) -> Proposal:
    """The unit that follows for what is asked; what the district has taken back is its own agency's.

    Unless it was handed down all the same: then it is the township's until the dispute says otherwise.
    """
    taken = propose_receiving_unit(session, asked)
    # A case that is still to be written was handed down by nobody.
    is_new = gathers_new(session, incident_id)
    if taken is not None and (is_new or not was_handed_down(session, incident_id)):
        return with_power(session, asked, taken)
    matter = (asked.service_code, asked.matter)
    router = load_router(session, [matter], [asked.site], on=asked.at.date())
    return _to_head(session, with_power(session, asked, router.propose(asked)))


def _to_head(session: Session, proposal: Proposal) -> Proposal:
    """What would go to a grid that has nobody on post goes to the head of its grids, and says so."""
    if proposal.unit is None or proposal.unit.agency_code != OWN_AGENCIES["grid"]:
        return proposal
    grid = people_queries.units_by_id(session, [proposal.unit.id])[proposal.unit.id]
    head = find_head_of_vacant(session, grid.area_code) if grid.kind == "grid" else None
    if head is None:
        return proposal
    words = f"；该网格目前没有在岗的网格员，由网格长{head[1]}办理"
    return replace(proposal, reason=proposal.reason + words, head=head)


def ask(
    session: Session,
    incident: Incident,
    version: MatterVersion,
    level: str,
    *,
    is_settled: bool | None = None,
) -> RoutingCase:
    """What is asked of the rules about a case, now; one that has been filed keeps its level."""
    site = sites_of(session, [(incident.scope_code, incident.special_grid_code)])[0]
    return RoutingCase(
        service_code=incident.service_code,
        matter=version.standard,
        is_admitted=version.is_admitted,
        site=site,
        level=level,
        origin=incident.origin,
        at=local_now(session),
        is_settled=incident.filed_at is not None if is_settled is None else is_settled,
    )


def set_level_and_acceptors(session: Session, incident: Incident, version: MatterVersion) -> None:
    """Give a report that is not yet filed the level and the accepting roles that a rule lays down for it."""
    now = local_now(session)
    rules = routing_queries.rules_that_lift(session, now.date())
    usual = version.standard.default_level
    none: tuple[str, tuple[str, ...]] = ("", ())
    level, accepts = level_and_acceptors(rules, ask(session, incident, version, usual)) if rules else none
    incident.level = level or usual
    incident.accept_roles = list(accepts)


def route_anew(session: Session, incident: Incident, version: MatterVersion) -> None:
    """The routing of a filed case whose matter or place was corrected; units sent stay, with the power they have now.

    Once somebody has handled it, the power is the one that it was handled by, and stays.
    """
    if incident.handled_by is not None:
        return
    asked = ask(session, incident, version, incident.level)
    proposal = propose_for(session, asked, incident.id)
    sent = incident.unit_id
    if sent is None or (proposal.unit is not None and proposal.unit.id == sent):
        incident.routing = proposal.as_routing()
    else:
        unit = (sent, incident.unit_name or "")
        incident.routing = routing_by_hand(session, asked, unit, why="更正前已派出，仍由原力量处置")
