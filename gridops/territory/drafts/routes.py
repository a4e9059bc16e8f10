"""HTTP words of drafts as a whole: begun, checked, given up, put in force; a community redrawn. For administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.db.session import acting_as
from gridops.errors import Problem
from gridops.http.endpoint import Call, endpoint, runtime
from gridops.territory.drafts.checking import check_set, put_draft_in_force, require_not_past
from gridops.territory.drafts.redrawing import redraw_village
from gridops.territory.drafts.wire import DraftIn, InForceIn, InForceOut, RedrawIn, SetMadeOut
from gridops.territory.importing import staging
from gridops.territory.importing.examining import summary_of
from gridops.territory.importing.wire import DefectsOut
from gridops.territory.models import BoundarySet
from gridops.territory.roles import ADMIN
from gridops.territory.sets.drafting import begin_draft, discard_draft
from gridops.territory.sets.taking_back import take_back

drafts_bp = Blueprint("geodata_drafts", __name__, url_prefix="/admin/geodata")


def _get_set(call: Call[Any, Any], set_id: UUID) -> BoundarySet:
    found: BoundarySet | None = call.session.get(BoundarySet, set_id)
    if found is None:
        raise Problem("not-found")
    return found


@drafts_bp.post("/drafts")
@endpoint("Begin a draft with what is in force", roles=ADMIN, body=DraftIn, answers={201: SetMadeOut})
def post_draft(call: Call[DraftIn, None]) -> Any:
    """A copy of the set in force, into which changed layers are imported."""
    with acting_as(call.session, "gridops_system"):
        made = begin_draft(call.session, call.body.name, call.actor.id)
    return SetMadeOut(id=made.id, name=made.name), 201


@drafts_bp.delete("/sets/<uuid:set_id>")
@endpoint("Give up a draft", roles=ADMIN, answers={204: None})
def delete_draft(call: Call[None, None], set_id: UUID) -> Any:
    """A draft with all that was loaded into it; no other set is ever deleted."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        discard_draft(call.session, found, call.actor.id)
    return None, 204


@drafts_bp.get("/sets/<uuid:set_id>/defects")
@endpoint("Check a set as a whole", roles=ADMIN, answers={200: DefectsOut})
def get_defects(call: Call[None, None], set_id: UUID) -> Any:
    """Every layer held against the one above it."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        defects = check_set(call.session, found)
    return DefectsOut.model_validate(summary_of(defects)), 200


@drafts_bp.post("/sets/<uuid:set_id>/put-in-force")
@endpoint("Put a draft in force on a day", roles=ADMIN, body=InForceIn, answers={200: InForceOut})
def post_in_force(call: Call[InForceIn, None], set_id: UUID) -> Any:
    """From a day on, today or later; the set before it ends on that day."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        put_draft_in_force(call.session, found, call.body.valid_from, call.actor.id)
    assert found.valid_from is not None
    return InForceOut(id=found.id, name=found.name, valid_from=found.valid_from), 200


@drafts_bp.post("/sets/<uuid:set_id>/take-back")
@endpoint("Take back a set that is coming", roles=ADMIN, body=DraftIn, answers={201: SetMadeOut})
def post_take_back(call: Call[DraftIn, None], set_id: UUID) -> Any:
    """The set before it runs on; a draft of the name given holds its content."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_system"):
        made = take_back(call.session, found, call.body.name, call.actor.id)
    return SetMadeOut(id=made.id, name=made.name), 201


@drafts_bp.post("/redraws")
@endpoint("Redraw a village or community from a file", roles=ADMIN, body=RedrawIn, answers={201: InForceOut})
def post_redraw(call: Call[RedrawIn, None]) -> Any:
    """All its base grids replaced at once by those of the file, in a new set in force from a day on."""
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
            waivers={str(kind): reason for kind, reason in asked.waivers.items()},
            asked=asked.told(),
            actor_id=call.actor.id,
        )
    assert made.valid_from is not None
    return InForceOut(id=made.id, name=made.name, valid_from=made.valid_from), 201
