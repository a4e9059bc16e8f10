"""Units on a case: recorded as sent, accepted, declined, recalled, returned. Who is to go is not chosen here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.dispatches.queries import current_dispatches
from gridops.incidents.models import Incident
from gridops.incidents.moves.moving import Change
from gridops.incidents.moves.permits import UNIT_ROLES


@dataclass(frozen=True)
class Sent:
    """A unit to be recorded as sent."""

    unit_id: UUID
    name: str


def record_dispatch(
    change: Change, units: Sequence[Sent], *, routing: dict[str, Any] | None, note: str | None = None
) -> Incident:
    """Send `units` (the first leads), instead of whoever was sent before."""
    i = change.incident
    _finish(change, "recalled")
    actor_id = change.actor.id if change.actor else None
    for unit in units:
        change.session.add(
            Dispatch(
                id=new_id(),
                incident_id=i.id,
                kind="handle",
                unit_id=unit.unit_id,
                unit_name=unit.name,
                status="dispatched",
                is_current=True,
                made_at=clock.now(),
                made_by=actor_id,
            )
        )
    change.to("dispatched")
    i.unit_id, i.unit_name = units[0].unit_id, units[0].name
    i.unit_ids = [u.unit_id for u in units]
    i.routing = routing
    i.dispatched_at = clock.now()
    return change.done("incident.dispatched", note=note, data={"units": [str(u.unit_id) for u in units]})


def _finish(change: Change, status: str) -> None:
    for row in current_dispatches(change.session, change.incident.id):
        row.status, row.is_current, row.finished_at = status, False, clock.now()


def record_accepted(change: Change, dispatch: Dispatch, *, note: str | None, at: datetime) -> Incident:
    """The unit takes it; a member who accepted is told of everything that follows.

    A desk that accepts by proxy does not become the one who handles: it must still be able to close.
    """
    assert change.actor is not None
    dispatch.status, dispatch.accepted_at = "accepted", at
    i = change.incident
    if change.actor.has_role_in([dispatch.unit_id], *UNIT_ROLES):
        dispatch.assignee_id = change.actor.id
        if change.actor.id not in i.person_ids:
            i.person_ids = [*i.person_ids, change.actor.id]
        i.joined_ids = [p for p in i.joined_ids if p != change.actor.id]
    change.to("handling")
    return change.done("incident.accepted", note=note, data={"dispatch": str(dispatch.id)})


def record_given_back(change: Change, *, status: str, reason: str, dispatch: Dispatch | None) -> Incident:
    """Declined, recalled or returned: filed again; with several units the others stay sent."""
    i = change.incident
    rows = current_dispatches(change.session, i.id)
    given = [dispatch] if dispatch is not None and status != "recalled" else list(rows)
    for row in given:
        row.status, row.is_current, row.finished_at = status, False, clock.now()
    gone = {row.assignee_id for row in given if row.assignee_id}
    left = [row for row in rows if row.is_current]
    i.unit_ids = [row.unit_id for row in left]
    i.person_ids = [p for p in i.person_ids if p == i.reporter_id or p not in gone]
    if left:
        i.unit_id, i.unit_name = left[0].unit_id, left[0].unit_name
        change.to("handling" if any(row.accepted_at for row in left) else "dispatched")
    else:
        i.unit_id = i.unit_name = None
        change.to("filed")
    data = {"dispatches": [str(row.id) for row in given]}
    return change.done(f"incident.{status}", note=reason, data=data)
