"""What the unit does on a case: under way, arrived, handled. Appends to the log; never commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.dispatches.queries import current_dispatches
from gridops.incidents.models import Incident
from gridops.incidents.moves.moving import Change


def record_progress(
    change: Change, dispatch: Dispatch, *, status: str, note: str | None, at: datetime
) -> Incident:
    """`en_route` or `on_scene`: the case stays in handling."""
    dispatch.status = status
    if status == "en_route":
        dispatch.en_route_at = at
    else:
        dispatch.arrived_at = at
    action = "incident.en_route" if status == "en_route" else "incident.arrived"
    return change.done(action, note=note, data={"dispatch": str(dispatch.id)})


def record_handled(
    change: Change,
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
    assert change.actor is not None
    i = change.incident
    dispatch.status, dispatch.finished_at, dispatch.is_current = "cleared", at, False
    dispatch.assignee_id = dispatch.assignee_id or change.actor.id
    dispatch.handled_kind, dispatch.power, dispatch.officers = kind, power, officers
    change.session.flush()
    others = [d for d in current_dispatches(change.session, i.id) if d.kind == "handle"]
    i.handled_by = change.actor.id
    if power is not None:
        i.routing = {**(i.routing or {}), "power": power, "basis": power["basis"]}
    if not others:
        change.to("handled")
        i.handled_at = at
        i.due_state = "done"
    data = {"dispatch": str(dispatch.id), "kind": kind, "waits_for": len(others)}
    if power is not None:
        data["power"] = {name: power[name] for name in ("id", "item_code", "act", "basis")}
        data["officers"] = len(officers or ())
    return change.done("incident.handled", note=note, data=data)
