"""Firing timers: each in a transaction of its own; one that fails is put off and tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from gridops import clock
from gridops.db.session import Database, Session
from gridops.dispatch.boundaries.rescoping import comes_into_force
from gridops.dispatch.leaving.handing_over import LEAVES, leave_when_due
from gridops.dispatch.units.ending import unit_turns
from gridops.incidents import queries
from gridops.incidents.clock.running import DUE_SOON, OVERDUE
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.refreshing import refresh_due_state
from gridops.people.posts.changing_times import RIGHTS_CHANGE, rights_change
from gridops.people.units.editing import UNIT_TURNS
from gridops.territory.sets.putting_in_force import COMES_INTO_FORCE
from gridops.timers.queries import take_due
from gridops.timers.setting import drop, put_off

logger = logging.getLogger(__name__)


def _refresh_due(session: Session, incident_id: UUID) -> None:
    incident = queries.lock_incident(session, incident_id)
    if incident is not None and incident.is_open:
        refresh_due_state(CaseEdit(session, incident, None))


#: A handler that returns True has set its timer anew: there is more to do later.
HANDLERS: Mapping[str, Callable[[Session, UUID], bool | None]] = {
    DUE_SOON: _refresh_due,
    OVERDUE: _refresh_due,
    COMES_INTO_FORCE: comes_into_force,
    RIGHTS_CHANGE: rights_change,
    LEAVES: leave_when_due,
    UNIT_TURNS: unit_turns,
}


def fire_due(database: Database, *, limit: int = 200) -> int:
    """Fire timers that are due, at most `limit`; returns how many."""
    fired = 0
    while fired < limit:
        with database.transaction("gridops_system") as session:
            due = take_due(session, now=clock.now(), limit=1)
            if not due:
                return fired
            timer = due[0]
            kind, timer_id, attempts = timer.kind, timer.id, timer.attempts
            try:
                with session.begin_nested():
                    goes_on = HANDLERS[kind](session, timer.entity_id)
                if not goes_on:
                    drop(session, timer)
            except Exception:
                logger.exception("timer %s failed and is put off", kind)
                put_off(session, timer_id, now=clock.now(), attempts=attempts)
        fired += 1
    return fired
