"""Taking reports in, one or five hundred, by the same path: known ones answered, new ones written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions.following_intake_mode import follow_intake_mode
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.rules import USUAL
from gridops.duties.words import ORIGIN_WORDS
from gridops.errors import Problem, fault
from gridops.http.problems import from_database
from gridops.incidents import queries
from gridops.incidents.models import Incident
from gridops.incidents.moves import checking, filing
from gridops.incidents.moves.editing import CaseEdit, begin_edit
from gridops.incidents.recording.queries import report_facts
from gridops.incidents.recording.writing import has_companions, record_cases
from gridops.intake.drafting import (
    Draft,
    draft_reports,
    ids_of,
    new_case_of,
)
from gridops.intake.routing_before_filing import levels_and_acceptors
from gridops.intake.wire import ReportIn
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class Outcome:
    """What became of one report: 201 new (with its case, as it was written), 200 known, or a problem.

    `is_bare` tells that nothing stands beside a new case: no photos, no private text, no move.
    """

    status: int
    problem: Problem | None = None
    case: Incident | None = None
    is_bare: bool = False


def accept_reports(
    session: Session, actor: Actor, reports: Sequence[ReportIn], *, is_alone: bool = False
) -> list[Outcome]:
    """Take reports in; the outcomes are in their order. Sending one again answers it, never doubles it.

    `is_alone` says that the request stands and falls with its one report: what the database refuses is raised.
    """
    known = report_facts(session, ids_of(reports))
    outcomes: dict[int, Outcome] = {}
    fresh: dict[UUID, int] = {}
    for n, report in enumerate(reports):
        if report.client_id in known:
            outcomes[n] = _known(report, actor, known[report.client_id])
        elif report.client_id in fresh:
            first = reports[fresh[report.client_id]]
            same = first.content_hash() == report.content_hash()
            outcomes[n] = Outcome(200) if same else Outcome(409, Problem("report-conflict"))
        else:
            fresh[report.client_id] = n
    at = list(fresh.values())
    drafts = draft_reports(session, actor, [reports[n] for n in at]) if at else []
    good: list[tuple[int, Draft]] = []
    for n, draft in zip(at, drafts, strict=True):
        if isinstance(draft, Problem):
            outcomes[n] = Outcome(draft.kind.status, draft)
        else:
            good.append((n, draft))
    if is_alone and good:
        outcomes |= _write_group(session, actor, good)
    else:
        outcomes |= _write(session, actor, good)
    return [_follow(reports, fresh, outcomes, n) for n in range(len(reports))]


def _follow(
    reports: Sequence[ReportIn], fresh: dict[UUID, int], outcomes: dict[int, Outcome], n: int
) -> Outcome:
    """A repetition inside one batch shares the refusal of the report it repeats."""
    first = fresh.get(reports[n].client_id, n)
    if first != n and outcomes[n].status == 200 and outcomes[first].problem is not None:
        return outcomes[first]
    return outcomes[n]


def _known(report: ReportIn, actor: Actor, facts: tuple[UUID, bytes]) -> Outcome:
    reporter, content = facts
    if reporter == actor.id and content == report.content_hash():
        return Outcome(200)
    return Outcome(409, Problem("report-conflict"))


def _write(session: Session, actor: Actor, drafts: Sequence[tuple[int, Draft]]) -> dict[int, Outcome]:
    """Write drafts with their companions in one go; only if the database refuses is the batch halved."""
    if not drafts:
        return {}
    try:
        # The only savepoint: around the whole group, so that a refusal leaves the rest of the request standing.
        with session.begin_nested():
            return _write_group(session, actor, drafts)
    except (DBAPIError, Problem) as error:
        if len(drafts) == 1:
            problem = error if isinstance(error, Problem) else from_database(error)
            if problem.kind.status >= 500:
                raise
            return {drafts[0][0]: Outcome(problem.kind.status, problem)}
        session.expire_all()
    half = len(drafts) // 2
    return _write(session, actor, drafts[:half]) | _write(session, actor, drafts[half:])


def _write_group(session: Session, actor: Actor, drafts: Sequence[tuple[int, Draft]]) -> dict[int, Outcome]:
    now = clock.now()
    zone = clock.zone(territory_queries.get_deployment(session).time_zone)
    settled = levels_and_acceptors(session, [d for _, d in drafts], now.astimezone(zone))
    cases = [new_case_of(d, one) for (_, d), one in zip(drafts, settled, strict=True)]
    written = record_cases(session, actor, cases, at=now)
    outcomes = {
        n: Outcome(201, case=written[case.id], is_bare=not (_goes_on(d) or has_companions(case)))
        for (n, d), case in zip(drafts, cases, strict=True)
        if case.id in written
    }
    for n, draft in drafts:
        if n in outcomes and _goes_on(draft):
            _go_on(session, actor, draft)
    lost = [(n, d) for n, d in drafts if d.report.client_id not in written]
    if lost:
        # Another request wrote the same id between our look and our insert.
        facts = report_facts(session, [d.report.client_id for _, d in lost])
        outcomes |= {n: _known(d.report, actor, facts[d.report.client_id]) for n, d in lost}
    return outcomes


def _goes_on(draft: Draft) -> bool:
    r = draft.report
    return (
        r.resolved_on_site is not None or r.join is not None or draft.version.standard.intake_mode != "manual"
    )


def _go_on(session: Session, actor: Actor, draft: Draft) -> None:
    """What follows a report at once: settled on the spot, joined to a case, or the matter's intake mode."""
    r, mode = draft.report, draft.version.standard.intake_mode
    edit = begin_edit(session, actor, r.client_id)
    if r.resolved_on_site is not None:
        checking.record_resolved_on_site(edit, notes=r.resolved_on_site.notes)
    elif r.join is not None:
        _join(session, actor, edit, r)
    else:
        follow_intake_mode(edit, mode)


def _join(session: Session, actor: Actor, edit: CaseEdit, report: ReportIn) -> None:
    """The same thing as a case in sight: this reporter is told of that case from now on."""
    assert report.join is not None
    policies = origin_queries.policies_on(session, calendar_queries.today(session))
    if not policies.get(report.origin, USUAL).may_merge:
        zh = f"{ORIGIN_WORDS[report.origin]}工单只能关联，不能合并"
        raise fault("/join", zh, f"A case of origin {report.origin} is never merged")
    first = queries.lock_incident(session, report.join)
    if first is None or not first.is_open or first.is_restricted or edit.incident.is_restricted:
        raise fault("/join", "没有可以合并的事件", "No open case to join")
    filing.record_merged_report(edit, into=first.id)
    target = begin_edit(session, actor, first.id)
    if actor.id not in first.person_ids:
        first.person_ids = [*first.person_ids, actor.id]
        first.joined_ids = [*first.joined_ids, actor.id]
    target.log("incident.joined", data={"report": str(edit.incident.id)})
