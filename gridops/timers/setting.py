"""Setting timers, dropping them, putting them off. Which are due is asked in queries.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert

from gridops.db.gathering import Gathered
from gridops.db.ids import new_id
from gridops.db.session import Session, say_before
from gridops.timers.models import Timer


def set_timer(session: Session, *, kind: str, entity: str, entity_id: UUID, due_at: datetime) -> None:
    """Set a timer, or move it where it is set already; where rows are gathered, it is set with those."""
    values = {"id": new_id(), "kind": kind, "entity": entity, "entity_id": entity_id, "due_at": due_at}
    if session.gathered is not None:
        # Set twice, it is moved.
        others = session.gathered.take("timer")
        kept = [row for row in others if (row["entity_id"], row["kind"]) != (entity_id, kind)]
        session.gathered.rows["timer"] = kept
        session.gathered.add("timer", values)
        return
    row = insert(Timer).values(values)
    session.execute(
        row.on_conflict_do_update(index_elements=["entity_id", "kind"], set_={"due_at": row.excluded.due_at})
    )


def set_gathered(session: Session, gathered: Gathered) -> None:
    """Set the timers that were held back, in the trip of the next statement."""
    rows = gathered.take("timer")
    if rows:
        say_before(session, _SET, orjson.dumps(rows).decode())


_SET = (
    "INSERT INTO gridops.timer (id, kind, entity, entity_id, due_at)"
    " SELECT r.id, r.kind, r.entity, r.entity_id, r.due_at"
    " FROM jsonb_populate_recordset(NULL::gridops.timer, %s::jsonb) AS r"
    " ON CONFLICT (entity_id, kind) DO UPDATE SET due_at = excluded.due_at"
)


def drop(session: Session, timer: Timer) -> None:
    """A timer has done its work."""
    session.execute(delete(Timer).where(Timer.id == timer.id))


def drop_timer(session: Session, *, kind: str, entity_id: UUID) -> None:
    """What a timer was set for will not come; none where it is gone already."""
    session.execute(delete(Timer).where(Timer.kind == kind, Timer.entity_id == entity_id))


def put_off(session: Session, timer_id: UUID, *, now: datetime, attempts: int) -> None:
    """Try a timer again later, each time a little later, at most an hour."""
    wait = min(timedelta(seconds=10 * 2 ** min(attempts, 9)), timedelta(hours=1))
    session.execute(
        update(Timer).where(Timer.id == timer_id).values(due_at=now + wait, attempts=attempts + 1)
    )
