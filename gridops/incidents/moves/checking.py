"""Verification, rework and closing: never by the one who handled. Appends to the log; never commits."""

from __future__ import annotations

from collections.abc import Sequence

from gridops import clock
from gridops.incidents.clock.running import refresh_due_state
from gridops.incidents.dispatches.queries import last_cleared
from gridops.incidents.models import Incident
from gridops.incidents.moves.answering_origin import forget_call_back
from gridops.incidents.moves.moving import Change


def record_verified(change: Change, *, how: str, result: str, note: str | None) -> Incident:
    """Checked and found done. The result is a person's words: it stands in the note, not in the log."""
    change.to("verified")
    change.incident.verified_at = clock.now()
    said = f"{result}\n{note}" if note else result
    return change.done("incident.verified", note=said, data={"how": how})


def record_reworked(change: Change, *, reason: str) -> Incident:
    """Not done: the same unit goes on with all that is there; the clock runs on."""
    i = change.incident
    change.to("handling")
    i.handled_at = i.verified_at = None
    forget_call_back(i)
    for dispatch in last_cleared(change.session, i.id):
        dispatch.status, dispatch.is_current, dispatch.finished_at = "accepted", True, None
    change.done("incident.reworked", note=reason)
    refresh_due_state(change)
    return i


def record_closed(
    change: Change, *, disposition: str, note: str | None, stood_in_for: Sequence[str] = ()
) -> Incident:
    """Closed: the closing condition is met."""
    i = change.incident
    change.to("closed")
    i.closed_at = clock.now()
    i.disposition = disposition
    i.due_state = "done"
    data = {"stood_in_for": list(stood_in_for)} if stood_in_for else None
    return change.done("incident.closed", note=note, data=data)


def record_resolved_on_site(change: Change, *, notes: str) -> Incident:
    """A small matter the reporter settled on the spot: one record, closed at the grid's level."""
    assert change.actor is not None
    i = change.incident
    change.to("closed")
    i.level = "grid"
    i.filed_at = i.handled_at = i.closed_at = clock.now()
    i.handled_by = change.actor.id
    i.disposition = "resolved_on_site"
    i.due_state = "done"
    return change.done("incident.resolved_on_site", note=notes)
