"""Sending units: those named, else the proposed ones; a decision after two returns becomes a precedent."""

from __future__ import annotations

from typing import Any

from gridops.db.session import Session
from gridops.dispatch.actions import proposing
from gridops.dispatch.actions.desk import file_case, filing_time, matter_as_filed
from gridops.dispatch.actions.wire import DispatchIn
from gridops.dispatch.places import level_codes
from gridops.duties.precedents.recording import HIDDEN_REASON, RETURNS, Decided, record_precedent
from gridops.duties.routing.naming_powers import routing_by_hand
from gridops.duties.routing.places import Site
from gridops.duties.routing.router import WORKERS, FoundUnit, RoutingCase
from gridops.errors import Problem, fault
from gridops.incidents.dispatches.rules import GIVEN_BACK
from gridops.incidents.models import Incident
from gridops.incidents.moves import dispatching
from gridops.incidents.moves.dispatching import NamedUnit
from gridops.incidents.moves.editing import CaseEdit
from gridops.people import queries as people_queries
from gridops.people.models import Unit
from gridops.people.roles import CENTRE


def dispatch(edit: CaseEdit, body: DispatchIn) -> None:
    """Send units; from `reported` the filing is part of the act. With `add` those that are sent already stay."""
    if body.add:
        add_units(edit, body)
        return
    if edit.incident.state == "reported":
        file_case(edit, at=filing_time(edit, body), condition=body.condition)
    dispatch_case(edit, body)


def dispatch_case(edit: CaseEdit, body: DispatchIn) -> None:
    """Send the named units, else the proposed ones; the routing stored says which it was."""
    i, session = edit.incident, edit.session
    asked = proposing.ask(session, i, matter_as_filed(session, i), i.level)
    if body.unit_ids:
        sent = _named_units(session, i, body, asked)
        routing = _routing_by_hand(session, i, sent[0], asked)
    else:
        proposal = proposing.propose_for(session, asked, i.id)
        if proposal.unit is None:
            raise Problem(
                "no-unit", (proposal.reason, "No unit follows from the routing"), reason=proposal.reason
            )
        going: tuple[FoundUnit, ...] = (proposal.unit, *(proposal.helpers if proposal.sends_helpers else ()))
        sent = [NamedUnit(unit.id, unit.name) for unit in going]
        routing = proposal.as_routing()
    _keep_precedent(edit, body, sent[0], asked.site)
    dispatching.record_dispatch(edit, sent, routing=routing, note=body.note)


def add_units(edit: CaseEdit, body: DispatchIn) -> None:
    """Send the named units besides those that are sent: nobody is called back, the lead and its routing stay."""
    i, session = edit.incident, edit.session
    sent = {row.unit_id for row in edit.running}
    if not sent:
        raise fault("/add", "还没有派出力量，请直接派遣", "Nobody is sent yet: dispatch without this")
    if not body.unit_ids:
        raise fault("/unit_ids", "请指定要增派的力量", "Name the units to be added")
    for n, unit_id in enumerate(body.unit_ids):
        if unit_id in sent:
            raise fault(f"/unit_ids/{n}", "该力量已经派出", "This unit is sent already")
    asked = proposing.ask(session, i, matter_as_filed(session, i), i.level)
    dispatching.record_added(edit, _named_units(session, i, body, asked), note=body.note)


def _named_units(session: Session, i: Incident, body: DispatchIn, asked: RoutingCase) -> list[NamedUnit]:
    ids = list(dict.fromkeys(body.unit_ids or []))
    known = people_queries.units_by_id(session, ids)
    for n, unit_id in enumerate(ids):
        unit = known.get(unit_id)
        if unit is None or not unit.is_active:
            raise fault(f"/unit_ids/{n}", "没有这个处置力量", "No such unit")
        if not asked.is_admitted and unit.kind in WORKERS:
            raise fault(
                f"/unit_ids/{n}", "该事项未准入，不能派给网格和村社区", "Not admitted: not for workers"
            )
        if not _serves(session, i, unit, asked.site):
            raise fault(f"/unit_ids/{n}", "该力量不在本辖区", "This unit does not serve the place")
    return [NamedUnit(unit_id, known[unit_id].name) for unit_id in ids]


def _serves(session: Session, i: Incident, unit: Unit, site: Site) -> bool:
    """A unit serves its own area, what lies above or below it, and its group's towns; never a neighbour's town."""
    if unit.area_code in site.areas.values():
        return True
    is_near = i.scope_code.startswith(unit.area_code) or unit.area_code.startswith(i.scope_code)
    return is_near or _serves_township_of(session, i, unit.area_code)


def _serves_township_of(session: Session, i: Incident, unit_area: str) -> bool:
    """A neighbour grid's or village's unit of the same township may be sent."""
    here = level_codes(session, i.scope_code).get("township")
    return here is not None and here == level_codes(session, unit_area).get("township")


def _routing_by_hand(session: Session, i: Incident, lead: NamedUnit, asked: RoutingCase) -> dict[str, Any]:
    """The proposal of now where it is the unit's; what was proposed at the filing may hold no longer."""
    proposal = proposing.propose_for(session, asked, i.id)
    if proposal.unit is not None and proposal.unit.id == lead.unit_id:
        return proposal.as_routing()
    return routing_by_hand(session, asked, (lead.unit_id, lead.name))


def _keep_precedent(edit: CaseEdit, body: DispatchIn, lead: NamedUnit, site: Site) -> None:
    """A decision of the centre after two returns, with its reason, ends the dispute for what is alike too."""
    # The head of a village's grids does not end a dispute between departments.
    i, actor, reason = edit.incident, edit.actor, (body.note or "").strip()
    if actor is None or not reason or not actor.has_role_over(i.scope_code, *CENTRE):
        return
    if sum(row.status in GIVEN_BACK for row in edit.dispatches) < RETURNS:
        return
    unit = people_queries.units_by_id(edit.session, [lead.unit_id])[lead.unit_id]
    decided = Decided(
        service_code=i.service_code,
        area_code=_reach(unit, site),
        level=i.level,
        unit_id=lead.unit_id,
        reason=HIDDEN_REASON if i.is_restricted else reason,
        incident_id=i.id,
        case_number=i.case_number,
    )
    record_precedent(edit.session, actor.id, decided)


def _reach(unit: Unit, site: Site) -> str:
    """The area a precedent holds in: the unit's own grid or village where it is theirs, else the township."""
    own = site.areas.get(unit.kind)
    if unit.kind in WORKERS and own == unit.area_code:
        return own
    return site.areas.get("township") or site.areas["district"]
