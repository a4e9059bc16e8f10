"""From reports to drafts: datum, grid, matter, standard. Everything is checked in memory before a row is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.fields import check_fields, field_of
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.matters.rules import signpost_faults
from gridops.errors import Fault, Problem, fault, invalid
from gridops.incidents.locations import LocationIn, to_cgcs2000
from gridops.incidents.recording.new_case import NewCase, PlacedPoint
from gridops.incidents.recording.occurrence import is_for_desk
from gridops.intake.wire import ReportIn
from gridops.people.roles import CATALOGUE_READERS, REGISTRARS
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory.places.locating import locate_many, place_of_area
from gridops.territory.places.rules import EXTENT_MARGIN_M, REPEATED_FROM, Place, Point, confidence_of


@dataclass(frozen=True)
class Draft:
    """A report that can be written: what was sent, its matter, where it is."""

    report: ReportIn
    version: MatterVersion
    spot: PlacedPoint


#: (lon, lat) in CGCS2000 degrees, None where a report names an area.
Degrees = tuple[float, float] | None


def degrees_of(reports: Sequence[ReportIn]) -> list[Degrees]:
    """Where each report says it is, in order."""
    points = iter(to_cgcs2000([r.location for r in reports if not r.location.is_area]))
    return [None if r.location.is_area else ((at := next(points)).lon, at.lat) for r in reports]


def draft_reports(
    session: Session,
    actor: Actor,
    reports: Sequence[ReportIn],
    degrees: Sequence[Degrees],
    seen: Counter[tuple[float, float]],
) -> list[Draft | Problem]:
    """A draft or its refusal for each report, in order; `seen` are the cases that stand at the very same points."""
    versions = matter_queries.find_in_force(session, sorted({r.service_code for r in reports}))
    spots = _spots(session, actor, reports, degrees, seen)
    return [_draft(actor, report, versions, spots[n]) for n, report in enumerate(reports)]


def _draft(
    actor: Actor, report: ReportIn, versions: Mapping[str, MatterVersion], found: PlacedPoint | Problem
) -> Draft | Problem:
    faults: list[Fault] = []
    version = versions.get(report.service_code)
    if version is None:
        faults.append(Fault("/service_code", "没有这个事项", "No such matter"))
    else:
        faults += _faults_of_matter(actor, report, version)
    if isinstance(found, Problem):
        faults += found.faults
    if report.join is not None and report.join == report.client_id:
        faults.append(Fault("/join", "不能与自身合并", "A report is not the same as itself"))
    if report.origin != "patrol" and not is_for_desk(report.occurred_at, clock.now()):
        faults.append(
            Fault(
                "/occurred_at", "发生时间太早或在将来，请核对", "Too long ago or in the future, please check"
            )
        )
    if faults or version is None:
        return invalid(*faults)
    if isinstance(found, Problem):
        return found
    if report.origin != "patrol" and not actor.has_role(*REGISTRARS):
        return Problem("out-of-scope", REGISTRARS.refusal)
    if found.place.outside_m > EXTENT_MARGIN_M:
        return Problem("out-of-extent")
    return Draft(report, version, found)


def _faults_of_matter(actor: Actor, report: ReportIn, version: MatterVersion) -> list[Fault]:
    """A matter that is not admitted is not for workers; its extra fields are answered as it asks."""
    if not version.is_admitted and not actor.has_role(*CATALOGUE_READERS):
        return [
            Fault(
                "/service_code",
                "该事项未准入，网格员不能上报",
                "The matter is not admitted to workers' lists",
            )
        ]
    elsewhere = signpost_faults(version.standard.signpost)
    if elsewhere:
        return elsewhere
    fields = [field_of(one) for one in version.standard.fields]
    return check_fields(fields, report.fields, {str(m.client_id) for m in report.media})


def _spots(
    session: Session,
    actor: Actor,
    reports: Sequence[ReportIn],
    degrees: Sequence[Degrees],
    seen: Counter[tuple[float, float]],
) -> list[PlacedPoint | Problem]:
    at = [(r.location, where) for r, where in zip(reports, degrees, strict=True) if where is not None]
    points = iter(_spots_of_points(session, actor, at, seen))
    return [
        _spot_of_area(session, actor, report.location) if report.location.is_area else next(points)
        for report in reports
    ]


def _spots_of_points(
    session: Session,
    actor: Actor,
    located: Sequence[tuple[LocationIn, tuple[float, float]]],
    seen: Counter[tuple[float, float]],
) -> list[PlacedPoint]:
    conventions = territory_queries.get_deployment(session).fix_conventions
    points = [
        Point(
            lon,
            lat,
            said.accuracy_m,
            said.source,
            confidence=confidence_of(conventions, said.source, said.device),
        )
        for said, (lon, lat) in located
    ]
    own = [g.area for g in actor.grants if g.role == "grid_worker" and g.area]
    places = locate_many(session, points, worker_grids=own)
    repeated = _repeated(points, seen)
    return [
        _spot(replace(place, flags=(*place.flags, "repeated_point")) if again else place, lon, lat, said)
        for place, again, (said, (lon, lat)) in zip(places, repeated, located, strict=True)
    ]


def _spot(place: Place, lon: float, lat: float, said: LocationIn) -> PlacedPoint:
    return PlacedPoint(place, lon, lat, said.source, said.accuracy_m, said.as_sent())


def _repeated(points: Sequence[Point], seen: Counter[tuple[float, float]]) -> list[bool]:
    """Whether so many cases already stand at exactly this point that it says nothing of where they are."""
    found = []
    for p in points:
        found.append(seen[p.lon, p.lat] >= REPEATED_FROM)
        seen[p.lon, p.lat] += 1
    return found


def _spot_of_area(session: Session, actor: Actor, said: LocationIn) -> PlacedPoint | Problem:
    if not actor.has_role(*REGISTRARS):
        return fault(
            "/location/source", "只有中心可以只登记区域", "Only a desk may name an area instead of a point"
        )
    try:
        located = place_of_area(session, str(said.area_code))
    except Problem:
        return fault("/location/area_code", "没有这个区域", "No such area")
    return _spot(located, located.lon, located.lat, said)


def new_case_of(draft: Draft, settled: tuple[str, Sequence[str]]) -> NewCase:
    """What was heard, for the room that writes it.

    `settled` is the level and the accepting roles that routing rules name before anybody files; mostly ("", ()).
    """
    r, person = draft.report, draft.report.on_behalf_of
    return NewCase(
        id=r.client_id,
        content_hash=r.content_hash(),
        matter=draft.version.matter,
        standard=draft.version.standard,
        spot=draft.spot,
        occurred_at=r.occurred_at,
        description=r.description,
        address=r.address,
        fields=r.fields,
        origin=r.origin,
        urgency=r.urgency,
        external_number=r.external_number,
        external_due_at=r.external_due_at,
        person_name=person.name if person else None,
        person_phone=person.phone if person else None,
        no_caller=r.no_caller,
        media=r.media,
        level=settled[0],
        accept_roles=settled[1],
    )


def ids_of(reports: Sequence[ReportIn]) -> list[UUID]:
    """The reports' ids, each once."""
    return list(dict.fromkeys(r.client_id for r in reports))
