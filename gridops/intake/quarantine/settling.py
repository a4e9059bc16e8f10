"""Settling a body in quarantine: taken in as its sender's own report, or put away. Never commits.

Who settles it learns what became of it by codes alone: a body's content is none of an administrator's business.
"""

from __future__ import annotations

from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.errors import Problem
from gridops.http.parsing import parse_json
from gridops.intake.quarantine import queries
from gridops.intake.quarantine.reading import readings
from gridops.intake.reporting import accept_reports
from gridops.intake.wire import BatchIn, ReportIn
from gridops.log.appending import Entry, append
from gridops.people import queries as people_queries
from gridops.people import scope
from gridops.people.roles import REPORTERS
from gridops.people.rules import Actor

REPORT, BATCH = "/api/v1/reports", "/api/v1/reports/batch"
SYSTEM = "gridops_system"


def retry(session: Session, admin: Actor, row_id: UUID) -> None:
    """Read it again and take it in as its sender's; what it came to is noted where it is refused again."""
    with acting_as(session, SYSTEM):
        row = _open_row(session, row_id)
        owner = people_queries.find_actor(session, row.account_id, row.device_id)
    if row.body is None:
        raise Problem(
            "gone", ("内容已只留校验值，无法重试", "Only its hash is kept; it cannot be tried again")
        )
    if owner is None or not REPORTERS.admits(owner):
        raise Problem(
            "conflict", ("发送人的账号已停用或不能上报", "Its sender's account is closed, or reports no more")
        )
    told = _take_in(session, owner, row.path, bytes(row.body))
    with acting_as(session, SYSTEM):
        queries.note_attempt(session, row_id, told)
        if told == "taken_in":
            queries.settle_row(session, row_id, by=admin.id, as_="taken_in")
    _log(session, admin, row_id, "quarantine.retried", told)


def dismiss(session: Session, admin: Actor, row_id: UUID) -> None:
    """Put it away: nobody is asked to look at it any more."""
    with acting_as(session, SYSTEM):
        _open_row(session, row_id)
        queries.settle_row(session, row_id, by=admin.id, as_="dismissed")
    _log(session, admin, row_id, "quarantine.dismissed", "dismissed")


def _open_row(session: Session, row_id: UUID):  # type: ignore[no-untyped-def]
    row = queries.lock_row(session, row_id)
    if row is None:
        raise Problem("not-found")
    if row.settled_at is not None:
        raise Problem("conflict", ("已经处理过", "It has been settled already"))
    return row


def _take_in(session: Session, owner: Actor, path: str, body: bytes) -> str:
    """`taken_in`, or the code of what refused it."""
    if path not in {REPORT, BATCH}:
        return "not-a-report"
    try:
        reports = _read(path, body)
    except Problem as problem:
        return problem.kind.code
    scope.enter(session, owner)
    outcomes = accept_reports(session, owner, reports).outcomes
    refused = [one.problem.kind.code for one in outcomes if one.problem is not None]
    # What of a batch was good is there now, and is known when it is tried again.
    return refused[0] if refused else "taken_in"


def _read(path: str, body: bytes) -> list[ReportIn]:
    first: Problem | None = None
    for read in readings(body):
        try:
            if path == REPORT:
                return [parse_json(ReportIn, read)]
            return [ReportIn.model_validate(one) for one in parse_json(BatchIn, read).reports]
        except Problem as problem:
            if problem.kind.code != "bad-json":
                raise
            first = first or problem
    assert first is not None
    raise first


def _log(session: Session, admin: Actor, row_id: UUID, action: str, told: str) -> None:
    entry = Entry(
        action=action,
        entity="quarantine",
        entity_id=row_id,
        version=1,
        actor_id=admin.id,
        data={"told": told},
    )
    append(session, entry)
