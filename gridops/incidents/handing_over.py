"""A case goes on with the unit that takes over from one that ends. Appends to the log; never commits."""

from __future__ import annotations

from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident
from gridops.incidents.moves.dispatching import NamedUnit, release_units
from gridops.incidents.moves.editing import CaseEdit
from gridops.people.rules import Actor


def record_handed_over(
    session: Session, incident: Incident, unit_id: UUID, heir: NamedUnit, *, actor: Actor | None
) -> None:
    """The heir goes on where the unit stood, as lead where that led; those who acted for it are told no longer.

    An heir that has been sent to the case itself goes on with that.
    """
    edit = CaseEdit(session, incident, actor)
    is_lead = incident.unit_id == unit_id
    ended = [row for row in edit.running if row.unit_id == unit_id]
    is_there = any(row.unit_id == heir.unit_id for row in edit.running)
    for row in ended:
        status, row.status = row.status, "recalled"
        row.is_current, row.finished_at = False, clock.now()
        if not is_there:
            edit.send(_continued(row, heir, status))
    release_units(incident, ended, left=[row for row in edit.running if row.unit_id != heir.unit_id])
    incident.unit_ids = list(dict.fromkeys([*incident.unit_ids, heir.unit_id]))
    if is_lead:
        incident.unit_id, incident.unit_name = heir.unit_id, heir.name
        incident.unit_ids = list(dict.fromkeys([heir.unit_id, *incident.unit_ids]))
    edit.log("incident.handed_over", data={"units": [[str(unit_id), str(heir.unit_id)]]})


def _continued(row: Dispatch, heir: NamedUnit, status: str) -> Dispatch:
    """The same dispatch as the heir's, of whom nobody has taken it on yet."""
    return Dispatch(
        id=new_id(),
        incident_id=row.incident_id,
        kind=row.kind,
        unit_id=heir.unit_id,
        unit_name=heir.name,
        status=status,
        is_current=True,
        made_at=row.made_at,
        made_by=row.made_by,
        batch=row.batch,
        accepted_at=row.accepted_at,
        en_route_at=row.en_route_at,
        arrived_at=row.arrived_at,
        arrived_location=row.arrived_location,
        by_proxy=list(row.by_proxy),
        recorded_by=row.recorded_by,
    )
