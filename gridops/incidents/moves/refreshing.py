"""The due state of a case is brought up to date and told: time has passed, or a case was opened anew."""

from __future__ import annotations

from gridops.incidents.clock.running import due_state_now
from gridops.incidents.moves.editing import CaseEdit


def refresh_due_state(edit: CaseEdit) -> bool:
    """Bring `due_state` up to date; True where it changed and an entry was appended (the timers call this)."""
    i = edit.incident
    state = due_state_now(i)
    if state == i.due_state:
        return False
    i.due_state = state
    edit.log(f"incident.due_{state}", data={"due_state": state})
    return True
