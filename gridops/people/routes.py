"""HTTP words of sessions and devices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from gridops.errors import Problem
from gridops.http.addresses import Proxies
from gridops.http.endpoint import Call, as_json, blueprint, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.people import hashing, queries, signing_in
from gridops.people.attempts.counting import Attempt, Counted, count_attempt, give_back
from gridops.people.attempts.recognising import MARK_LIFE
from gridops.people.rules import Actor
from gridops.people.wire import (
    ActorOut,
    CurrentSessionOut,
    DeviceOut,
    DevicesOut,
    SessionIn,
    SessionOut,
    TicketOut,
)

bp = blueprint("people")
COOKIE = "gridops_session"
#: By it a device is known again at the next sign-in, and only there: it is sent to no other path.
MARK_COOKIE, MARK_PATH = "gridops_device", "/api/v1/sessions"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def has_credentials() -> bool:
    """Whether the request brings a token or the cookie."""
    return bool(request.headers.get("Authorization") or request.cookies.get(COOKIE))


def authenticate(session: Any, *, public_origin: str | None = None, is_steady: bool = False) -> Actor | None:
    """The request's actor by bearer token or cookie, with his scope entered; None without either.

    `is_steady`: no edit of reference data is committed until the end of the transaction.
    """
    header = request.headers.get("Authorization", "")
    scheme, _, bearer = header.partition(" ")
    if header:
        if scheme.lower() != "bearer" or not bearer.strip():
            raise Problem("not-authenticated")
        token = bearer.strip()
    else:
        token = request.cookies.get(COOKIE, "")
        if not token:
            return None
        if request.method not in SAFE_METHODS and not _is_own_origin(public_origin):
            raise Problem("origin-mismatch")
    return signing_in.enter(session, token, is_steady=is_steady)


def _is_own_origin(public_origin: str | None) -> bool:
    own = {request.host_url.rstrip("/")}
    if public_origin:
        own.add(public_origin.rstrip("/"))
    return request.headers.get("Origin", "") in own


@bp.before_request
def refuse_foreign_sign_in() -> None:
    """403 for a sign-in that another site's page sends, in whatever form, before anything of it is read."""
    if request.endpoint == f"{bp.name}.{post_session.__name__}" and "Origin" in request.headers:
        settings = runtime().services["settings"]
        if not _is_own_origin(settings.public_origin):
            raise Problem("origin-mismatch")


def _prove(body: SessionIn) -> signing_in.Proven:
    """Count the attempt, then prove the password; no connection is held while it is proved. 429 before its turn."""
    settings = runtime().services["settings"]
    attempt = Attempt(
        body.username,
        "code" if body.password is None else "password",
        Proxies(settings.proxies).client_of(request.environ),
        body.device_mark or request.cookies.get(MARK_COOKIE),
    )
    with runtime().database.transaction() as session:
        counted = count_attempt(session, attempt)
        stored = None if counted.wait_s else queries.find_password_hash(session, body.username)
    counted.require_turn()
    if body.password is None:
        return signing_in.Proven(counted)
    return signing_in.Proven(counted, stored if _fits(counted, stored, body.password) else None)


def _fits(counted: Counted, stored: str | None, password: str) -> bool:
    try:
        return hashing.fits(stored, password, runtime().services["settings"].argon2_profile)
    except Problem:
        # What was not tried for want of room is not held against anybody.
        with runtime().database.transaction() as session:
            give_back(session, counted)
        raise


@bp.post("/sessions")
@endpoint("Sign in", body=SessionIn, answers={201: SessionOut}, public=True, ahead=_prove)
def post_session(call: Call[SessionIn, None]) -> ResponseReturnValue:
    """A new session for a device."""
    signed = signing_in.sign_in(
        call.session,
        proven=call.ahead,
        code=call.body.code,
        device_name=call.body.device_name or _device_name(),
    )
    out = SessionOut(
        token=signed.token,
        expires_at=signed.expires_at,
        actor=ActorOut.of(signed.actor),
        device_mark=signed.device_mark,
    )
    response = Response(as_json(out), status=201, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE,
        signed.token,
        expires=signed.expires_at,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/",
    )
    response.set_cookie(
        MARK_COOKIE,
        signed.device_mark,
        max_age=MARK_LIFE,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path=MARK_PATH,
    )
    return response


def _device_name() -> str:
    agent = request.user_agent.string
    for mark in ("iPhone", "Android", "HarmonyOS", "Windows", "Macintosh", "Linux"):
        if mark in agent:
            return mark
    return "device"


@bp.get("/sessions/current")
@endpoint("The session in use", roles=SIGNED_IN, answers={200: CurrentSessionOut})
def get_current_session(call: Call[None, None]) -> Any:
    """Who is signed in."""
    return CurrentSessionOut(actor=ActorOut.of(call.actor), device_id=call.actor.device_id)


@bp.delete("/sessions/current")
@endpoint("Sign out", roles=SIGNED_IN, answers={204: None})
def delete_current_session(call: Call[None, None]) -> ResponseReturnValue:
    """Sign out: the device's token ends."""
    signing_in.revoke_device(call.session, call.actor, call.actor.device_id)
    response = Response(status=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return response


@bp.get("/devices")
@endpoint("One's devices", roles=SIGNED_IN, answers={200: DevicesOut})
def get_devices(call: Call[None, None]) -> Any:
    """The devices one is signed in on."""
    return DevicesOut(
        items=[
            DeviceOut(id=d.id, name=d.name, created_at=d.created_at, current=d.id == call.actor.device_id)
            for d in queries.devices_of(call.session, call.actor.id)
        ]
    )


@bp.delete("/devices/<uuid:device_id>")
@endpoint("Revoke a device", roles=SIGNED_IN, asks="one of one's own", answers={204: None})
def delete_device(call: Call[None, None], device_id: UUID) -> Any:
    """End a device at once."""
    signing_in.revoke_device(call.session, call.actor, device_id)
    return None, 204


@bp.post("/live-tickets")
@endpoint("A ticket for one socket", roles=SIGNED_IN, answers={201: TicketOut})
def post_live_ticket(call: Call[None, None]) -> Any:
    """A ticket that opens one socket within a minute."""
    return TicketOut(ticket=signing_in.issue_ticket(call.session, call.actor)), 201
