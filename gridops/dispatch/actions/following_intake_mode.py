"""A matter's intake mode: filed by itself with a proposal, or dispatched by itself."""

from __future__ import annotations

from gridops.dispatch.actions.desk import file_case
from gridops.dispatch.actions.sending import dispatch_case
from gridops.dispatch.actions.wire import DispatchIn
from gridops.dispatch.units.readiness import append_unit_entries
from gridops.errors import Problem
from gridops.incidents.moves.editing import CaseEdit


def follow_intake_mode(edit: CaseEdit, mode: str) -> None:
    """`auto_file` files; `auto_dispatch` files and sends the proposed unit, or waits at the desk with the reason."""
    if mode == "manual":
        return
    file_case(edit)
    if mode != "auto_dispatch":
        return
    try:
        dispatch_case(edit, DispatchIn(version=edit.incident.version, unit_ids=None, condition=None))
    except Problem as problem:
        # Nobody found: the case stays filed, its routing says why, and it stands in the centre's queue.
        if problem.kind.code != "no-unit":
            raise
        return
    append_unit_entries(edit.session, edit.incident.unit_ids, actor_id=edit.actor.id if edit.actor else None)
