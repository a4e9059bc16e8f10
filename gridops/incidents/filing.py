"""Taking a report into the books, filing it, or refusing to file it. Appends to the log; never commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.duties.models import Standard
from gridops.duties.rules import Terms, condition_of, limit_text, reckon_case
from gridops.incidents.models import Incident
from gridops.incidents.moving import Change
from gridops.incidents.rules import due_state, soon_span
from gridops.timers.setting import set_timer

DUE_SOON, OVERDUE = "incident.due_soon", "incident.overdue"


def record_filed(
    change: Change,
    *,
    standard: Standard,
    terms: Terms,
    level: str,
    routing: dict[str, Any] | None,
    condition: int = 1,
    note: str | None = None,
    at: datetime | None = None,
    stood_in_for: Sequence[str] = (),
) -> Incident:
    """File the case at `level`; the clock of the whole case starts once and runs on through returns."""
    i = change.incident
    change.to("filed")
    i.level = level
    i.routing = routing
    if i.filed_at is None:
        i.filed_at = at or clock.now()
        start_clock(change, standard=standard, terms=terms, condition=condition)
    data = {"level": level, "standard": str(standard.id), "condition": condition}
    return change.done("incident.filed", note=note, data=data | _stood_in(stood_in_for))


def _stood_in(roles: Sequence[str]) -> dict[str, Any]:
    return {"stood_in_for": list(roles)} if roles else {}


def start_clock(change: Change, *, standard: Standard, terms: Terms, condition: int = 1) -> None:
    """Set the deadline and its steps from the filing, and the timers that will tell of it.

    `condition` is the number of the standard's condition that was met; its limits hold, the last of them to end
    is the case's, unless an outer clock ends earlier.
    """
    i = change.incident
    assert i.filed_at is not None
    found = reckon_case(
        i.filed_at,
        condition_of(standard.conditions[condition - 1]).limits,
        terms,
        external_due_at=i.external_due_at,
        outer_margin=timedelta(minutes=standard.outer_margin_minutes),
    )
    i.due_at = found.due_at
    i.clock_steps = [
        {"start": s.start.isoformat(), "end": s.end.isoformat(), "text": s.text} for s in found.steps
    ]
    i.clock_basis = {
        "condition": condition,
        "area_class": terms.area_class,
        "percent": terms.percent,
        "limits": [
            {"name": d.limit.name, "text": limit_text(d.limit), "due_at": d.deadline.due_at.isoformat()}
            for d in found.limits
        ],
    }
    soon = soon_span(i.filed_at, i.due_at)
    i.due_state = due_state(now=clock.now(), due_at=i.due_at, state=i.state, soon=soon)
    for kind, at in ((DUE_SOON, i.due_at - soon), (OVERDUE, i.due_at)):
        set_timer(change.session, kind=kind, entity="incident", entity_id=i.id, due_at=at)


def record_rejected(change: Change, *, reason: str) -> Incident:
    """Refuse to file: the reporter is told why."""
    change.to("rejected")
    change.incident.closed_at = clock.now()
    change.incident.due_state = "done"
    return change.done("incident.rejected", note=reason)


def refresh_due_state(change: Change) -> bool:
    """Bring `due_state` up to date; True where it changed and an entry was appended (the timers call this)."""
    i = change.incident
    if i.due_at is None or i.filed_at is None:
        return False
    state = due_state(now=clock.now(), due_at=i.due_at, state=i.state, soon=soon_span(i.filed_at, i.due_at))
    if state == i.due_state:
        return False
    i.due_state = state
    change.done(f"incident.due_{state}", data={"due_state": state})
    return True


def record_merged_report(change: Change, *, into: UUID) -> Incident:
    """A report of something already reported: closed into the first case, whose number its reporter keeps."""
    i = change.incident
    change.to("closed")
    i.merged_into = into
    i.closed_at = clock.now()
    i.due_state = "done"
    return change.done("incident.merged", data={"into": str(into)})
