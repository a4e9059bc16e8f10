"""One action on one case: found, permitted, of the right version, allowed from here, done once."""

from __future__ import annotations

from uuid import UUID

from gridops.db.gathering import gathering
from gridops.db.session import Session
from gridops.dispatch.actions.bindings import BINDINGS
from gridops.dispatch.actions.proxying import see_by_proxy
from gridops.dispatch.actions.repeating import answer_repeated, is_repeated, remember
from gridops.dispatch.units.readiness import append_unit_entries
from gridops.errors import Problem
from gridops.incidents.media.declaring import declare_media, media_rows
from gridops.incidents.models import Incident
from gridops.incidents.moves import posts_held
from gridops.incidents.moves.case import Case
from gridops.incidents.moves.editing import begin_edit
from gridops.incidents.moves.queries import as_case, manners_of
from gridops.incidents.moves.rules import allowed_actions, is_possible, may_act
from gridops.incidents.moves.table import MOVES
from gridops.incidents.moves.wire import ActionIn
from gridops.log.appending import append_gathered
from gridops.people.rules import Actor
from gridops.timers.setting import set_gathered


def act(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> Incident:
    """Make a move. The order of refusals: not in sight, sent before, without the role, stale, illegal."""
    try:
        edit = begin_edit(session, actor, incident_id)
    except Problem:
        return answer_repeated(session, actor, incident_id, action, body)
    i = edit.incident
    if body.move_id is not None and is_repeated(session, actor, incident_id, action, body):
        return i
    manners = manners_of(session, [i.standard_id])
    on_post = posts_held.on_post_of(session, [i], manners).get(i.id)
    case = as_case(i, edit.dispatches, manners[i.standard_id], on_post)
    case = see_by_proxy(session, actor, edit, case, action, body)
    if not may_act(actor, action, case):
        raise Problem(
            "out-of-scope", ("您的角色不能在此事件上这样做", "Your roles do not allow this on this case")
        )
    if body.version != i.version:
        raise Problem("stale-version", version=i.version)
    if not is_possible(actor, action, case):
        raise _illegal(actor, case, action)
    units_before = set(i.unit_ids)
    with gathering(session) as gathered:
        BINDINGS[action].make(edit, body)
        if MOVES[action].changes_readiness:
            append_unit_entries(session, units_before | set(i.unit_ids), actor_id=actor.id)
    remember(session, actor, incident_id, action, body)
    set_gathered(session, gathered)
    append_gathered(session, gathered)
    declare_media(session, media_rows(body.media, incident_id=i.id, declared_by=actor.id, version=i.version))
    return i


def _illegal(actor: Actor, case: Case, action: str) -> Problem:
    allowed = allowed_actions(actor, case)
    return Problem(
        "illegal-move",
        (
            f"当前状态（{case.state}）不能 {action}，可以：{'、'.join(allowed) or '无'}",
            f"Not allowed from {case.state}; allowed: {', '.join(allowed) or 'nothing'}",
        ),
        state=case.state,
        allowed_actions=allowed,
    )
