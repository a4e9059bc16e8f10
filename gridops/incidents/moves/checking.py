"""Verification, rework and closing: never by the one who handled. Appends to the log; never commits."""

from __future__ import annotations

from collections.abc import Sequence

from gridops import clock
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident
from gridops.incidents.moves.answering_origin import forget_call_back
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.refreshing import refresh_due_state


def record_verified(edit: CaseEdit, *, how: str, result: str, note: str | None) -> Incident:
    """Checked and found done. The result is a person's words: it stands in the note, not in the log."""
    edit.move("verify")
    edit.incident.verified_at = clock.now()
    said = f"{result}\n{note}" if note else result
    return edit.done(note=said, data={"how": how})


def record_reworked(edit: CaseEdit, *, reason: str) -> Incident:
    """Not done: the same unit goes on with all that is there; the clock runs on."""
    i = edit.incident
    edit.move("rework")
    i.handled_at = i.verified_at = None
    forget_call_back(i)
    for dispatch in _last_cleared(edit.dispatches):
        dispatch.status, dispatch.is_current, dispatch.finished_at = "accepted", True, None
    edit.done(note=reason)
    refresh_due_state(edit)
    return i


def _last_cleared(rows: Sequence[Dispatch]) -> Sequence[Dispatch]:
    """The handling dispatch that was confirmed last, to go on after rework."""
    cleared = [d for d in rows if d.status == "cleared" and d.kind == "handle" and d.finished_at is not None]
    return sorted(cleared, key=lambda d: (d.finished_at, d.id))[-1:]


def record_closed(
    edit: CaseEdit, *, disposition: str, note: str | None, stood_in_for: Sequence[str] = ()
) -> Incident:
    """Closed: the closing condition is met."""
    i = edit.incident
    edit.move("close")
    i.closed_at = clock.now()
    i.disposition = disposition
    i.due_state = "done"
    data = {"stood_in_for": list(stood_in_for)} if stood_in_for else None
    return edit.done(note=note, data=data)


def record_noted(edit: CaseEdit) -> Incident:
    """Written down and over, such as praise: there is nothing that anybody could handle, so no clock ever runs."""
    i = edit.incident
    edit.move("record")
    i.closed_at = clock.now()
    i.disposition = "recorded"
    i.due_state = "done"
    return edit.done()


def record_resolved_on_site(edit: CaseEdit, *, notes: str) -> Incident:
    """A small matter the reporter settled on the spot: one record, closed at the grid's level."""
    assert edit.actor is not None
    i = edit.incident
    edit.move("resolve_on_site")
    i.level = "grid"
    i.filed_at = i.handled_at = i.closed_at = clock.now()
    i.handled_by = edit.actor.id
    i.disposition = "resolved_on_site"
    i.due_state = "done"
    return edit.done(note=notes)
