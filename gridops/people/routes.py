"""HTTP words of sessions and devices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gridops.config import Settings
from gridops.errors import Problem
from gridops.http.endpoint import Call, as_json, blueprint, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.people import hashing, proving, queries, signing_in
from gridops.people.attempts.counting import Attempt, count_attempt
from gridops.people.attempts.recognising import MARK_LIFE
from gridops.people.rules import Actor
from gridops.people.wire import (
    ActorOut,
    CurrentSessionOut,
    SessionIn,
    SessionOut,
    TicketOut,
)

bp = blueprint("people")
#: By it a device is known again at the next sign-in, and only there: it is sent to no other path.
MARK_COOKIE, MARK_PATH = "gridops_device", "/api/v1/sessions"
COOKIE_LIFE = timedelta(days=400)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def session_cookie() -> str:
    """What the request's cookie says, empty without one."""
    return request.cookies.get(_settings().session_cookie, "")


def has_credentials() -> bool:
    """Whether the request brings a token or the cookie."""
    return bool(request.headers.get("Authorization") or session_cookie())


def authenticate(
    session: Any, *, lives: signing_in.Lives, note: Callable[[Any, Actor, str], None], is_steady: bool = False
) -> Actor | None:
    """The request's actor by bearer token or cookie, with his scope entered; None without either.

    403 where another site's page would change something by the cookie: `note` is told whose it is. `lives`: how long
    a session that is used lasts on, by kind. `is_steady`: no edit of reference data is committed until the end of the
    transaction.
    """
    header = request.headers.get("Authorization", "")
    scheme, _, bearer = header.partition(" ")
    if header:
        if scheme.lower() != "bearer" or not bearer.strip():
            raise Problem("not-authenticated")
        token = bearer.strip()
    else:
        token = session_cookie()
        if not token:
            return None
    actor = signing_in.enter(session, token, lives=lives, is_steady=is_steady)
    if not header and request.method not in SAFE_METHODS and not _is_own_origin(_settings().public_origin):
        # Another site's page prolongs nobody's session.
        session.kept.clear()
        note(session, actor, "origin-mismatch")
        raise Problem("origin-mismatch")
    return actor


def _is_own_origin(public_origin: str | None) -> bool:
    own = {request.host_url.rstrip("/")}
    if public_origin:
        own.add(public_origin.rstrip("/"))
    return request.headers.get("Origin", "") in own


@bp.before_request
def refuse_foreign_sign_in() -> None:
    """403 for a sign-in that another site's page sends, in whatever form, before anything of it is read."""
    is_sign_in = request.endpoint == f"{bp.name}.{post_session.__name__}"
    if is_sign_in and "Origin" in request.headers and not _is_own_origin(_settings().public_origin):
        with runtime().database.transaction() as session:
            runtime().hooks.note_refusal(session, None, "origin-mismatch")
        raise Problem("origin-mismatch")


def _prove(body: SessionIn, _nobody: None) -> signing_in.Proven:
    """Count the attempt, then prove the password; no connection is held while it is proved. 429 before its turn."""
    if body.password is not None:
        hashing.require_room()
    with runtime().database.transaction() as session:
        attempt = Attempt(
            # One account is one account, however it is called: its attempts are counted together.
            queries.find_username(session, body.username),
            "code" if body.password is None else "password",
            proving.client_address(),
            body.device_mark or request.cookies.get(MARK_COOKIE),
        )
        counted = count_attempt(session, attempt)
        stored = None if counted.wait_s else queries.find_password_hash(session, attempt.username)
    counted.require_turn()
    if body.password is None:
        return signing_in.Proven(counted)
    return proving.prove(counted, stored, body.password)


@bp.post("/sessions")
@endpoint("Sign in", body=SessionIn, answers={201: SessionOut}, public=True, ahead=_prove)
def post_session(call: Call[SessionIn, None]) -> ResponseReturnValue:
    """A new session for a device."""
    signed = signing_in.sign_in(
        call.session,
        proven=call.ahead,
        code=call.body.code,
        device=signing_in.NewDevice(
            call.body.device_name or _device_name(), call.body.device_kind or _device_kind()
        ),
        lives=runtime().services["settings"].idle_lives,
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
        _settings().session_cookie,
        signed.token,
        # The service says when a session ends, which moves on as long as it is used; browsers keep no cookie longer.
        max_age=COOKIE_LIFE,
        httponly=True,
        samesite="Strict",
        secure=_is_secure(),
        path="/",
    )
    response.set_cookie(
        MARK_COOKIE,
        signed.device_mark,
        max_age=MARK_LIFE,
        httponly=True,
        samesite="Strict",
        secure=_is_secure(),
        path=MARK_PATH,
    )
    return response


def _settings() -> Settings:
    found: Settings = runtime().services["settings"]
    return found


def _is_secure() -> bool:
    return request.is_secure or _settings().is_https


def _device_name() -> str:
    agent = request.user_agent.string
    for mark in ("iPhone", "Android", "HarmonyOS", "Windows", "Macintosh", "Linux"):
        if mark in agent:
            return mark
    return "device"


def _device_kind() -> str:
    """A phone is one's own; a browser elsewhere may stand where several work; all else holds a token."""
    agent = request.user_agent.string
    if any(mark in agent for mark in ("iPhone", "Android", "HarmonyOS", "Mobile")):
        return "phone"
    return "shared_desk" if agent.startswith("Mozilla/") else "program"


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
    name = _settings().session_cookie
    response.delete_cookie(name, path="/", httponly=True, samesite="Strict", secure=_is_secure())
    return response


@bp.post("/live-tickets")
@endpoint("A ticket for one socket", roles=SIGNED_IN, answers={201: TicketOut})
def post_live_ticket(call: Call[None, None]) -> Any:
    """A ticket that opens one socket within a minute."""
    return TicketOut(ticket=signing_in.issue_ticket(call.session, call.actor)), 201
