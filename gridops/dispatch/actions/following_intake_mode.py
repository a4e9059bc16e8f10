"""A matter's intake mode: filed by itself with a proposal, dispatched by itself, or only written down."""

from __future__ import annotations

from gridops.dispatch.actions.desk import file_case
from gridops.dispatch.actions.sending import dispatch_case
from gridops.dispatch.actions.wire import DispatchIn
from gridops.dispatch.units.readiness import append_unit_entries
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.rules import USUAL
from gridops.errors import Problem
from gridops.incidents.moves.answering_origin import owed_on
from gridops.incidents.moves.checking import record_noted
from gridops.incidents.moves.editing import CaseEdit


def follow_intake_mode(edit: CaseEdit, mode: str) -> None:
    """`auto_file` files; `auto_dispatch` files and sends the proposed unit, or waits at the desk with the reason.

    `record_only` writes down and closes, unless its origin is owed an answer: then somebody has to give it.
    """
    if mode == "manual":
        return
    if mode == "record_only":
        policies = origin_queries.policies_on(edit.session, calendar_queries.today(edit.session))
        if not owed_on(edit.incident, policies.get(edit.incident.origin, USUAL)):
            record_noted(edit)
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
