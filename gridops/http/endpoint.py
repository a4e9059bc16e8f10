"""The one wrapper of every request: authenticate → parse → one transaction → present. It knows no domain.

The answer leaves after the commit. Who may call, and how a caller is recognised, is injected by app.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol, TypeVar

import orjson
from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from gridops.errors import Fault, Problem, invalid
from gridops.http.problems import from_validation, pointer

JSON_LIMIT_BYTES = 1_000_000
EXTENSION = "gridops"


READ_BYTES = 65_536
#: What a body may hold that only a free document lets through: looked for at once, since most bodies have none.
_SUSPECT = re.compile(rb"\\u0000|NaN|Infinity|\d{19}|\d[eE][+]?\d{3}")


class Transactions(Protocol):
    """Where transactions come from; this room does not know the database."""

    def transaction(self) -> AbstractContextManager[Any]:
        """One transaction, committed at the end of the block."""


class Hooks(Protocol):
    """What app.py injects: how a request is authenticated, and where unreadable JSON is kept."""

    def has_credentials(self) -> bool:
        """Whether the request brings anything to recognise its actor by."""

    def authenticate(self, session: Any) -> Any:
        """The actor of the current request, or None for nobody; enters the actor's scope."""

    def quarantine(self, session: Any, actor: Any, body: bytes) -> None:
        """Keep a body that could not be read."""


@dataclass
class Runtime:
    """What requests of one app share."""

    database: Transactions
    hooks: Hooks
    services: dict[str, Any] = field(default_factory=dict)


@dataclass
class Call:
    """One request on its way through: the open session, who calls, and what was sent."""

    session: Any
    actor: Any
    raw: bytes = b""
    body: Any = None
    query: Any = None


@dataclass(frozen=True)
class Description:
    """What the OpenAPI document says of an endpoint."""

    summary: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answers: dict[int, Any]
    public: bool
    raw: str | None = None
    also: tuple[str, ...] = ()


F = TypeVar("F", bound=Callable[..., Any])


def runtime() -> Runtime:
    """The current app's runtime."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Runtime)
    return found


def endpoint(
    summary: str,
    *,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    answers: dict[int, Any] | None = None,
    public: bool = False,
    raw: str | None = None,
    also: tuple[str, ...] = (),
    limit_bytes: int = JSON_LIMIT_BYTES,
    keeps_pieces: bool = False,
    wait: Callable[[Any], None] | None = None,
) -> Callable[[F], F]:
    """Make a view of (call, **path parameters) → Response | (model or dict or None, status[, headers]).

    `public` endpoints may be called by nobody in particular; all others need a signed-in actor. `raw` names
    the content type of a body that is not JSON (with `keeps_pieces` what arrived before a cut counts), `also`
    the content types of a 200 besides JSON.
    `wait` is given the query and may take its time. Bodies are read and waiting is done outside the
    transaction: a phone on a bad line holds no connection.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def wrapper(**path: Any) -> Response:
            run = runtime()
            if not public and not run.hooks.has_credentials():
                raise Problem("not-authenticated")
            if _holds_nul(path.values()):
                raise Problem("not-found")
            sent = b""
            if body is not None or raw is not None:
                sent = read_body(limit_bytes, keeps_pieces=keeps_pieces)
            if wait is not None and query is not None:
                with run.database.transaction() as session:
                    _admit(run, session, public=public)
                wait(parse_query(query, request.args))
            with run.database.transaction() as session:
                actor = _admit(run, session, public=public)
                call = Call(session, actor, sent)
                if query is not None:
                    call.query = parse_query(query, request.args)
                if body is not None:
                    call.body = _parse_body(run, call, body, public=public)
                # Made inside the block, so that the answer leaves only after the commit at its end.
                response = present(view(call, **path))
                if not public:
                    # What depends on who asks is kept by no cache, unless the view has said how.
                    response.headers.setdefault("Cache-Control", "no-store")
                return response

        wrapper.__endpoint__ = Description(  # type: ignore[attr-defined]
            summary, body, query, answers or {}, public, raw, also
        )
        return wrapper  # type: ignore[return-value]

    return decorate


def _admit(run: Runtime, session: Any, *, public: bool) -> Any:
    actor = run.hooks.authenticate(session)
    if actor is None and not public:
        raise Problem("not-authenticated")
    return actor


def read_body(limit_bytes: int, *, keeps_pieces: bool = False) -> bytes:
    """The body, or 413 past the limit; 400 where it was cut short, unless pieces count too."""
    if (request.content_length or 0) > limit_bytes:
        raise Problem("too-large", limit_bytes=limit_bytes)
    data = bytearray()
    try:
        while chunk := request.stream.read(READ_BYTES):
            data += chunk
            if len(data) > limit_bytes:
                raise Problem("too-large", limit_bytes=limit_bytes)
    except (Problem, RequestEntityTooLarge):
        raise
    except Exception as error:  # cut off, or in chunks that are none: each server says it in its own way
        if not keeps_pieces:
            raise Problem("bad-request", ("内容不完整", "The body was cut short")) from error
    if not keeps_pieces and len(data) < (request.content_length or 0):
        raise Problem("bad-request", ("内容不完整", "The body was cut short"))
    return bytes(data)


def _parse_body(run: Runtime, call: Call, model: type[BaseModel], *, public: bool) -> BaseModel:
    kind = (request.mimetype or "").lower()
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise Problem("unsupported-media", ("请以 application/json 发送", "Send application/json"))
    raw = call.raw
    try:
        return parse_json(model, raw)
    except Problem as problem:
        # Who signs in while signed in sends a password: that is not kept.
        if problem.kind.code == "bad-json" and call.actor is not None and not public:
            actor = call.actor
            call.session.keep(lambda session: run.hooks.quarantine(session, actor, raw))
        raise


def parse_json(model: type[BaseModel], raw: bytes) -> BaseModel:
    """`raw` as `model`, strictly; a Problem names every fault by pointer."""
    try:
        raw.decode("utf-8")
        parsed = model.model_validate_json(raw, strict=True)
    except UnicodeDecodeError as error:
        raise Problem("bad-json", ("内容不是 UTF-8", "The body is not UTF-8")) from error
    except ValidationError as error:
        raise from_validation(error) from error
    if not getattr(model, "reads_items_apart", False) and _SUSPECT.search(raw):
        refuse_unstorable(parsed.model_dump())
    return parsed


def refuse_unstorable(document: Any) -> None:
    """Refuse by pointer what no column holds, rather than lose it or let the database refuse.

    That is a NUL in a text, a number that is infinite or none, an integer beyond 64 bits.
    """
    faults: list[Fault] = []

    def walk(value: Any, at: tuple[Any, ...]) -> None:
        if isinstance(value, str) and "\x00" in value:
            faults.append(Fault(pointer(at), "含有不可用字符", "Holds a NUL character"))
        elif isinstance(value, float) and not math.isfinite(value):
            faults.append(Fault(pointer(at), "应为有限的数字", "Not a finite number"))
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            faults.append(Fault(pointer(at), "整数太大", "An integer of more than 64 bits"))
        elif isinstance(value, dict):
            for key, inner in value.items():
                shown = key.replace("\x00", "?") if isinstance(key, str) else key
                walk(key, (*at, shown))
                walk(inner, (*at, shown))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*at, index))

    walk(document, ())
    if faults:
        raise invalid(*faults)


def _holds_nul(values: Iterable[Any]) -> bool:
    return any(isinstance(value, str) and "\x00" in value for value in values)


def parse_query(model: type[BaseModel], args: MultiDict[str, str]) -> BaseModel:
    """Query parameters as `model`; empty ones count as absent, a repeated one as its last value."""
    values = {key: value for key, value in args.items(multi=True) if value != ""}
    if _holds_nul(values.values()):
        raise Problem("bad-request", ("参数含有不可用字符", "A parameter holds a NUL character"))
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise from_validation(error) from error


def as_json(value: Any) -> bytes:
    """What leaves the service as JSON: wire models and plain containers of them."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return orjson.dumps(value, default=_default)


def _default(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} does not leave the service")


def present(result: Any) -> Response:
    """A view's result as a response."""
    if isinstance(result, Response):
        return result
    content, status, *rest = result if isinstance(result, tuple) else (result, 200)
    headers = rest[0] if rest else {}
    if content is None:
        return Response(status=status, headers=headers)
    return Response(as_json(content), status=status, headers=headers, content_type="application/json")


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
