"""What the desk does with a case: file, reject, dispatch, recall, correct, rework, verify, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridops.db.session import Session
from gridops.dispatch import proposing
from gridops.dispatch.wire import ActionIn, CloseIn, CorrectIn, DispatchIn, FileIn, ReasonIn, VerifyIn
from gridops.duties import queries as duties_queries
from gridops.duties.queries import Rule
from gridops.errors import Problem, fault
from gridops.incidents import checking, correcting, dispatching, filing, posts
from gridops.incidents.dispatching import Sent
from gridops.incidents.locations import to_cgcs2000
from gridops.incidents.models import Incident
from gridops.incidents.moving import Change, now_for
from gridops.people import queries as people_queries
from gridops.territory import queries as territory_queries
from gridops.territory.locating import locate_many
from gridops.territory.rules import Point

OUT_OF_EXTENT_M = 20_000
#: Kinds of units that are workers' own; only an admitted matter is put on them.
WORKERS = ("grid", "village")


def get_rule(session: Session, service_code: str) -> Rule:
    """The matter and standard in force; 422 for a code that is not in use."""
    found = duties_queries.find_rules(session, [service_code]).get(service_code)
    if found is None:
        raise fault("/service_code", "没有这个事项", "No such matter")
    return found


def file(change: Change, body: FileIn) -> None:
    """File a reported case, with the routing as a proposal."""
    at = _filing_time(change, body)
    file_case(change, level=body.level, note=body.note, at=at, condition=body.condition)


def file_case(
    change: Change,
    *,
    level: str | None = None,
    note: str | None = None,
    at: Any = None,
    condition: int | None = None,
) -> None:
    """File the case under the version in force, at its matter's level and condition unless others are named."""
    i, session = change.incident, change.session
    # A matter that was retired since the report is still handled as it was reported.
    rule = duties_queries.find_rules(session, [i.service_code]).get(i.service_code) or rule_of(session, i)
    if condition is not None and condition > len(rule.standard.conditions):
        raise fault("/condition", "该事项没有这一条立案条件", "The matter has no such condition")
    i.standard_id = rule.standard.id
    wanted = level or i.level
    proposal = proposing.propose(session, i, rule, wanted)
    filing.record_filed(
        change,
        standard=rule.standard,
        terms=proposing.clock_terms(session, i.scope_code),
        level=wanted,
        routing=proposal.as_routing(),
        condition=condition or 1,
        note=note,
        at=at,
        stood_in_for=posts.stood_in_for(change.actor, i, rule.standard, "file"),
    )


def rule_of(session: Session, i: Incident) -> Rule:
    """The matter with the version that the case was filed under."""
    return duties_queries.get_rule_of(session, i.standard_id, on=i.reported_at)


def _filing_time(change: Change, body: ActionIn) -> datetime:
    return now_for(body.occurred_at, change.incident.reported_at)


def reject(change: Change, body: ReasonIn) -> None:
    """Refuse to file."""
    filing.record_rejected(change, reason=body.reason)


def dispatch(change: Change, body: DispatchIn) -> None:
    """Send units; from `reported` the filing is part of the act."""
    if change.incident.state == "reported":
        file_case(change, at=_filing_time(change, body), condition=body.condition)
    dispatch_case(change, body)


def dispatch_case(change: Change, body: DispatchIn) -> None:
    """Send the named units, else the proposed one; the routing stored says which it was."""
    i, session = change.incident, change.session
    if body.unit_ids:
        sent = _named_units(session, i, body)
        routing = _routing_by_hand(i, sent[0])
    else:
        proposal = proposing.propose(session, i, rule_of(session, i), i.level)
        if proposal.unit_id is None or proposal.unit_name is None:
            raise Problem(
                "no-unit", (proposal.reason, "No unit follows from the routing"), reason=proposal.reason
            )
        sent = [Sent(proposal.unit_id, proposal.unit_name)]
        routing = proposal.as_routing()
    dispatching.record_dispatch(change, sent, routing=routing, note=body.note)


def _named_units(session: Session, i: Incident, body: DispatchIn) -> list[Sent]:
    ids = list(dict.fromkeys(body.unit_ids or []))
    known = people_queries.units_by_id(session, ids)
    is_admitted = rule_of(session, i).is_admitted
    for n, unit_id in enumerate(ids):
        unit = known.get(unit_id)
        if unit is None or not unit.is_active:
            raise fault(f"/unit_ids/{n}", "没有这个处置力量", "No such unit")
        if not is_admitted and unit.kind in WORKERS:
            raise fault(f"/unit_ids/{n}", "该事项未准入，不能派给网格和村社区", "Not admitted: not for workers")
        # A unit serves its own area and what lies above or below it, never a neighbour's town.
        is_near = i.scope_code.startswith(unit.area_code) or unit.area_code.startswith(i.scope_code)
        if not is_near and not _serves_township_of(session, i, unit.area_code):
            raise fault(f"/unit_ids/{n}", "该力量不在本辖区", "This unit does not serve the place")
    return [Sent(unit_id, known[unit_id].name) for unit_id in ids]


def _serves_township_of(session: Session, i: Incident, unit_area: str) -> bool:
    """A neighbour grid's or village's unit of the same township may be sent."""
    chains = territory_queries.chains_of(session, [i.scope_code, unit_area])
    here = proposing.by_level(chains.get(i.scope_code, [])).get("township")
    there = proposing.by_level(chains.get(unit_area, [])).get("township")
    return here is not None and here == there


def _routing_by_hand(i: Incident, lead: Sent) -> dict[str, Any]:
    proposed = (i.routing or {}).get("unit") or {}
    if proposed.get("id") == str(lead.unit_id) and i.routing:
        return i.routing
    return {
        "unit": {"id": str(lead.unit_id), "name": lead.name},
        "power": None,
        "basis": None,
        "rule": "by-hand@1",
        "reason": f"由受理派遣人员指定：{lead.name}",
    }


def recall(change: Change, body: ReasonIn) -> None:
    """Call all units back."""
    dispatching.record_given_back(change, status="recalled", reason=body.reason, dispatch=None)


def rework(change: Change, body: ReasonIn) -> None:
    """Have it done again."""
    checking.record_reworked(change, reason=body.reason)


def verify(change: Change, body: VerifyIn) -> None:
    """Checked and found done."""
    checking.record_verified(change, how=body.how, result=body.result, note=body.note)


def close(change: Change, body: CloseIn) -> None:
    """Close."""
    i, session = change.incident, change.session
    standard = duties_queries.get_standard(session, i.standard_id)
    checking.record_closed(
        change,
        disposition=body.disposition,
        note=body.note,
        stood_in_for=posts.stood_in_for(change.actor, i, standard, "close"),
    )


def correct(change: Change, body: CorrectIn) -> None:
    """Correct matter or place; the place is located anew, a new matter brings its standard."""
    session = change.session
    matter = place = point = None
    if body.service_code is not None:
        rule = get_rule(session, body.service_code)
        matter = (rule.matter, rule.standard)
    elif body.location is not None:
        # A new place may lie in another town: other hours, another class of area.
        old = rule_of(session, change.incident)
        matter = (old.matter, old.standard)
    if body.location is not None:
        if body.location.is_area:
            raise fault("/location/source", "更正须给出点位", "A correction needs a point")
        at = to_cgcs2000([body.location])[0]
        place = locate_many(session, [Point(at.lon, at.lat, body.location.accuracy_m, "manual")])[0]
        if place.outside_m > OUT_OF_EXTENT_M:
            raise Problem("out-of-extent")
        point = (at.lon, at.lat)
    correcting.record_corrected(
        change,
        matter=matter,
        place=place,
        point=point,
        terms=proposing.clock_terms(session, place.scope_code if place else change.incident.scope_code),
        note=body.note,
    )
