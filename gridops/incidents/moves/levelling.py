"""A case goes to another level, up or down, and waits there filed. Appends to the log; never commits."""

from __future__ import annotations

from typing import Any

from gridops import clock
from gridops.incidents.models import Incident
from gridops.incidents.moves.dispatching import release_units
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.refreshing import refresh_due_state


def record_level(
    edit: CaseEdit,
    *,
    level: str,
    routing: dict[str, Any] | None,
    move: str,
    note: str | None,
    data: dict[str, Any],
) -> Incident:
    """Filed at `level`: who was sent is called back, what was confirmed is open again, the clock runs on."""
    i = edit.incident
    was = i.level
    running = edit.running
    for row in running:
        row.status, row.is_current, row.finished_at = "recalled", False, clock.now()
    release_units(i, running)
    i.handled_at = i.verified_at = None
    i.level, i.routing = level, routing
    edit.move(move)
    edit.done(note=note, data={"from_level": was, "level": level, **data})
    refresh_due_state(edit)
    return i
