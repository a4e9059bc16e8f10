"""A case's clock: started at the filing; how near its deadline is now. Never commits."""

from __future__ import annotations

from datetime import timedelta

from gridops import clock
from gridops.db.session import Session
from gridops.duties.calendar.deadlines import Terms, reckon_case
from gridops.duties.calendar.limits import limit_text
from gridops.duties.matters.models import Standard
from gridops.duties.matters.standards import condition_of
from gridops.incidents.clock.rules import due_state, soon_span
from gridops.incidents.models import Incident
from gridops.timers.setting import set_timer

DUE_SOON, OVERDUE = "incident.due_soon", "incident.overdue"


def start_clock(
    session: Session, i: Incident, *, standard: Standard, terms: Terms, condition: int = 1
) -> None:
    """Set the deadline and its steps from the filing, and the timers that will tell of it.

    `condition` is the number of the standard's condition that was met; its limits hold, the last of them to end
    is the case's, unless an outer clock ends earlier.
    """
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
    i.due_state = due_state_now(i)
    soon = soon_span(i.filed_at, i.due_at)
    for kind, at in ((DUE_SOON, i.due_at - soon), (OVERDUE, i.due_at)):
        set_timer(session, kind=kind, entity="incident", entity_id=i.id, due_at=at)


def due_state_now(i: Incident) -> str:
    """How near the deadline of a case is now; what it says already where no clock runs."""
    if i.due_at is None or i.filed_at is None:
        return i.due_state
    return due_state(now=clock.now(), due_at=i.due_at, state=i.state, soon=soon_span(i.filed_at, i.due_at))
