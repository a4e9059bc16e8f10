"""What is done first and arbitrated after, written. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.duties.registers.rules import check_either_code
from gridops.duties.responsibilities import queries
from gridops.duties.responsibilities.models import FirstDuty
from gridops.errors import Problem, fault, invalid
from gridops.log.appending import Entry, append

FIRST_DUTIES = UUID("6c7b9d52-0f1e-4a37-8c11-74d3a1f0be03")


def add_first_duty(
    session: Session, actor_id: UUID | None, *, ground: str, service_code: str, group_code: str
) -> FirstDuty:
    """Have a matter, or a group of them, done first and arbitrated after."""
    matters, groups = matter_queries.codes_in_use(session)
    faults = check_either_code(service_code, group_code, matters=matters, groups=groups)
    if faults:
        raise invalid(*faults)
    if any(
        (one.service_code, one.group_code) == (service_code, group_code)
        for one in queries.first_duties(session)
    ):
        raise fault("/service_code", "已在清单上", "It stands on the list already")
    row = FirstDuty(id=new_id(), ground=ground, service_code=service_code, group_code=group_code)
    session.add(row)
    session.flush()
    _tell_first(session, actor_id, row, "added")
    return row


def remove_first_duty(session: Session, actor_id: UUID | None, row_id: UUID) -> None:
    """Take a matter or a group off; what came by the hotline stays done first."""
    row = session.get(FirstDuty, row_id, with_for_update=True)
    if row is None:
        raise Problem("not-found")
    if row.origin:
        raise fault("/id", "12345 来件不能移出", "What came by the hotline stays on the list")
    _tell_first(session, actor_id, row, "removed")
    session.delete(row)
    session.flush()


def _tell_first(session: Session, actor_id: UUID | None, row: FirstDuty, what: str) -> None:
    append(
        session,
        Entry(
            action="first_duty.changed",
            entity="first_duty",
            entity_id=FIRST_DUTIES,
            version=1,
            actor_id=actor_id,
            data={
                "first_duty": what,
                "ground": row.ground,
                "service_code": row.service_code,
                "group_code": row.group_code,
            },
        ),
    )
