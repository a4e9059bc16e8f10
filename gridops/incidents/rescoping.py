"""A case whose boundaries changed is put where it belongs today. What it recorded stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.dispatches.queries import current_dispatches
from gridops.incidents.models import Incident
from gridops.incidents.moves.dispatching import NamedUnit
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.queries import lock_misplaced


@dataclass(frozen=True)
class Today:
    """Where a case belongs from now on; grid None where its smallest area is none."""

    scope_code: str
    grid_code: str | None
    grid_name: str | None
    special_code: str | None
    special_name: str | None


def record_rescoped(
    session: Session,
    incident: Incident,
    today: Today,
    units: Mapping[UUID, NamedUnit],
    *,
    data: dict[str, Any],
) -> bool:
    """Put a case where it belongs today; `units` replaces those sent. False where nothing changes.

    The recorded grid, its version and its probability stay; an open case shows today's grid beside it.
    """
    edit = CaseEdit(session, incident, None)
    before = (incident.scope_code, incident.special_grid_code)
    moved = {old: new for old, new in units.items() if old in incident.unit_ids and new.unit_id != old}
    is_moved = before != (today.scope_code, today.special_code)
    if not is_moved and not moved:
        return False
    _put(incident, today)
    if moved:
        _change_units(session, incident, moved)
    edit.log(
        "incident.rescoped",
        data={
            "scope": [before[0], today.scope_code],
            "special_grid": [before[1], today.special_code],
            "units": [[str(old), str(new.unit_id)] for old, new in moved.items()],
            **data,
        },
    )
    return True


def restand(session: Session, *, limit: int, data: dict[str, Any]) -> int:
    """Put restricted cases where their village's name stands now, and tell the screens; how many, at most `limit`."""
    found = lock_misplaced(session, limit=limit)
    for incident in found:
        edit = CaseEdit(session, incident, None)
        # The database itself says where.
        incident.shown_code = None
        flag_modified(incident, "shown_code")
        edit.log("incident.rescoped", data=data)
    return len(found)


def _put(i: Incident, today: Today) -> None:
    if i.scope_code != today.scope_code:
        i.recorded_scope_code = i.recorded_scope_code or i.scope_code
        i.scope_code = today.scope_code
    if i.special_grid_code != today.special_code:
        i.recorded_special_code = i.recorded_special_code or i.special_grid_code
        i.special_grid_code, i.special_grid_name = today.special_code, today.special_name
    if i.is_open and i.recorded_scope_code is not None:
        i.today_grid_code, i.today_grid_name = today.grid_code, today.grid_name


def _change_units(session: Session, i: Incident, moved: Mapping[UUID, NamedUnit]) -> None:
    """The new unit goes on where the old one stood; the old one's dispatch ends as recalled."""
    for row in current_dispatches(session, i.id):
        if (new := moved.get(row.unit_id)) is None:
            continue
        row.is_current = False
        session.add(_continued(row, new))
        row.status, row.finished_at = "recalled", clock.now()
    ids = [moved[u].unit_id if u in moved else u for u in i.unit_ids]
    i.unit_ids = list(dict.fromkeys(ids))
    if i.unit_id is not None and (lead := moved.get(i.unit_id)) is not None:
        i.unit_id, i.unit_name = lead.unit_id, lead.name


def _continued(row: Dispatch, new: NamedUnit) -> Dispatch:
    return Dispatch(
        id=new_id(),
        incident_id=row.incident_id,
        kind=row.kind,
        unit_id=new.unit_id,
        unit_name=new.name,
        status=row.status,
        is_current=True,
        made_at=row.made_at,
        made_by=row.made_by,
        assignee_id=row.assignee_id,
        accepted_at=row.accepted_at,
        en_route_at=row.en_route_at,
        arrived_at=row.arrived_at,
        finished_at=None,
    )
