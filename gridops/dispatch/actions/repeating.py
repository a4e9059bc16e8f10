"""A move sent twice is made once: phones number theirs, and repeat them over a bad line."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.exc import IntegrityError

from gridops import clock
from gridops.db.session import Session
from gridops.db.together import write_together
from gridops.errors import Problem
from gridops.incidents import queries
from gridops.incidents.models import Incident
from gridops.incidents.moves.models import IncidentMove
from gridops.incidents.moves.queries import find_move
from gridops.incidents.moves.wire import ActionIn
from gridops.people import scope
from gridops.people.rules import Actor


def _content(action: str, body: ActionIn) -> bytes:
    # The version is left out: a phone that repeats a move after a cut may have learnt a newer one.
    sent: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True, exclude={"move_id", "version"})
    return hashlib.sha256(orjson.dumps([action, sent], option=orjson.OPT_SORT_KEYS)).digest()


def is_repeated(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> bool:
    """Whether this very move was made already, by its number; 409 `move-conflict` where the number is another\'s."""
    assert body.move_id is not None
    known = find_move(session, body.move_id)
    if known is None:
        return False
    same = known.incident_id == incident_id and known.account_id == actor.id
    if same and known.content_hash == _content(action, body):
        return True
    raise Problem("move-conflict")


def answer_repeated(
    session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn
) -> Incident:
    """The case, to whom it is out of sight because of the very act that he repeats; 404 to all others.

    A handler who returns a case over a bad line must learn that the return has arrived.
    """
    known = find_move(session, body.move_id) if body.move_id is not None else None
    if known is None or known.incident_id != incident_id:
        raise Problem("not-found")
    is_repeated(session, actor, incident_id, action, body)
    scope.hold(session, incident_id)
    found = queries.find_incident(session, incident_id)
    if found is None:
        raise Problem("not-found")
    return found


def remember(session: Session, actor: Actor, incident_id: UUID, action: str, body: ActionIn) -> None:
    """Write the move that was made, with the number that its phone gave it, if it gave one."""
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
        write_together(session)
    except IntegrityError as error:
        if body.move_id is None or "incident_move" not in str(error.orig):
            raise
        # Another account's number is not in sight, and taken all the same.
        raise Problem("move-conflict") from error
