"""Placing a legal hold on a case and lifting it; each is an entry of the log. Never commits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.incidents.holds import queries
from gridops.incidents.holds.models import LegalHold
from gridops.log.appending import Entry, append
from gridops.people.rules import Actor
from gridops.territory.queries import today

PLACED, LIFTED = "legal_hold.placed", "legal_hold.lifted"


def place_hold(
    session: Session, actor: Actor, *, case_number: str, reason: str, until: date | None
) -> LegalHold:
    """Have a case kept; a Problem `invalid` where there is no such case, or the last day is over."""
    incident_id = queries.find_case_id(session, case_number)
    if incident_id is None:
        raise fault("/case_number", "没有这个编号的事件", "No case has this number")
    if until is not None and until < today(session):
        raise fault("/until", "截止日期已过", "This day is over")
    hold = LegalHold(
        incident_id=incident_id, reason=reason, until=until, placed_by=actor.id, placed_at=clock.now()
    )
    session.add(hold)
    session.flush()
    append(session, _entry(PLACED, hold, actor, version=1))
    return hold


def lift_hold(session: Session, actor: Actor, hold_id: UUID) -> LegalHold:
    """End a hold before its time; the same again changes nothing. A Problem `not-found` for an unknown one."""
    hold = queries.lock_hold(session, hold_id)
    if hold is None:
        raise Problem("not-found")
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by = clock.now(), actor.id
        append(session, _entry(LIFTED, hold, actor, version=2))
    return hold


def _entry(action: str, hold: LegalHold, actor: Actor, *, version: int) -> Entry:
    told = {"incident_id": str(hold.incident_id), "until": hold.until.isoformat() if hold.until else None}
    return Entry(action, "legal_hold", hold.id, version, actor.id, data=told)
