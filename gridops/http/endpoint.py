"""The one wrapper of every request: authenticate → permit → parse → one transaction → present. It knows no domain.

The answer leaves after the commit. How a caller is recognised is injected by app.py; who may call stands
at the endpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypedDict, TypeVar, Unpack, cast, overload

from flask import Blueprint, Response, request
from pydantic import BaseModel

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.http.header_field import HeaderField
from gridops.http.parsing import holds_nul, parse_json, parse_query, read_body
from gridops.http.permission import SIGNED_IN, Permission, require
from gridops.http.presenting import as_json, present
from gridops.http.runtime import Runtime, runtime
from gridops.words import Words

__all__ = [
    "Call",
    "Description",
    "HeaderField",
    "as_json",
    "blueprint",
    "described",
    "endpoint",
    "runtime",
]

JSON_LIMIT_BYTES = 1_000_000
#: In a request's environment: what was raised when it was served before Flask, which only has to be told.
ALREADY = "gridops.raised"

Body = TypeVar("Body")
Query = TypeVar("Query")
B = TypeVar("B", bound=BaseModel)
Q = TypeVar("Q", bound=BaseModel)
P = ParamSpec("P")
#: Whence a request reads matters, rules, units and areas: by row, as who edits them must; from memory, under the
#: stamp of the moment; or from memory with edits kept from being committed until the request is done.
Reference = Literal["by_row", "in_memory", "steady"]


@dataclass(frozen=True)
class Call(Generic[Body, Query]):
    """One request on its way through: the open session, who calls, and what was sent.

    `body` and `query` are the endpoint's models, None where it has none: `Call[ReportIn, None]`. `ahead` is what was
    found out before the transaction, where the endpoint has something to find out.
    """

    session: Session
    actor: Any
    raw: bytes
    body: Body
    query: Query
    ahead: Any = None


class Options(TypedDict, total=False):
    """What an endpoint may say of itself besides its body and query."""

    roles: Permission
    asks: str
    answers: dict[int, Any]
    public: bool
    raw: str
    also: tuple[str, ...]
    limit_bytes: int
    keeps_pieces: bool
    wait: Callable[[Any], None]
    ahead: Callable[[Any, Any], Any]
    reference: Reference
    prefer: str
    refuses: Mapping[int, tuple[str, ...]]
    refuses_at: Mapping[str, str]
    headers: tuple[HeaderField, ...]
    says: Mapping[int, tuple[HeaderField, ...]]


@dataclass(frozen=True)
class Description:
    """What an endpoint says of itself, for the wrapper, the OpenAPI document and the table of endpoints.

    `asks` says what the place or the case decides besides `roles`.
    """

    summary: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answers: dict[int, Any]
    public: bool
    raw: str | None = None
    also: tuple[str, ...] = ()
    roles: Permission = SIGNED_IN
    asks: str = ""
    limit_bytes: int = JSON_LIMIT_BYTES
    keeps_pieces: bool = False
    wait: Callable[[Any], None] | None = None
    ahead: Callable[[Any, Any], Any] | None = None
    reference: Reference = "by_row"
    prefer: str = ""
    refuses: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    refuses_at: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[HeaderField, ...] = ()
    says: Mapping[int, tuple[HeaderField, ...]] = field(default_factory=dict)


View = Callable[Concatenate[Call[Body, Query], P], Any]
Served = Callable[P, Response]


@overload
def endpoint(
    summary: str, *, body: type[B], query: type[Q], **options: Unpack[Options]
) -> Callable[[View[B, Q, P]], Served[P]]: ...
@overload
def endpoint(
    summary: str, *, body: type[B], **options: Unpack[Options]
) -> Callable[[View[B, None, P]], Served[P]]: ...
@overload
def endpoint(
    summary: str, *, query: type[Q], **options: Unpack[Options]
) -> Callable[[View[None, Q, P]], Served[P]]: ...
@overload
def endpoint(summary: str, **options: Unpack[Options]) -> Callable[[View[None, None, P]], Served[P]]: ...


def endpoint(
    summary: str,
    *,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    **options: Unpack[Options],
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view of (call, **path parameters) → Response | (model or dict or None, status[, headers]).

    `roles` is who may call (403 for others, before anything is parsed) and `asks` says in words what is asked of
    the place or the case besides; `public` endpoints may be called by nobody in particular. `raw` names the content
    type of a body that is not JSON (with `keeps_pieces` what arrived before a cut counts), `also` the content types
    of a 200 besides JSON.
    `wait` is given the query and may take its time; `ahead` is given the body and the actor, and what it
    answers is the call's `ahead`. Bodies are read and all this is done outside the
    transaction: a phone on a bad line holds no connection. `reference` says whence reference data is read; what
    edits any of it reads it by row. `prefer` is what it follows of a request's `Prefer` (RFC 7240).
    The document tells `refuses`, codes by status for what a schema cannot say,
    `refuses_at`, words by pointer for what is refused there by 422 `invalid`, and
    `headers` that are read, `says` those of an answer by its status.
    """
    about = Description(
        summary,
        body,
        query,
        options.get("answers", {}),
        options.get("public", False),
        options.get("raw"),
        options.get("also", ()),
        options.get("roles", SIGNED_IN),
        options.get("asks", ""),
        options.get("limit_bytes", JSON_LIMIT_BYTES),
        options.get("keeps_pieces", False),
        options.get("wait"),
        options.get("ahead"),
        options.get("reference", "by_row"),
        options.get("prefer", ""),
        options.get("refuses", {}),
        options.get("refuses_at", {}),
        options.get("headers", ()),
        options.get("says", {}),
    )

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def wrapper(**path: Any) -> Response:
            return _serve(about, view, path)

        wrapper.__endpoint__ = about  # type: ignore[attr-defined]
        return wrapper

    return decorate


def _serve(about: Description, view: Callable[..., Any], path: dict[str, Any]) -> Response:
    run = runtime()
    if (raised := request.environ.get(ALREADY)) is not None:
        raise raised
    if not about.public and not run.hooks.has_credentials():
        raise Problem("not-authenticated")
    if holds_nul(path.values()):
        raise Problem("not-found")
    sent = b""
    if about.body is not None or about.raw is not None:
        sent = read_body(about.limit_bytes, keeps_pieces=about.keeps_pieces)
    if about.wait is not None and about.query is not None:
        with run.database.transaction() as session:
            _admit(run, session, about)
        about.wait(parse_query(about.query, request.args))
    ahead = _find_out(run, about, sent) if about.ahead is not None else None
    turn = run.reports.turn() if about.reference == "steady" else nullcontext()
    with turn, run.database.transaction() as session:
        actor = _admit(run, session, about)
        query = parse_query(about.query, request.args) if about.query is not None else None
        body = _parse_body(run, session, actor, sent, about) if about.body is not None else None
        with _noting_refusals(run, session, actor):
            # Made inside the block, so that the answer leaves only after the commit at its end.
            response = present(view(Call(session, actor, sent, body, query, ahead), **path))
        if not about.public:
            # What depends on who asks is kept by no cache, unless the view has said how.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _find_out(run: Runtime, about: Description, sent: bytes) -> Any:
    """What the endpoint finds out before its transaction, once it is known that the caller may ask."""
    assert about.ahead is not None
    actor = None
    if not about.public:
        with run.database.transaction() as session:
            actor = _admit(run, session, about)
    document = _read_document(sent, about)
    try:
        return about.ahead(document, actor)
    except Problem as problem:
        if problem.kind.status == 403 and actor is not None:
            with run.database.transaction() as session:
                run.hooks.note_refusal(session, actor, problem.kind.code)
        raise


@contextmanager
def _noting_refusals(run: Runtime, session: Session, actor: Any) -> Iterator[None]:
    """Have it written down that somebody signed in was refused for want of rights."""
    try:
        yield
    except Problem as problem:
        if problem.kind.status == 403 and actor is not None:
            run.hooks.note_refusal(session, actor, problem.kind.code)
        raise


def _admit(run: Runtime, session: Session, about: Description) -> Any:
    if about.public:
        # Whoever signs in is nobody yet, whatever credentials his client still sends.
        return None
    actor = run.hooks.authenticate(session, is_steady=about.reference == "steady")
    if about.reference == "by_row":
        session.stamp = None
    if actor is None:
        raise Problem("not-authenticated")
    with _noting_refusals(run, session, actor):
        require(about.roles, actor)
    return actor


def _read_document(raw: bytes, about: Description) -> BaseModel:
    kind = (request.mimetype or "").lower()
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise Problem("unsupported-media", Words("请以 application/json 发送", "Send application/json"))
    return parse_json(cast(type[BaseModel], about.body), raw)


def _parse_body(run: Runtime, session: Session, actor: Any, raw: bytes, about: Description) -> BaseModel:
    try:
        return _read_document(raw, about)
    except Problem as problem:
        # What nobody in particular sent, a password above all, is not kept.
        if problem.kind.code == "bad-json" and actor is not None:
            session.keep(lambda second: run.hooks.quarantine(second, actor, raw))
        raise


def described(app: Any) -> list[tuple[str, str, Description]]:
    """(path, method, description) of every endpoint of `app`, in order of the path."""
    found = []
    for rule in app.url_map.iter_rules():
        about = getattr(app.view_functions[rule.endpoint], "__endpoint__", None)
        if about is not None:
            # HEAD comes with GET and says nothing of its own; alone it is an endpoint.
            silent = {"OPTIONS"} | ({"HEAD"} if "GET" in rule.methods else set())
            found += [(rule.rule, m, about) for m in sorted(rule.methods - silent)]
    return sorted(found, key=lambda item: item[:2])


def blueprint(name: str, prefix: str = "/api/v1") -> Blueprint:
    """A blueprint of the contract."""
    return Blueprint(name, __name__, url_prefix=prefix)
