"""HTTP words of drafts as a whole: begun, checked, given up, put in force; a community redrawn. For administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.db.session import acting_as
from gridops.errors import Problem
from gridops.http.endpoint import Call, endpoint, runtime
from gridops.territory import staging
from gridops.territory.admin_wire import DefectsOut
from gridops.territory.draft_wire import (
    DraftIn,
    InForceIn,
    InForceOut,
    RedrawIn,
    SetMadeOut,
)
from gridops.territory.examining import summary_of
from gridops.territory.models import BoundarySet
from gridops.territory.redrawing import redraw_village
from gridops.territory.taking_back import take_back
from gridops.territory.whole import (
    begin_draft,
    check_set,
    discard_draft,
    put_draft_in_force,
    require_not_past,
)

drafts_bp = Blueprint("geodata_drafts", __name__)


def _require_admin(call: Call) -> None:
    if not call.actor.has_role("admin"):
        raise Problem("out-of-scope")


def _get_set(call: Call, set_id: UUID) -> BoundarySet:
    _require_admin(call)
    found: BoundarySet | None = call.session.get(BoundarySet, set_id)
    if found is None:
        raise Problem("not-found")
    return found


@drafts_bp.post("/drafts")
@endpoint("Begin a draft with what is in force", body=DraftIn, answers={201: SetMadeOut})
def post_draft(call: Call) -> Any:
    """A copy of the set in force, into which changed layers are imported."""
    _require_admin(call)
    with acting_as(call.session, "gridops_system"):
        made = begin_draft(call.session, call.body.name, call.actor.id)
    return SetMadeOut(id=made.id, name=made.name), 201


@drafts_bp.delete("/sets/<uuid:set_id>")
@endpoint("Give up a draft", answers={204: None})
def delete_draft(call: Call, set_id: UUID) -> Any:
    """A draft with all that was loaded into it; no other set is ever deleted."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        discard_draft(call.session, found, call.actor.id)
    return None, 204


@drafts_bp.get("/sets/<uuid:set_id>/defects")
@endpoint("Check a set as a whole", answers={200: DefectsOut})
def get_defects(call: Call, set_id: UUID) -> Any:
    """Every layer held against the one above it."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        defects = check_set(call.session, found)
    return DefectsOut.model_validate(summary_of(defects)), 200


@drafts_bp.post("/sets/<uuid:set_id>/put-in-force")
@endpoint("Put a draft in force on a day", body=InForceIn, answers={200: InForceOut})
def post_in_force(call: Call, set_id: UUID) -> Any:
    """From a day on, today or later; the set before it ends on that day."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        put_draft_in_force(call.session, found, call.body.valid_from, call.actor.id)
    assert found.valid_from is not None
    return InForceOut(id=found.id, name=found.name, valid_from=found.valid_from), 200


@drafts_bp.post("/sets/<uuid:set_id>/take-back")
@endpoint("Take back a set that is coming", body=DraftIn, answers={201: SetMadeOut})
def post_take_back(call: Call, set_id: UUID) -> Any:
    """The set before it runs on; a draft of the name given holds its content."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        made = take_back(call.session, found, call.body.name, call.actor.id)
    return SetMadeOut(id=made.id, name=made.name), 201


@drafts_bp.post("/redraws")
@endpoint("Redraw a village or community from a file", body=RedrawIn, answers={201: InForceOut})
def post_redraw(call: Call) -> Any:
    """All its base grids replaced at once by those of the file, in a new set in force from a day on."""
    _require_admin(call)
    asked = call.body
    root = runtime().services["settings"].var_dir / "geodata"
    staged = staging.get_staged(root, call.actor.id, asked.upload)
    require_not_past(call.session, asked.valid_from)
    with staging.named_as_sent(staged), acting_as(call.session, "gridops_system"):
        made = redraw_village(
            call.session,
            asked.village_code,
            staged.path,
            set_name=asked.set,
            day=asked.valid_from,
            waivers=asked.waivers,
            asked=asked.told(),
            actor_id=call.actor.id,
        )
    assert made.valid_from is not None
    return InForceOut(id=made.id, name=made.name, valid_from=made.valid_from), 201
