"""HTTP words of one's own account: devices signed in on, the password; and codes that an administrator hands out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops import clock
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.people import hashing, passwords, proving, queries, signing_in
from gridops.people.attempts.counting import Attempt, count_confirmation
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.roles import ADMIN
from gridops.people.rules import Actor
from gridops.people.strength import require_strong
from gridops.people.wire import (
    CodeOut,
    ConfirmationIn,
    DeviceOut,
    DevicesOut,
    EndingQuery,
    NewPasswordIn,
)

bp = blueprint("accounts")


@bp.get("/devices")
@endpoint("One's devices", roles=SIGNED_IN, answers={200: DevicesOut})
def get_devices(call: Call[None, None]) -> Any:
    """The devices one is signed in on."""
    return DevicesOut(
        items=[
            DeviceOut(
                id=d.id,
                name=d.name,
                kind=d.kind,
                created_at=d.created_at,
                expires_at=expires_at,
                current=d.id == call.actor.device_id,
            )
            for d, expires_at in queries.devices_of(call.session, call.actor.id, clock.now())
        ]
    )


@bp.delete("/devices")
@endpoint("End all of one's sessions", query=EndingQuery, roles=SIGNED_IN, answers={204: None})
def delete_devices(call: Call[None, EndingQuery]) -> Any:
    """End every session of one's own at once; the one in use only where it is said."""
    but = None if call.query.include_current else call.actor.device_id
    signing_in.end_sessions(call.session, call.actor, but=but)
    return None, 204


@bp.delete("/devices/<uuid:device_id>")
@endpoint("Revoke a device", roles=SIGNED_IN, asks="one of one's own", answers={204: None})
def delete_device(call: Call[None, None], device_id: UUID) -> Any:
    """End a device at once."""
    signing_in.revoke_device(call.session, call.actor, device_id)
    return None, 204


def _prove_again(body: ConfirmationIn, actor: Actor) -> signing_in.Proven:
    attempt = Attempt(actor.username, "password", proving.client_address())
    with runtime().database.transaction() as session:
        counted = count_confirmation(session, actor.device_id, attempt)
        stored = None if counted.wait_s else queries.find_password_hash(session, actor.username)
    counted.require_turn()
    return proving.prove(counted, stored, body.password)


@bp.post("/sessions/current/confirmation")
@endpoint(
    "Prove one's password again",
    body=ConfirmationIn,
    roles=SIGNED_IN,
    refuses={401: ("wrong-credentials",)},
    answers={204: None},
    ahead=_prove_again,
)
def post_confirmation(call: Call[ConfirmationIn, None]) -> Any:
    """What asks for the password may be done for some minutes from now on."""
    passwords.confirm(call.session, call.actor, call.ahead)
    return None, 204


def _hash_new(body: NewPasswordIn, actor: Actor) -> str:
    with runtime().database.transaction() as session:
        require_confirmed(session, actor)
    require_strong(body.password, actor.username, actor.name)
    return hashing.make(body.password, runtime().services["settings"].argon2_profile)


@bp.post("/sessions/current/password")
@endpoint(
    "Change one's password",
    body=NewPasswordIn,
    roles=SIGNED_IN,
    asks=RECENTLY,
    refuses=UNCONFIRMED,
    answers={204: None},
    ahead=_hash_new,
)
def post_password(call: Call[NewPasswordIn, None]) -> Any:
    """A new password; all other sessions of the account end."""
    passwords.change_password(call.session, call.actor, call.ahead)
    return None, 204


@bp.post("/admin/accounts/<uuid:account_id>/codes")
@endpoint(
    "A code with which an account signs in once",
    roles=ADMIN,
    asks=RECENTLY,
    refuses=UNCONFIRMED,
    answers={201: CodeOut},
)
def post_code(call: Call[None, None], account_id: UUID) -> Any:
    """A one-time code, to be handed over in person."""
    require_confirmed(call.session, call.actor)
    if queries.find_actor(call.session, account_id) is None:
        raise Problem("not-found")
    code = signing_in.issue_code(call.session, account_id, call.actor.id)
    return CodeOut(code=code, expires_at=clock.now() + signing_in.CODE_LIFE), 201
