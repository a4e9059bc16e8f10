"""Admission: a department applies to put a matter on workers; it is approved, refused, or ended. Never commits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries
from gridops.duties.matters.editing import agency_codes, append_changed
from gridops.duties.matters.models import Admission, Matter
from gridops.errors import Problem, fault


def apply_for(
    session: Session, actor_id: UUID | None, matter: Matter, *, agency: str, reason: str
) -> Admission:
    """A department's application; one that is open or in force already is not applied for again."""
    if agency not in agency_codes(session):
        raise fault("/agency", "没有这个部门", "No such agency")
    if any(a.state == "applied" for a in queries.admissions_of(session, matter.id)):
        raise fault("/agency", "该事项已有待审的准入申请", "An application for this matter is open already")
    made = Admission(
        id=new_id(),
        matter_id=matter.id,
        state="applied",
        applied_by=agency,
        applied_at=clock.now(),
        reason=reason,
    )
    session.add(made)
    _tell(session, actor_id, matter, made)
    return made


def decide(
    session: Session,
    actor_id: UUID | None,
    matter: Matter,
    admission_id: UUID,
    *,
    is_approved: bool,
    note: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Admission:
    """Approve an application from a day on (today without one), to a day if it is to end, or refuse it."""
    found = _get(session, matter, admission_id)
    if found.state != "applied":
        raise fault("/state", "这份申请已经办结", "This application has been decided")
    starts = valid_from or calendar_queries.today(session)
    if is_approved and valid_to is not None and valid_to <= starts:
        raise fault("/valid_to", "到期日须晚于生效日", "An admission ends after it begins")
    found.decided_at, found.decided_by, found.decision_note = clock.now(), actor_id, note
    found.state = "approved" if is_approved else "refused"
    if is_approved:
        found.valid_from, found.valid_to = starts, valid_to
    _tell(session, actor_id, matter, found)
    return found


def end(
    session: Session, actor_id: UUID | None, matter: Matter, admission_id: UUID, *, valid_to: date
) -> Admission:
    """Have an admission end on a day, today at the earliest: from that day the matter is no longer the workers'."""
    found = _get(session, matter, admission_id)
    if found.state not in {"approved", "ended"} or found.valid_from is None:
        raise fault("/state", "只有已批准的准入可以终止", "Only an approved admission can end")
    if valid_to < calendar_queries.today(session) or valid_to <= found.valid_from:
        raise fault(
            "/valid_to", "到期日不能早于今天，且须晚于生效日", "It ends today or later, and after it began"
        )
    found.state, found.valid_to = "ended", valid_to
    _tell(session, actor_id, matter, found)
    return found


def _get(session: Session, matter: Matter, admission_id: UUID) -> Admission:
    found = session.get(Admission, admission_id, with_for_update=True)
    if found is None or found.matter_id != matter.id:
        raise Problem("not-found")
    return found


def _tell(session: Session, actor_id: UUID | None, matter: Matter, admission: Admission) -> None:
    session.flush()
    newest = queries.versions_of(session, [matter.id])[matter.id][0]
    data: dict[str, object] = {"admission": admission.state, "agency": admission.applied_by}
    for name in ("valid_from", "valid_to"):
        day = getattr(admission, name)
        if day is not None:
            data[name] = day.isoformat()
    append_changed(session, actor_id, matter, version=newest.version, data=data)
