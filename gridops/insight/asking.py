"""From what was sent to a `Filters`: areas are held against the asker's scope, days are put into the zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem, Unfit, fault
from gridops.insight.filters import DEFAULT_RADIUS_M, Basis, Filters, Span, parse_moment
from gridops.insight.queries import find_span
from gridops.insight.rules import read_polygon
from gridops.insight.wire import AreaQueryIn, TileQuery
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory.sets.putting_in_force import first_moment
from gridops.territory.sets.queries.finding import codes_in
from gridops.territory.sets.rebasing import Rebased, rebase_codes
from gridops.words import Words


def span_of(
    session: Session,
    actor: Actor,
    codes: Sequence[tuple[str, str]],
    *,
    on: date | None = None,
    is_recorded: bool = False,
) -> Span:
    """What areas stand for on a day (today), or at any time (`is_recorded`); `codes` are pairs (pointer, code).

    422 for a code that no boundary set knows, 403 for an area that does not lie wholly in the actor's scope.
    """
    spans: list[Span] = []
    for at, code in codes:
        found = find_span(session, code, on=on, is_recorded=is_recorded)
        if found is None:
            raise fault(at, "没有这个区域", "No such area")
        spans.append(found)
    span = Span(
        tuple(dict.fromkeys(code for s in spans for code in s.codes)),
        tuple(dict.fromkeys(code for s in spans for code in s.special_codes)),
    )
    if not all(map(actor.may_ask_about, (*span.codes, *span.special_codes))):
        raise Problem("out-of-scope", Words("该区域超出您的权限范围", "The area is outside your scope"))
    return span


def _moment(text: str, zone: ZoneInfo, at: str) -> datetime:
    try:
        return parse_moment(text, zone)
    except Unfit as error:
        raise fault(at, *error.words) from error


def filters_of_query(session: Session, actor: Actor, query: TileQuery) -> Filters:
    """The filters of a list, an export or a tile."""
    if query.radius_m is not None and query.near is None:
        raise fault("/radius_m", "radius_m 须与 near 同用", "radius_m goes with near")
    # Only who names a day needs the deployment's row.
    zone = territory_queries.deployment_zone(session) if query.since or query.until else clock.zone("UTC")
    unit_ids = None
    if query.unit is not None:
        unit_ids = actor.units if query.unit == "mine" else (UUID(query.unit),)
    mine = query.reporter == "me"
    reporter = query.reporter and (actor.id if mine else UUID(query.reporter))
    return Filters(
        span=_span_of_query(session, actor, query) if query.area else None,
        basis=basis_of(session, query.basis, query.on),
        bbox=query.bbox,
        near=query.near,
        radius_m=query.radius_m or DEFAULT_RADIUS_M,
        service_codes=tuple(query.service_code),
        states=tuple(query.state),
        levels=tuple(query.level),
        origins=tuple(query.origin),
        due_states=tuple(query.due_state),
        grid_methods=tuple(query.grid_method),
        unit_ids=unit_ids,
        reporter_id=reporter or None,
        since=_moment(query.since, zone, "/since") if query.since else None,
        until=_moment(query.until, zone, "/until") if query.until else None,
        q=query.q.strip() if query.q else None,
        # A reporter's own list shows what became of every report of his, merged ones too.
        with_merged=mine,
    )


def _span_of_query(session: Session, actor: Actor, query: TileQuery) -> Span:
    is_recorded = query.basis == "recorded"
    return span_of(session, actor, [("/area", query.area or "")], on=query.on, is_recorded=is_recorded)


def basis_of(session: Session, basis: str | None, on: date | None) -> Basis | None:
    """The boundaries that are meant; None where nobody asked. 404 for a day without a set in force."""
    if basis is None and on is None:
        return None
    if basis == "recorded":
        return Basis()
    current = territory_queries.find_set_in_force(session)
    asked = territory_queries.get_set_in_force(session, on)
    if current is not None and asked.id == current.id:
        return Basis(asked.id, is_today=True)
    deployment = territory_queries.get_deployment(session)
    since, until = (
        first_moment(day, deployment.time_zone) if day is not None else None
        for day in (asked.valid_from, asked.valid_to)
    )
    return Basis(
        asked.id,
        since=since,
        until=until,
        district_code=deployment.district_code,
        rebased=rebase_codes(session, current.id, asked.id) if current is not None else Rebased(),
        codes=codes_in(session, asked.id),
    )


def filters_of_area_query(session: Session, actor: Actor, body: AreaQueryIn, zone: ZoneInfo) -> Filters:
    """The filters of an area query: a polygon is read before anything is asked of the database."""
    polygon = read_polygon(body.polygon) if body.polygon is not None else None
    since, until = _moment(body.from_, zone, "/from"), _moment(body.to, zone, "/to")
    if since >= until:
        raise fault("/to", "结束须晚于开始", "`to` must be later than `from`")
    codes = [("/area", body.area)] if body.area else []
    codes += [(f"/areas/{n}", code) for n, code in enumerate(body.areas or [])]
    is_plain = body.basis == "rebased" and body.on is None
    return Filters(
        span=span_of(session, actor, codes, on=body.on, is_recorded=body.basis == "recorded")
        if codes
        else None,
        polygon=polygon,
        basis=None if is_plain else basis_of(session, body.basis, body.on),
        service_codes=tuple(body.service_codes),
        states=tuple(body.states),
        levels=tuple(body.levels),
        since=since,
        until=until,
    )
