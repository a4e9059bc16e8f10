"""Taking reports in, one or five hundred, by the same path: known ones answered, new ones written once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions.following_intake_mode import follow_intake_mode
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.rules import USUAL
from gridops.duties.routing import queries as routing_queries
from gridops.duties.words import ORIGIN_WORDS
from gridops.errors import Problem, fault
from gridops.http.problems import from_database
from gridops.incidents import queries
from gridops.incidents.moves import checking, filing
from gridops.incidents.moves.editing import CaseEdit, begin_edit
from gridops.incidents.recording.queries import report_facts
from gridops.incidents.recording.writing import Begun, CaseWriting
from gridops.intake.drafting import Draft, degrees_of, draft_reports, ids_of, new_case_of
from gridops.intake.knowing_numbers import hear_again, number_of
from gridops.intake.outcomes import Outcome, Taken
from gridops.intake.queries import facts_before
from gridops.intake.routing_before_filing import levels_and_acceptors
from gridops.intake.wire import ReportIn
from gridops.people.roles import DESK, UNIT_MEMBERS
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def accept_reports(
    session: Session, actor: Actor, reports: Sequence[ReportIn], *, is_alone: bool = False
) -> Taken:
    """Take reports in; the outcomes are in their order. Sending one again answers it, never doubles it.

    `is_alone` says that the request stands and falls with its one report: what the database refuses is raised.
    """
    degrees = degrees_of(reports)
    points = list(dict.fromkeys(at for at in degrees if at is not None))
    facts = facts_before(
        session,
        ids_of(reports),
        points,
        _roles_of_posts(session, reports),
        numbers=sorted({number for r in reports if (number := number_of(r))}),
        acting=tuple(UNIT_MEMBERS) if actor.has_role(*DESK) else (),
    )
    known = facts.known
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
    there = [degrees[n] for n in at]
    drafts = draft_reports(session, actor, [reports[n] for n in at], there, facts.seen) if at else []
    good: list[tuple[int, Draft]] = []
    again: list[tuple[int, Draft]] = []
    taken = set(facts.numbered)
    for n, draft in zip(at, drafts, strict=True):
        if isinstance(draft, Problem):
            outcomes[n] = Outcome(draft.kind.status, draft)
        elif (number := number_of(draft.report)) in taken:
            again.append((n, draft))
        else:
            good.append((n, draft))
            taken |= {number} if number else set()
    if is_alone and good:
        outcomes |= _write_group(session, actor, good, is_alone=True)
    else:
        outcomes |= _write(session, actor, good)
    outcomes |= hear_again(session, actor, again, facts.numbered)
    followed = [_follow(reports, fresh, outcomes, n) for n in range(len(reports))]
    return Taken(followed, facts.posts, facts.manned)


def _roles_of_posts(session: Session, reports: Sequence[ReportIn]) -> set[str]:
    """The roles that standards or rules name for filing and closing: who holds them decides what may be done next."""
    matters = matter_queries.find_in_force(session, sorted({r.service_code for r in reports}))
    posts = [post for found in matters.values() for post in found.standard.posts.values()]
    named = {role for post in posts for act in ("file", "close") for role in post.get(act, ())}
    rules = routing_queries.rules_that_lift(session, calendar_queries.today(session))
    return named | {role for rule in rules for role in rule.content.accepts}


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


def _write_group(
    session: Session, actor: Actor, drafts: Sequence[tuple[int, Draft]], *, is_alone: bool = False
) -> dict[int, Outcome]:
    now = clock.now()
    zone = clock.zone(territory_queries.get_deployment(session).time_zone)
    settled = levels_and_acceptors(session, [d for _, d in drafts], now.astimezone(zone))
    outcomes: dict[int, Outcome] = {}
    with CaseWriting(session, actor, now) as writing:
        for (n, draft), one in zip(drafts, settled, strict=True):
            case = writing.begin(new_case_of(draft, one))
            try:
                _go_on(session, actor, draft, case)
            except Problem as problem:
                if is_alone:
                    raise
                writing.take_back(draft.report.client_id)
                outcomes[n] = Outcome(problem.kind.status, problem)
            else:
                outcomes[n] = Outcome(201, case=case)
        written = writing.write()
    lost = []
    for n, draft in drafts:
        case_id = draft.report.client_id
        if outcomes[n].case is None:
            continue
        if case_id not in written.numbers:
            lost.append((n, draft))
        elif _is_joined(draft):
            _join(session, actor, begin_edit(session, actor, case_id), draft.report)
            outcomes[n] = Outcome(201)
    if lost:
        # Another request wrote the same id, or the same number, between our look and our insert.
        facts = report_facts(session, [d.report.client_id for _, d in lost])
        by_id = [(n, d) for n, d in lost if d.report.client_id in facts]
        outcomes |= {n: _known(d.report, actor, facts[d.report.client_id]) for n, d in by_id}
        outcomes |= hear_again(session, actor, [one for one in lost if one not in by_id], {})
    return outcomes


def _is_joined(draft: Draft) -> bool:
    return draft.report.join is not None and draft.report.resolved_on_site is None


def _go_on(session: Session, actor: Actor, draft: Draft, case: Begun) -> None:
    """What follows a report at once, before it is written: settled on the spot, or the matter's intake mode."""
    r = draft.report
    if _is_joined(draft):
        return
    edit = CaseEdit(session, case.incident, actor)
    if r.resolved_on_site is not None:
        checking.record_resolved_on_site(edit, notes=r.resolved_on_site.notes)
    else:
        follow_intake_mode(edit, draft.version.standard.intake_mode)
    case.dispatches += edit.dispatches


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
