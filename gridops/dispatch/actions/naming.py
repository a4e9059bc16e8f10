"""Which of several dispatches an act is about: the one that is named, never the first by chance."""

from __future__ import annotations

from gridops.errors import fault
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.wire import ActionIn


def named_dispatch(edit: CaseEdit, body: ActionIn) -> Dispatch:
    """The running dispatch that `dispatch_id` names; 422 where none of the case's is that."""
    for row in edit.running:
        if row.id == body.dispatch_id:
            return row
    raise fault("/dispatch_id", "没有这张派遣单", "No such running dispatch")
