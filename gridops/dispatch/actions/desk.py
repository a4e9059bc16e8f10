"""What the desk does with a case: file, reject, send back, recall, correct, rework, verify, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions import proposing
from gridops.dispatch.actions.naming import named_dispatch
from gridops.dispatch.actions.wire import CloseIn, CorrectIn, FileIn, VerifyIn
from gridops.dispatch.places import clock_terms
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.limits import limit_text
from gridops.duties.calendar.reckoning import reckon
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.matters.rules import signpost_faults
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.rules import USUAL, OriginPolicy
from gridops.errors import Problem, fault, invalid
from gridops.incidents.locations import to_cgcs2000
from gridops.incidents.models import Incident
from gridops.incidents.moves import answering_origin, checking, correcting, dispatching, filing, posts_held
from gridops.incidents.moves.editing import CaseEdit, now_for
from gridops.incidents.moves.wire import ActionIn, ReasonIn
from gridops.people.roles import DESK
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import EXTENT_MARGIN_M, Point


def get_matter_in_use(session: Session, service_code: str) -> MatterVersion:
    """The matter and standard in force; 422 for a code that is not in use."""
    found = matter_queries.find_in_force(session, [service_code]).get(service_code)
    if found is None:
        raise fault("/service_code", "没有这个事项", "No such matter")
    return found


def file(edit: CaseEdit, body: FileIn) -> None:
    """File a reported case, with the routing as a proposal."""
    at = filing_time(edit, body)
    file_case(edit, level=body.level, note=body.note, at=at, condition=body.condition)


def file_case(
    edit: CaseEdit,
    *,
    level: str | None = None,
    note: str | None = None,
    at: Any = None,
    condition: int | None = None,
) -> None:
    """File the case under the version in force, at its matter's level and condition unless others are named."""
    i, session = edit.incident, edit.session
    version = matter_in_force(session, i)
    if condition is not None and condition > len(version.standard.conditions):
        raise fault("/condition", "该事项没有这一条立案条件", "The matter has no such condition")
    i.standard_id = version.standard.id
    wanted = level or i.level
    proposal = proposing.propose(session, i, version, wanted, is_settled=True if level else None)
    # Who files may name the level; where he does not, a rule may lay it down.
    wanted = level or proposal.level or wanted
    _start_outer_clock(edit)
    filing.record_filed(
        edit,
        standard=version.standard,
        terms=clock_terms(session, i.scope_code),
        level=wanted,
        routing=proposal.as_routing(),
        condition=condition or 1,
        note=note,
        at=at,
        stood_in_for=posts_held.stood_in_for(edit.actor, i, version.standard, "file"),
    )


def matter_in_force(session: Session, i: Incident) -> MatterVersion:
    """The matter as it is in force; one that was retired since the report is handled as it was reported."""
    return matter_queries.find_in_force(session, [i.service_code]).get(i.service_code) or matter_as_filed(
        session, i
    )


def matter_as_filed(session: Session, i: Incident) -> MatterVersion:
    """The matter with the version that the case was filed under."""
    return matter_queries.get_matter_version(session, i.standard_id, on=i.reported_at)


def _start_outer_clock(edit: CaseEdit) -> None:
    """A case whose origin has a clock of its own brings its due time, or has it reckoned from the report."""
    i, session = edit.incident, edit.session
    if i.external_due_at is not None:
        return
    policy = _policy(session, i)
    if policy.own_limit is not None:
        terms = clock_terms(session, i.scope_code)
        i.external_due_at = reckon(i.reported_at, policy.own_limit, terms.calendar).due_at


def filing_time(edit: CaseEdit, body: ActionIn) -> datetime:
    return now_for(body.occurred_at, edit.incident.reported_at)


def reject(edit: CaseEdit, body: ReasonIn) -> None:
    """Refuse to file."""
    filing.record_rejected(edit, reason=body.reason)


def _policy(session: Session, i: Incident) -> OriginPolicy:
    """How cases of this one's origin are treated today."""
    return origin_queries.policies_on(session, calendar_queries.today(session)).get(i.origin, USUAL)


def send_back(edit: CaseEdit, body: ReasonIn) -> None:
    """Not ours: back to where it came from, within the time that its origin allows."""
    i, session = edit.incident, edit.session
    policy = _policy(session, i)
    if policy.return_limit is not None:
        terms = clock_terms(session, i.scope_code)
        until = reckon(i.reported_at, policy.return_limit, terms.calendar).due_at
        if clock.now() > until:
            local = until.astimezone(terms.calendar.zone)
            raise Problem(
                "too-late",
                (
                    f"退回{policy.return_to}须在{limit_text(policy.return_limit)}内（{local:%Y-%m-%d %H:%M} 前）",
                    f"It could go back until {until.isoformat()}",
                ),
                until=until.isoformat(),
            )
    answering_origin.record_sent_back(edit, reason=body.reason)


def recall(edit: CaseEdit, body: ReasonIn) -> None:
    """Call all units back, or the one whose dispatch is named."""
    found = named_dispatch(edit, body) if body.dispatch_id is not None else None
    dispatching.record_given_back(edit, "recall", reason=body.reason, dispatch=found)


def rework(edit: CaseEdit, body: ReasonIn) -> None:
    """Have it done again."""
    checking.record_reworked(edit, reason=body.reason)


def verify(edit: CaseEdit, body: VerifyIn) -> None:
    """Checked and found done; a desk that asks by phone has called back by that."""
    desk = edit.actor is not None and edit.actor.has_role_over(edit.incident.scope_code, *DESK)
    policy = _policy(edit.session, edit.incident)
    may_count = not policy.needs_call_back or answering_origin.has_number(edit)
    if body.how == "phone" and desk and may_count:
        answering_origin.note_call_back(edit, result=body.call_back or "satisfied")
    checking.record_verified(edit, how=body.how, result=body.result, note=body.note)


def close(edit: CaseEdit, body: CloseIn) -> None:
    """Close, once whoever it came from has been answered and rung as its origin wants."""
    i, session = edit.incident, edit.session
    if body.answer:
        answering_origin.note_answer(edit)
    policy = _policy(session, i)
    if body.no_caller:
        answering_origin.note_no_caller(edit)
    if body.call_back:
        answering_origin.refuse_without_caller(edit, policy)
        answering_origin.note_call_back(edit, result=body.call_back)
    answering_origin.refuse_unanswered(i, policy)
    said = [
        f"答复：{body.answer}" if body.answer else "",
        f"没有可回访的人：{body.no_caller}" if body.no_caller else "",
        body.note or "",
    ]
    standard = matter_queries.get_standard(session, i.standard_id)
    checking.record_closed(
        edit,
        disposition=body.disposition,
        note="\n".join(one for one in said if one) or None,
        stood_in_for=posts_held.stood_in_for(edit.actor, i, standard, "close"),
    )


def correct(edit: CaseEdit, body: CorrectIn) -> None:
    """Correct matter or place; the place is located anew, a new matter brings its standard."""
    session = edit.session
    matter = place = point = None
    if body.service_code is not None:
        version = get_matter_in_use(session, body.service_code)
        elsewhere = signpost_faults(version.standard.signpost)
        if elsewhere:
            raise invalid(*elsewhere)
        matter = (version.matter, version.standard)
    elif body.location is not None:
        # A new place may lie in another town: other hours, another class of area.
        old = matter_as_filed(session, edit.incident)
        matter = (old.matter, old.standard)
    if body.location is not None:
        if body.location.is_area:
            raise fault("/location/source", "更正须给出点位", "A correction needs a point")
        at = to_cgcs2000([body.location])[0]
        place = locate_many(session, [Point(at.lon, at.lat, body.location.accuracy_m, "manual")])[0]
        if place.outside_m > EXTENT_MARGIN_M:
            raise Problem("out-of-extent")
        point = (at.lon, at.lat)
    correcting.record_corrected(
        edit,
        matter=matter,
        place=place,
        point=point,
        terms=clock_terms(session, place.scope_code if place else edit.incident.scope_code),
        note=body.note,
    )
    if edit.incident.state == "reported":
        proposing.set_level_and_acceptors(session, edit.incident, matter_in_force(session, edit.incident))
    else:
        proposing.route_anew(session, edit.incident, matter_as_filed(session, edit.incident))
