"""Who may open a socket, and whether he still may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.people import queries as people_queries
from gridops.people import signing_in
from gridops.people.models import Device
from gridops.people.routes import COOKIE
from gridops.people.rules import Actor, Sight

#: Entries after which a device's or an account's sockets are cut.
RIGHTS_CHANGED = frozenset({"device.revoked", "account.changed"})


@dataclass(frozen=True)
class Admitted:
    """Whoever may open a socket, with the sight and the cursor asked for."""

    actor: Actor
    sight: Sight
    cursor: int | None


def admit(session: Session, auth: Any) -> Admitted:
    """The actor behind a one-time ticket, a token or the page's cookie, with cursor and area asked for."""
    given = auth if isinstance(auth, dict) else {}
    ticket, token, cursor, area = (given.get(k) for k in ("ticket", "token", "cursor", "area"))
    if isinstance(ticket, str) and ticket:
        actor = signing_in.redeem_ticket(session, ticket)
    elif isinstance(token, str) and token:
        actor = signing_in.recognise(session, token)
    elif cookie := request.cookies.get(COOKIE):
        actor = signing_in.recognise(session, cookie)
    else:
        raise Problem("not-authenticated")
    if cursor is not None and (not isinstance(cursor, int) or isinstance(cursor, bool) or cursor < 0):
        raise Problem("bad-request")
    if area is not None and not isinstance(area, str):
        raise Problem("bad-request")
    if area and not actor.may_ask_about(area):
        raise Problem("out-of-scope")
    return Admitted(actor, Sight(actor.id, actor.areas, actor.units, area or None), cursor)


def still_may(session: Session, account_id: UUID, device_id: UUID | None, sight: Sight) -> bool:
    """Whether an open socket's account still has exactly the sight it was opened with."""
    if device_id is not None:
        device = session.get(Device, device_id)
        if device is None or device.revoked_at is not None:
            return False
    actor = people_queries.find_actor(session, account_id, device_id)
    return actor is not None and (actor.areas, actor.units) == (sight.areas, sight.units)
