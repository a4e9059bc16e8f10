"""From reports to drafts: datum, grid, matter, standard. Everything is checked in memory before a row is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties import queries as duties_queries
from gridops.duties.queries import Rule
from gridops.duties.rules import UNADMITTED_ROLES
from gridops.duties.rules.fields import check_fields, field_of
from gridops.errors import Fault, Problem, fault, invalid
from gridops.incidents.locations import to_cgcs2000
from gridops.incidents.placing import place_columns
from gridops.incidents.recording.rules import case_prefix
from gridops.intake.queries import points_seen
from gridops.intake.wire import ReportIn
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory.locating import locate_many, place_of_area
from gridops.territory.rules import REPEATED_FROM, Place, Point, confidence_of

OUT_OF_EXTENT_M = 20_000
REPORTING_ROLES = (
    "grid_worker",
    "grid_head",
    "dispatcher",
    "duty_officer",
    "handler",
    "agency_head",
    "supervisor",
)
DESK_ROLES = ("dispatcher", "duty_officer", "grid_head", "agency_head", "supervisor")


@dataclass(frozen=True)
class Draft:
    """A report that can be written: what was sent, its matter, its place."""

    report: ReportIn
    rule: Rule
    place: Place
    lon: float
    lat: float


def draft_reports(session: Session, actor: Actor, reports: Sequence[ReportIn]) -> list[Draft | Problem]:
    """A draft or its refusal for each report, in order; a fixed number of statements for any number."""
    rules = duties_queries.find_rules(session, sorted({r.service_code for r in reports}))
    places = _places(session, actor, reports)
    return [_draft(actor, report, rules, places[n]) for n, report in enumerate(reports)]


def _draft(
    actor: Actor, report: ReportIn, rules: Mapping[str, Rule], found: tuple[Place, float, float] | Problem
) -> Draft | Problem:
    faults: list[Fault] = []
    rule = rules.get(report.service_code)
    if rule is None:
        faults.append(Fault("/service_code", "没有这个事项", "No such matter"))
    else:
        faults += _faults_of_matter(actor, report, rule)
    if isinstance(found, Problem):
        faults += found.faults
    if report.join is not None and report.join == report.client_id:
        faults.append(Fault("/join", "不能与自身合并", "A report is not the same as itself"))
    if faults or rule is None:
        return invalid(*faults)
    if isinstance(found, Problem):
        return found
    if report.origin != "patrol" and not actor.has_role(*DESK_ROLES):
        return Problem("out-of-scope", ("此来源只能由中心登记", "Only a desk registers this origin"))
    place, lon, lat = found
    if place.outside_m > OUT_OF_EXTENT_M:
        return Problem("out-of-extent")
    return Draft(report, rule, place, lon, lat)


def _faults_of_matter(actor: Actor, report: ReportIn, rule: Rule) -> list[Fault]:
    """A matter that is not admitted is not for workers; its extra fields are answered as it asks."""
    if not rule.is_admitted and not actor.has_role(*UNADMITTED_ROLES):
        return [
            Fault(
                "/service_code",
                "该事项未准入，网格员不能上报",
                "The matter is not admitted to workers' lists",
            )
        ]
    fields = [field_of(one) for one in rule.standard.fields]
    return check_fields(fields, report.fields, {str(m.client_id) for m in report.media})


def _places(
    session: Session, actor: Actor, reports: Sequence[ReportIn]
) -> list[tuple[Place, float, float] | Problem]:
    found: dict[int, tuple[Place, float, float] | Problem] = {}
    at = [n for n, r in enumerate(reports) if not r.location.is_area]
    points = to_cgcs2000([reports[n].location for n in at])
    conventions = territory_queries.get_deployment(session).fix_conventions
    asked = [
        Point(
            p.lon,
            p.lat,
            loc.accuracy_m,
            loc.source,
            confidence=confidence_of(conventions, loc.source, loc.device),
        )
        for p, loc in zip(points, (reports[n].location for n in at), strict=True)
    ]
    repeated = _repeated(session, asked)
    own = [g.area for g in actor.grants if g.role == "grid_worker" and g.area]
    for k, place in enumerate(locate_many(session, asked, worker_grids=own)):
        if repeated[k]:
            place = replace(place, flags=(*place.flags, "repeated_point"))  # noqa: PLW2901 - the same place
        found[at[k]] = (place, points[k].lon, points[k].lat)
    for n, report in enumerate(reports):
        if report.location.is_area:
            found[n] = _area(session, actor, str(report.location.area_code))
    return [found[n] for n in range(len(reports))]


def _repeated(session: Session, points: Sequence[Point]) -> list[bool]:
    """Whether so many cases already stand at exactly this point that it says nothing of where they are."""
    seen = points_seen(session, [(p.lon, p.lat) for p in points])
    found = []
    for p in points:
        found.append(seen[p.lon, p.lat] >= REPEATED_FROM)
        seen[p.lon, p.lat] += 1
    return found


def _area(session: Session, actor: Actor, code: str) -> tuple[Place, float, float] | Problem:
    if not actor.has_role(*DESK_ROLES):
        return fault(
            "/location/source", "只有中心可以只登记区域", "Only a desk may name an area instead of a point"
        )
    try:
        located = place_of_area(session, code)
    except Problem:
        return fault("/location/area_code", "没有这个区域", "No such area")
    return located, located.lon, located.lat


def row_of(
    draft: Draft,
    actor: Actor,
    *,
    now: datetime,
    district: str,
    day: str,
    laid_down: tuple[str, Sequence[str]],
) -> dict[str, Any]:
    """The row of `incident` for a draft, in state `reported`; its number is given a serial when it is written.

    `laid_down` is the level and the accepting roles that routing rules name before anybody files; mostly ("", ()).
    """
    r, matter, standard = draft.report, draft.rule.matter, draft.rule.standard
    restricted = standard.is_restricted
    numbers = [{"origin": r.origin, "number": r.external_number}] if r.external_number else []
    return {
        "id": r.client_id,
        "case_number": case_prefix(district, day),
        "content_hash": r.content_hash(),
        "version": 1,
        "state": "reported",
        "level": laid_down[0] or standard.default_level,
        "accept_roles": list(laid_down[1]),
        "is_open": True,
        "origin": r.origin,
        "urgency": r.urgency or standard.urgency_default,
        "external_numbers": numbers,
        "external_due_at": r.external_due_at,
        "service_code": matter.service_code,
        "service_name": standard.service_name,
        "service_group": standard.service_group,
        "label_family": standard.label_family,
        "standard_id": standard.id,
        "is_restricted": restricted,
        "description": None if restricted else r.description,
        "fields": {} if restricted else r.fields,
        "address": None if restricted else r.address,
        "lon": draft.lon,
        "lat": draft.lat,
        "geom": f"SRID=4490;POINT({draft.lon!r} {draft.lat!r})",
        "accuracy_m": r.location.accuracy_m,
        "location_source": r.location.source,
        "reported_location": r.location.as_sent(),
        "reporter_id": actor.id,
        "reporter_name": actor.name,
        "unit_ids": [],
        "person_ids": [actor.id],
        "device_id": actor.device_id,
        "routing": None,
        "reported_at": now,
        "occurred_at": r.occurred_at,
        "due_state": "normal",
        **place_columns(draft.place),
    }


def private_row(draft: Draft) -> dict[str, Any] | None:
    """The row of `incident_private`, where there is something private."""
    r, person = draft.report, draft.report.on_behalf_of
    restricted = draft.rule.standard.is_restricted
    if not restricted and (person is None or (person.name is None and person.phone is None)):
        return None
    return {
        "incident_id": r.client_id,
        "description": r.description if restricted else None,
        "address": r.address if restricted else None,
        "fields": r.fields if restricted else {},
        "person_name": person.name if person else None,
        "person_phone": person.phone if person else None,
    }


def ids_of(reports: Sequence[ReportIn]) -> list[UUID]:
    """The reports' ids, each once."""
    return list(dict.fromkeys(r.client_id for r in reports))
