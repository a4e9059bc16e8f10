"""Precedents: a decision of the centre after two returns, kept until an administrator ends it. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.precedents import queries
from gridops.duties.precedents.models import Precedent
from gridops.duties.routing.changes import record_change
from gridops.errors import Problem, fault

#: So many returns of one case make the centre's next decision a precedent.
RETURNS = 2
HIDDEN_REASON = "受限事件，理由见案件记录"


@dataclass(frozen=True)
class Decided:
    """What was decided: a matter at a level in an area is a unit's; by which case, and why."""

    service_code: str
    area_code: str
    level: str
    unit_id: UUID
    reason: str
    incident_id: UUID
    case_number: str


def record_precedent(session: Session, actor_id: UUID | None, decided: Decided) -> Precedent:
    """Keep a decision; one that stood for the same matter, level and area ends by it."""
    queries.lock_precedents(session)
    before = queries.find_precedent(
        session, service_code=decided.service_code, area_code=decided.area_code, level=decided.level
    )
    if before is not None:
        _end(session, before, actor_id, f"由案件 {decided.case_number} 的裁定取代")
    made = Precedent(id=new_id(), decided_at=clock.now(), decided_by=actor_id, **vars(decided))
    session.add(made)
    session.flush()
    data: dict[str, object] = {
        "precedent": str(made.id),
        "service_code": made.service_code,
        "area": made.area_code,
        "unit": str(made.unit_id),
    }
    record_change(session, actor_id, data)
    return made


def end_precedent(session: Session, actor_id: UUID | None, precedent_id: UUID, *, why: str) -> Precedent:
    """From now on the rules hold again; cases that were routed by it stay as they are."""
    found = queries.get_precedent(session, precedent_id)
    if found is None:
        raise Problem("not-found")
    if found.ended_at is not None:
        raise fault("/why", "这个先例已经终止", "This precedent has been ended")
    _end(session, found, actor_id, why)
    record_change(
        session, actor_id, {"precedent": str(found.id), "service_code": found.service_code, "ended": "now"}
    )
    return found


def hide_words(session: Session, incident_id: UUID) -> None:
    """A case that turns out to be restricted takes its words back; what it decided holds on. The mover logs it."""
    for found in queries.precedents_of(session, incident_id):
        found.reason = HIDDEN_REASON
    session.flush()


def _end(session: Session, precedent: Precedent, actor_id: UUID | None, why: str) -> None:
    precedent.ended_at, precedent.ended_by, precedent.ended_why = clock.now(), actor_id, why
    session.flush()
