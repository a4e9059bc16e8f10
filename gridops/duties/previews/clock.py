"""What deadline would a case get, for a question an administrator asks. Writes nothing."""

from __future__ import annotations

from datetime import timedelta

from gridops import clock
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.deadlines import limits_text, reckon_case
from gridops.duties.calendar.limits import Limit, limit_text, parse_limits
from gridops.duties.calendar.presenting import calendar_warnings
from gridops.duties.calendar.reckoning import Pause
from gridops.duties.calendar.wire import ClockLimitOut, ClockStepOut
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.matters.standards import condition_of
from gridops.duties.previews.wire import ClockAnswerOut, ClockIn
from gridops.duties.routing.places import sites_of
from gridops.duties.routing.router import Proposal, RoutingCase, load_router
from gridops.errors import Fault, fault, invalid, words_of
from gridops.territory import queries as territory_queries


def try_clock(session: Session, asked: ClockIn) -> ClockAnswerOut:
    """The deadline step by step, for a limit in words or a matter's condition, at a place and a moment."""
    if (asked.limit is None) == (asked.service_code is None):
        raise fault("/limit", "请填写时限或事项其一", "Give either a limit or a matter")
    zone = territory_queries.get_deployment(session).time_zone
    version = _version(session, asked)
    limits = _limits(asked, version)
    terms = calendar_queries.clock_terms(session, zone, asked.start.date(), asked.area_code)
    margin = version.standard.outer_margin_minutes if version is not None else 60
    try:
        found = reckon_case(
            asked.start,
            limits,
            terms,
            external_due_at=asked.external_due_at,
            outer_margin=timedelta(minutes=margin),
            pauses=[Pause(p.start, p.end) for p in asked.pauses],
        )
    except ValueError as error:
        raise invalid(Fault("/limit", *words_of(error))) from error
    proposal = _proposal(session, asked, version, zone)
    return ClockAnswerOut(
        due_at=found.due_at,
        limit=limits_text(limits),
        steps=[ClockStepOut.of(step) for step in found.steps],
        limits=[
            ClockLimitOut(name=d.limit.name, text=limit_text(d.limit), due_at=d.deadline.due_at)
            for d in found.limits
        ],
        area_class=terms.area_class,
        version=version.standard.version if version is not None else None,
        admitted=version.is_admitted if version is not None else None,
        unit=proposal.unit.name if proposal is not None and proposal.unit else None,
        reason=proposal.reason if proposal is not None else None,
        warnings=calendar_warnings(session),
    )


def _version(session: Session, asked: ClockIn) -> MatterVersion | None:
    if asked.service_code is None:
        return None
    found = matter_queries.find_in_force(session, [asked.service_code], asked.start.date()).get(
        asked.service_code
    )
    if found is None:
        raise fault("/service_code", "当日没有生效的版本", "No version is in force on that day")
    return found


def _limits(asked: ClockIn, version: MatterVersion | None) -> tuple[Limit, ...]:
    if version is not None:
        if asked.condition > len(version.standard.conditions):
            raise fault("/condition", "该事项没有这一条立案条件", "The matter has no such condition")
        return condition_of(version.standard.conditions[asked.condition - 1]).limits
    try:
        return parse_limits(asked.limit or "", mode=asked.mode)
    except ValueError as error:
        raise invalid(Fault("/limit", *words_of(error))) from error


def _proposal(session: Session, asked: ClockIn, version: MatterVersion | None, zone: str) -> Proposal | None:
    if version is None or not asked.area_code:
        return None
    at = asked.start.astimezone(clock.zone(zone))
    site = sites_of(session, [(asked.area_code, None)], on=at.date())[0]
    if not site.areas:
        raise fault("/area_code", "没有这个区域", "No such area")
    code, standard = version.matter.service_code, version.standard
    router = load_router(session, [(code, standard)], [site], on=at.date())
    return router.propose(
        RoutingCase(
            service_code=code,
            matter=standard,
            is_admitted=version.is_admitted,
            site=site,
            level=standard.default_level,
            origin="patrol",
            at=at,
        )
    )
