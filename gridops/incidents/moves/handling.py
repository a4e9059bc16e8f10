"""What the unit does on a case: under way, arrived, handled. Appends to the log; never commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident
from gridops.incidents.moves.conditions import OtherUnits
from gridops.incidents.moves.editing import CaseEdit


def record_progress(
    edit: CaseEdit, dispatch: Dispatch, move: str, *, note: str | None, at: datetime
) -> Incident:
    """`move` is `en_route` or `arrive`; the case stays in handling."""
    if move == "en_route":
        dispatch.status, dispatch.en_route_at = "en_route", at
    else:
        dispatch.status, dispatch.arrived_at = "on_scene", at
    edit.move(move)
    return edit.done(note=note, data={"dispatch": str(dispatch.id)})


def record_handled(
    edit: CaseEdit,
    dispatch: Dispatch,
    *,
    kind: str,
    note: str,
    at: datetime,
    power: dict[str, Any] | None = None,
    officers: list[dict[str, str]] | None = None,
) -> Incident:
    """The unit confirms: here the handling clock stops. With several units the case waits for the last.

    `power` is what the act rested on, a snapshot that is not interpreted here; `officers` are persons and stay
    with the dispatch, out of the log.
    """
    assert edit.actor is not None
    i = edit.incident
    dispatch.status, dispatch.finished_at, dispatch.is_current = "cleared", at, False
    if edit.proxy is None:
        dispatch.assignee_id, dispatch.recorded_by = dispatch.assignee_id or edit.actor.id, None
    else:
        # Who records it for the unit has not done it, and judges it as little as who has.
        dispatch.recorded_by = edit.actor.id
    dispatch.handled_kind, dispatch.power, dispatch.officers = kind, power, officers
    others = [d for d in edit.running if d.kind == "handle"]
    i.handled_by = edit.actor.id
    if power is not None:
        i.routing = {**(i.routing or {}), "power": power, "basis": power["basis"]}
    accepted = [d.accepted_at is not None for d in others]
    edit.move("handle", others=OtherUnits(is_at_work=any(accepted), is_waiting=not all(accepted)))
    if not others:
        i.handled_at, i.due_state = at, "done"
    data = {"dispatch": str(dispatch.id), "kind": kind, "waits_for": len(others)}
    if power is not None:
        data["power"] = {name: power[name] for name in ("id", "item_code", "act", "basis")}
        data["officers"] = len(officers or ())
    return edit.done(note=note, data=data)
