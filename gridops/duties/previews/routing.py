"""What would this case get: level, who accepts, unit, helpers, deadline, for a question. Writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridops import clock
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.deadlines import limits_text, reckon_case
from gridops.duties.calendar.presenting import calendar_warnings
from gridops.duties.calendar.reckoning import reckon
from gridops.duties.calendar.wire import ClockStepOut
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.matters.standards import condition_of, post_of
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.rules import USUAL
from gridops.duties.previews.wire import ConsideredOut, PreviewIn, PreviewOut, UnitNameOut
from gridops.duties.routing.naming_powers import with_power
from gridops.duties.routing.places import Site, sites_of
from gridops.duties.routing.router import Proposal, RoutingCase, load_router
from gridops.duties.routing.taken_back import propose_receiving_unit
from gridops.errors import Problem, fault
from gridops.geo.datums import convert
from gridops.territory import queries as territory_queries
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import EXTENT_MARGIN_M, Point

#: Who accepts where neither rule nor standard says so.
USUAL_POSTS = {"grid": ("grid_head", "dispatcher"), "village": ("grid_head", "dispatcher")}
DESK = ("dispatcher", "duty_officer")


def preview(session: Session, sent: PreviewIn) -> PreviewOut:
    """The routing and the clock of a case as it would be filed; 422 by pointer for what is not known."""
    zone = territory_queries.get_deployment(session).time_zone
    at = (sent.at or clock.now()).astimezone(clock.zone(zone))
    version = matter_queries.find_in_force(session, [sent.service_code], at.date()).get(sent.service_code)
    if version is None:
        raise fault("/service_code", "当日没有生效的版本", "No version is in force on that day")
    if sent.condition > len(version.standard.conditions):
        raise fault("/condition", "该事项没有这一条立案条件", "The matter has no such condition")
    scope, site = _site(session, sent, at)
    asked = RoutingCase(
        service_code=sent.service_code,
        matter=version.standard,
        is_admitted=version.is_admitted,
        site=site,
        level=sent.level or version.standard.default_level,
        origin=sent.origin,
        at=at,
        is_settled=sent.level is not None,
    )
    router = load_router(session, [(sent.service_code, version.standard)], [site], on=at.date())
    proposal = with_power(session, asked, propose_receiving_unit(session, asked) or router.propose(asked))
    considered = [
        ConsideredOut(code=one.code, version=one.version, name=one.content.name)
        for one in router.considered(asked)
    ]
    return _present(
        session, sent, version=version, asked=asked, proposal=proposal, considered=considered, scope=scope
    )


def _site(session: Session, sent: PreviewIn, at: datetime) -> tuple[str, Site]:
    scope, special = sent.area_code, None
    if sent.point is not None:
        lons, lats = convert([sent.point.lon], [sent.point.lat], sent.point.coord_sys, "cgcs2000")
        place = locate_many(session, [Point(float(lons[0]), float(lats[0]), None, "manual")])[0]
        if place.outside_m > EXTENT_MARGIN_M:
            raise Problem("out-of-extent")
        scope, special = place.scope_code, place.special_code
    found = sites_of(session, [(scope, special)], on=at.date())[0]
    if not found.areas:
        raise fault("/area_code", "没有这个区域", "No such area")
    return scope, found


def _present(
    session: Session,
    sent: PreviewIn,
    *,
    version: MatterVersion,
    asked: RoutingCase,
    proposal: Proposal,
    considered: list[ConsideredOut],
    scope: str,
) -> PreviewOut:
    level = sent.level or proposal.level or asked.level
    accepts, stand_in = _posts(version, proposal, level)
    zone = territory_queries.get_deployment(session).time_zone
    terms = calendar_queries.clock_terms(session, zone, asked.at.date(), scope)
    limits = condition_of(version.standard.conditions[sent.condition - 1]).limits
    policy = origin_queries.policies_on(session, asked.at.date()).get(sent.origin, USUAL)
    outer = sent.external_due_at
    if outer is None and policy.own_limit is not None:
        outer = reckon(asked.at, policy.own_limit, terms.calendar).due_at
    margin = timedelta(minutes=version.standard.outer_margin_minutes)
    found = reckon_case(asked.at, limits, terms, external_due_at=outer, outer_margin=margin)
    return PreviewOut(
        service_name=version.standard.service_name,
        version=version.standard.version,
        admitted=version.is_admitted,
        place=[asked.site.names[place] for place in asked.site.names],
        level=level,
        accepts=list(accepts),
        stand_in=list(stand_in),
        unit=UnitNameOut(id=proposal.unit.id, name=proposal.unit.name) if proposal.unit else None,
        helping=[UnitNameOut(id=one.id, name=one.name) for one in proposal.helpers],
        sends_helpers=proposal.sends_helpers,
        power=proposal.power,
        basis=proposal.basis,
        rule=proposal.rule,
        reason=proposal.reason,
        considered=considered,
        limit=limits_text(limits),
        due_at=found.due_at,
        external_due_at=outer,
        steps=[ClockStepOut.of(step) for step in found.steps],
        warnings=calendar_warnings(session),
    )


def _posts(version: MatterVersion, proposal: Proposal, level: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    post = post_of(version.standard.posts, level)
    if proposal.accepts:
        return proposal.accepts, (post.stand_in if post else ()) or DESK
    if post is not None:
        return post.file, post.stand_in
    return USUAL_POSTS.get(level, DESK), ()
