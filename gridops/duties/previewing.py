"""What would a case get: the clock, the version, the unit, for a question an administrator asks. Writes nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.duties import queries
from gridops.duties.places import sites_of
from gridops.duties.queries import Rule
from gridops.duties.routing import Asked, Proposal, load_router
from gridops.duties.rules import (
    Limit,
    Pause,
    condition_of,
    limit_text,
    limits_text,
    parse_limits,
    reckon_case,
)
from gridops.duties.wire.calendar import ClockAnswerOut, ClockIn, ClockLimitOut, ClockStepOut
from gridops.duties.wire.register import ChangeOut
from gridops.errors import Fault, fault, invalid
from gridops.log import queries as log_queries
from gridops.people import queries as people_queries
from gridops.territory import queries as territory_queries


def try_clock(session: Session, asked: ClockIn) -> ClockAnswerOut:
    """The deadline step by step, for a limit in words or a matter's condition, at a place and a moment."""
    if (asked.limit is None) == (asked.service_code is None):
        raise fault("/limit", "请填写时限或事项其一", "Give either a limit or a matter")
    zone = territory_queries.get_deployment(session).time_zone
    rule = _rule(session, asked)
    limits = _limits(asked, rule)
    terms = queries.clock_terms(session, zone, asked.start.date(), asked.area_code)
    margin = rule.standard.outer_margin_minutes if rule is not None else 60
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
        zh, _, en = str(error).partition("|")
        raise invalid(Fault("/limit", zh, en or zh)) from error
    proposal = _proposal(session, asked, rule, zone)
    return ClockAnswerOut(
        due_at=found.due_at,
        limit=limits_text(limits),
        steps=[ClockStepOut.of(step) for step in found.steps],
        limits=[
            ClockLimitOut(name=d.limit.name, text=limit_text(d.limit), due_at=d.deadline.due_at)
            for d in found.limits
        ],
        area_class=terms.area_class,
        version=rule.standard.version if rule is not None else None,
        admitted=rule.is_admitted if rule is not None else None,
        unit=proposal.unit.name if proposal is not None and proposal.unit else None,
        reason=proposal.reason if proposal is not None else None,
        warnings=calendar_warnings(session),
    )


def _rule(session: Session, asked: ClockIn) -> Rule | None:
    if asked.service_code is None:
        return None
    found = queries.find_rules(session, [asked.service_code], asked.start.date()).get(asked.service_code)
    if found is None:
        raise fault("/service_code", "当日没有生效的版本", "No version is in force on that day")
    return found


def _limits(asked: ClockIn, rule: Rule | None) -> tuple[Limit, ...]:
    if rule is not None:
        if asked.condition > len(rule.standard.conditions):
            raise fault("/condition", "该事项没有这一条立案条件", "The matter has no such condition")
        return condition_of(rule.standard.conditions[asked.condition - 1]).limits
    try:
        return parse_limits(asked.limit or "", mode=asked.mode)
    except ValueError as error:
        zh, _, en = str(error).partition("|")
        raise invalid(Fault("/limit", zh, en or zh)) from error


def _proposal(session: Session, asked: ClockIn, rule: Rule | None, zone: str) -> Proposal | None:
    if rule is None or not asked.area_code:
        return None
    at = asked.start.astimezone(clock.zone(zone))
    site = sites_of(session, [(asked.area_code, None)], on=at.date())[0]
    if not site.areas:
        raise fault("/area_code", "没有这个区域", "No such area")
    code, standard = rule.matter.service_code, rule.standard
    router = load_router(session, [(code, standard)], [site], on=at.date())
    return router.propose(
        Asked(
            service_code=code,
            matter=standard,
            is_admitted=rule.is_admitted,
            site=site,
            level=standard.default_level,
            origin="patrol",
            at=at,
        )
    )


def calendar_warnings(session: Session) -> list[str]:
    """What administrators must be told loudly: years that limits run into and nobody has announced here."""
    return [
        f"{year} 年放假安排尚未录入，时限按周一至周五计算，请导入国务院办公厅的通知"
        for year in queries.unknown_years(session, queries.today(session))
    ]


def changes_of(session: Session, entity_id: UUID) -> list[ChangeOut]:
    """Who changed an entity of this room, and what, newest first."""
    with acting_as(session, "gridops_map"):
        entries = log_queries.timeline(session, entity_id)[-200:]
    names = people_queries.names_of(session, [e.actor_id for e in entries if e.actor_id])
    return [
        ChangeOut(
            at=e.at,
            actor=names.get(e.actor_id) if e.actor_id else None,
            action=e.action,
            version=e.version,
            data=e.data,
        )
        for e in reversed(entries)
    ]
