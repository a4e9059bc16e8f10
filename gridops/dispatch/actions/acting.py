"""One action on one case: found, permitted, of the right version, allowed from here, done once."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.exc import IntegrityError

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions.registry import ACTIONS
from gridops.dispatch.units.readiness import append_unit_entries
from gridops.errors import Problem
from gridops.incidents import queries
from gridops.incidents.dispatches.queries import dispatches_of
from gridops.incidents.media.declaring import declare_media, media_rows
from gridops.incidents.models import Incident
from gridops.incidents.moves import finding_posts
from gridops.incidents.moves.models import IncidentMove
from gridops.incidents.moves.moving import begin
from gridops.incidents.moves.permits import Case, allowed_actions, is_possible, may_act
from gridops.incidents.moves.queries import as_case, find_move, manners_of
from gridops.incidents.moves.wire import ActionIn
from gridops.people import scope
from gridops.people.rules import Actor

CHANGES_READINESS = frozenset(
    {
        "dispatch",
        "accept",
        "decline",
        "recall",
        "return",
        "en_route",
        "arrive",
        "handle",
        "rework",
        "escalate",
        "hand_down",
    }
)


def act(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> Incident:
    """Make a move. The order of refusals: not in sight, sent before, without the role, stale, illegal."""
    try:
        change = begin(session, actor, incident_id)
    except Problem:
        return _answer_repeated(session, actor, incident_id, action, body)
    i = change.incident
    if body.move_id is not None and _is_repeated(session, actor, incident_id, action, body):
        return i
    manners = manners_of(session, [i.standard_id])
    dispatches = dispatches_of(session, [i.id]).get(i.id, [])
    on_post = finding_posts.on_post_of(session, [i], manners).get(i.id)
    case = as_case(i, dispatches, manners[i.standard_id], on_post)
    if not may_act(actor, action, case):
        raise Problem(
            "out-of-scope", ("您的角色不能在此事件上这样做", "Your roles do not allow this on this case")
        )
    if body.version != i.version:
        raise Problem("stale-version", version=i.version)
    if not is_possible(actor, action, case):
        raise _illegal(actor, case, action)
    units_before = set(i.unit_ids)
    ACTIONS[action].run(change, body)
    if action in CHANGES_READINESS:
        append_unit_entries(session, units_before | set(i.unit_ids), actor_id=actor.id)
    _remember(session, actor, incident_id, action, body)
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


def _content(action: str, body: ActionIn) -> bytes:
    # The version is left out: a phone that repeats a move after a cut may have learnt a newer one.
    sent: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True, exclude={"move_id", "version"})
    return hashlib.sha256(orjson.dumps([action, sent], option=orjson.OPT_SORT_KEYS)).digest()


def _is_repeated(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> bool:
    assert body.move_id is not None
    known = find_move(session, body.move_id)
    if known is None:
        return False
    same = known.incident_id == incident_id and known.account_id == actor.id
    if same and known.content_hash == _content(action, body):
        return True
    raise Problem("move-conflict")


def _answer_repeated(
    session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn
) -> Incident:
    """The case, to whom it is out of sight because of the very act that he repeats; 404 to all others.

    A handler who returns a case over a bad line must learn that the return has arrived.
    """
    known = find_move(session, body.move_id) if body.move_id is not None else None
    if known is None or known.incident_id != incident_id:
        raise Problem("not-found")
    _is_repeated(session, actor, incident_id, action, body)
    scope.hold(session, incident_id)
    found = queries.find_incident(session, incident_id)
    if found is None:
        raise Problem("not-found")
    return found


def _remember(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> None:
    if body.move_id is not None:
        session.add(
            IncidentMove(
                move_id=body.move_id,
                incident_id=incident_id,
                account_id=actor.id,
                content_hash=_content(action, body),
                at=clock.now(),
            )
        )
        try:
            session.flush()
        except IntegrityError as error:
            # Another account's number is not in sight, and taken all the same.
            raise Problem("move-conflict") from error
