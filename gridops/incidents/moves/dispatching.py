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
from gridops.incidents.models import Incident
from gridops.incidents.moves.conditions import OtherUnits
from gridops.incidents.moves.editing import CaseEdit
from gridops.people.roles import UNIT_MEMBERS


@dataclass(frozen=True)
class NamedUnit:
    """A unit that is sent, or takes the place of one, with the name it has now."""

    unit_id: UUID
    name: str


def record_dispatch(
    edit: CaseEdit, units: Sequence[NamedUnit], *, routing: dict[str, Any] | None, note: str | None = None
) -> Incident:
    """Send `units` (the first leads), instead of whoever was sent before."""
    i = edit.incident
    for row in edit.running:
        row.status, row.is_current, row.finished_at = "recalled", False, clock.now()
    _send(edit, units, batch=_batch(edit) + 1)
    edit.move("dispatch")
    i.unit_id, i.unit_name = units[0].unit_id, units[0].name
    i.unit_ids = [u.unit_id for u in units]
    i.routing = routing
    head = (routing or {}).get("head")
    if head is not None and UUID(head["id"]) not in i.person_ids:
        # Nobody is on post in the grid: the head of its grids is told, and has it among his own.
        i.person_ids = [*i.person_ids, UUID(head["id"])]
    i.dispatched_at = clock.now()
    return edit.done(note=note, data={"units": [str(u.unit_id) for u in units]})


def record_added(edit: CaseEdit, units: Sequence[NamedUnit], *, note: str | None = None) -> Incident:
    """Send `units` besides those that are sent already: these go on, the lead and the routing stay."""
    i = edit.incident
    is_at_work = any(row.accepted_at for row in edit.running) or bool(_done(edit))
    _send(edit, units, batch=_batch(edit))
    edit.move("dispatch", others=OtherUnits(is_at_work=is_at_work))
    i.unit_ids = [*i.unit_ids, *(u.unit_id for u in units if u.unit_id not in i.unit_ids)]
    return edit.done(note=note, data={"units": [str(u.unit_id) for u in units], "add": True})


def _send(edit: CaseEdit, units: Sequence[NamedUnit], *, batch: int) -> None:
    actor_id = edit.actor.id if edit.actor else None
    for unit in units:
        edit.send(
            Dispatch(
                id=new_id(),
                incident_id=edit.incident.id,
                kind="handle",
                unit_id=unit.unit_id,
                unit_name=unit.name,
                status="dispatched",
                is_current=True,
                made_at=clock.now(),
                made_by=actor_id,
                batch=batch,
                by_proxy=[],
            )
        )


def _batch(edit: CaseEdit) -> int:
    """The number of those sent last; 0 where nobody ever was."""
    return max((row.batch for row in edit.dispatches), default=0)


def _done(edit: CaseEdit) -> list[Dispatch]:
    """What units sent together with those that run have done: it stands, whatever the others make of theirs."""
    batch = _batch(edit)
    return [
        row for row in edit.dispatches if (row.kind, row.status, row.batch) == ("handle", "cleared", batch)
    ]


def record_accepted(edit: CaseEdit, dispatch: Dispatch, *, note: str | None, at: datetime) -> Incident:
    """The unit takes it; a member who accepted is told of everything that follows.

    A desk that accepts by proxy does not become the one who handles: it must still be able to close.
    """
    assert edit.actor is not None
    dispatch.status, dispatch.accepted_at = "accepted", at
    i = edit.incident
    if edit.actor.has_role_in([dispatch.unit_id], *UNIT_MEMBERS):
        dispatch.assignee_id = edit.actor.id
        if edit.actor.id not in i.person_ids:
            i.person_ids = [*i.person_ids, edit.actor.id]
        i.joined_ids = [p for p in i.joined_ids if p != edit.actor.id]
    edit.move("accept")
    return edit.done(note=note, data={"dispatch": str(dispatch.id)})


#: What a dispatch has become when its unit no longer has it, by the move that ended it.
_ENDED = {"decline": "declined", "recall": "recalled", "return": "returned"}


def record_given_back(edit: CaseEdit, move: str, *, reason: str, dispatch: Dispatch | None) -> Incident:
    """`move` is decline, recall or return: filed again; with several units the others stay sent, or have it handled.

    Without `dispatch` all that run end.
    """
    i = edit.incident
    rows, done = edit.running, _done(edit)
    given = [dispatch] if dispatch is not None else rows
    for row in given:
        row.status, row.is_current, row.finished_at = _ENDED[move], False, clock.now()
    left = [row for row in rows if row.is_current]
    release_units(i, given, left=[*left, *done])
    is_at_work = any(row.accepted_at for row in left) or bool(left and done)
    edit.move(move, others=OtherUnits(is_at_work=is_at_work, is_waiting=bool(left), is_done=bool(done)))
    if done and not left:
        i.handled_at, i.due_state = max(row.finished_at for row in done if row.finished_at), "done"
    return edit.done(note=reason, data={"dispatches": [str(row.id) for row in given]})


def release_units(i: Incident, ended: Sequence[Dispatch], *, left: Sequence[Dispatch] = ()) -> None:
    """The case belongs to the units that are `left`; who acted for those that ended is told no longer.

    The lead stays the lead while it is among them.
    """
    names = {row.unit_id: row.unit_name for row in left}
    gone = {row.assignee_id for row in ended} - {row.assignee_id for row in left}
    i.unit_ids = [unit_id for unit_id in i.unit_ids if unit_id in names]
    i.person_ids = [p for p in i.person_ids if p == i.reporter_id or p not in gone]
    if i.unit_id not in names:
        i.unit_id = i.unit_ids[0] if i.unit_ids else None
        i.unit_name = names[i.unit_id] if i.unit_id else None
