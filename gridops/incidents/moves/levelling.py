"""A case goes to another level, up or down, and waits there filed. Appends to the log; never commits."""

from __future__ import annotations

from typing import Any

from gridops import clock
from gridops.incidents.clock.running import refresh_due_state
from gridops.incidents.dispatches.queries import current_dispatches
from gridops.incidents.models import Incident
from gridops.incidents.moves.moving import Change


def record_level(
    change: Change,
    *,
    level: str,
    routing: dict[str, Any] | None,
    action: str,
    note: str | None,
    data: dict[str, Any],
) -> Incident:
    """Filed at `level`: who was sent is called back, what was confirmed is open again, the clock runs on."""
    i = change.incident
    was = i.level
    running = current_dispatches(change.session, i.id)
    for row in running:
        row.status, row.is_current, row.finished_at = "recalled", False, clock.now()
    gone = {row.assignee_id for row in running if row.assignee_id}
    i.unit_id = i.unit_name = None
    i.unit_ids = []
    i.person_ids = [p for p in i.person_ids if p == i.reporter_id or p not in gone]
    i.handled_at = i.verified_at = None
    i.level, i.routing = level, routing
    change.to("filed")
    change.done(action, note=note, data={"from_level": was, "level": level, **data})
    refresh_due_state(change)
    return i
