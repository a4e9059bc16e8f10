"""Who may open a socket, and whether he still may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.live.sockets import OpenSocket
from gridops.people import queries as people_queries
from gridops.people import signing_in
from gridops.people.rules import Actor, Sight

#: Entries after which a device's or an account's sockets are cut.
RIGHTS_CHANGED = frozenset(
    {
        "device.revoked",
        "account.changed",
        "account.post_given",
        "account.post_ended",
        "account.deputy_named",
        "account.deputy_ended",
        "account.left",
    }
)


@dataclass(frozen=True)
class Admitted:
    """Whoever may open a socket, with the sight and the cursor asked for."""

    actor: Actor
    sight: Sight
    cursor: int | None


def named_in_head(session: Session, *, ticket: str, authorization: str, cookie: str) -> Actor | None:
    """The actor whom an upgrade's head names by a ticket in its address, a bearer token or the page's cookie.

    401 for a ticket or token that is none; None for a cookie that is none, since a page may hold an old one and
    bring a ticket in CONNECT.
    """
    if ticket:
        return signing_in.redeem_ticket(session, ticket)
    scheme, _, bearer = authorization.partition(" ")
    if scheme:
        if scheme.lower() != "bearer" or not bearer.strip():
            raise Problem("not-authenticated")
        return signing_in.recognise(session, bearer.strip())
    try:
        return signing_in.recognise(session, cookie)
    except Problem:
        return None


def admit(session: Session, auth: Any, *, named: Actor | None = None, cookie: str = "") -> Admitted:
    """The actor behind a one-time ticket or a token, or whom the head named, with cursor and area asked for.

    A `cookie` that named nobody is told what has become of it.
    """
    given = auth if isinstance(auth, dict) else {}
    ticket, token, cursor, area = (given.get(k) for k in ("ticket", "token", "cursor", "area"))
    if isinstance(ticket, str) and ticket:
        actor = signing_in.redeem_ticket(session, ticket)
    elif isinstance(token, str) and token:
        actor = signing_in.recognise(session, token)
    elif named is not None:
        actor = signing_in.actor_by(session, named.id, named.device_id)
    elif cookie:
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


def lost_sight(session: Session, sockets: Collection[OpenSocket]) -> set[str]:
    """The ids of the sockets whose accounts no longer have exactly the sight they were opened with.

    Two statements, however many sockets there are: asked one by one, a thousand of them kept all others waiting.
    """
    devices = {s.device_id for s in sockets if s.device_id is not None}
    signed_in = people_queries.devices_signed_in(session, devices, clock.now())
    actors = people_queries.actors_of(session, {s.account_id for s in sockets})

    def still_may(socket: OpenSocket) -> bool:
        actor = actors.get(socket.account_id)
        return (
            actor is not None
            and (socket.device_id is None or socket.device_id in signed_in)
            and (actor.areas, actor.units) == (socket.sight.areas, socket.sight.units)
        )

    return {socket.sid for socket in sockets if not still_may(socket)}
