"""Taking a report into the books, filing it, or refusing to file it. Appends to the log; never commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.duties.calendar.deadlines import Terms
from gridops.duties.matters.models import Standard
from gridops.incidents.clock.running import start_clock
from gridops.incidents.models import Incident
from gridops.incidents.moves.editing import CaseEdit


def record_filed(
    edit: CaseEdit,
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
    i = edit.incident
    edit.move("file")
    i.level = level
    i.routing = routing
    if i.filed_at is None:
        i.filed_at = at or clock.now()
        start_clock(edit.session, i, standard=standard, terms=terms, condition=condition)
    data = {"level": level, "standard": str(standard.id), "condition": condition}
    return edit.done(note=note, data=data | _stood_in(stood_in_for))


def _stood_in(roles: Sequence[str]) -> dict[str, Any]:
    return {"stood_in_for": list(roles)} if roles else {}


def record_rejected(edit: CaseEdit, *, reason: str) -> Incident:
    """Refuse to file: the reporter is told why."""
    edit.move("reject")
    edit.incident.closed_at = clock.now()
    edit.incident.due_state = "done"
    return edit.done(note=reason)


def record_merged_report(edit: CaseEdit, *, into: UUID) -> Incident:
    """A report of something already reported: closed into the first case, whose number its reporter keeps."""
    i = edit.incident
    edit.move("merge")
    i.merged_into = into
    i.closed_at = clock.now()
    i.due_state = "done"
    return edit.done(data={"into": str(into)})
