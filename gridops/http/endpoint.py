"""The one wrapper of every request: authenticate → parse → one transaction → present. It knows no domain.

The answer leaves after the commit. Who may call, and how a caller is recognised, is injected by app.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol, TypeVar

import orjson
from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from gridops.db.session import Database, Session
from gridops.errors import Fault, Problem, invalid
from gridops.http.problems import from_validation, pointer

JSON_LIMIT_BYTES = 1_000_000
EXTENSION = "gridops"


class Hooks(Protocol):
    """What app.py injects: how a request is authenticated, and where unreadable JSON is kept."""

    def authenticate(self, session: Session) -> Any:
        """The actor of the current request, or None for nobody; enters the actor's scope."""

    def quarantine(self, session: Session, actor: Any, body: bytes) -> None:
        """Keep a body that could not be read."""


@dataclass
class Runtime:
    """What requests of one app share."""

    database: Database
    hooks: Hooks
    services: dict[str, Any] = field(default_factory=dict)


@dataclass
class Call:
    """One request on its way through: the open session, who calls, and what was sent."""

    session: Session
    actor: Any
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
    limit_bytes: int = JSON_LIMIT_BYTES,
    wait: Callable[[Any], None] | None = None,
) -> Callable[[F], F]:
    """Make a view of (call, **path parameters) → Response | (model or dict or None, status[, headers]).

    `public` endpoints may be called by nobody in particular; all others need a signed-in actor. `wait`
    is given the query and may take its time: it runs between two transactions, so that a patient caller
    holds no connection.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def wrapper(**path: Any) -> Response:
            run = runtime()
            if wait is not None and query is not None:
                with run.database.transaction() as session:
                    _admit(run, session, public=public)
                wait(parse_query(query, request.args))
            with run.database.transaction() as session:
                actor = _admit(run, session, public=public)
                call = Call(session, actor)
                if query is not None:
                    call.query = parse_query(query, request.args)
                if body is not None:
                    call.body = _parse_body(run, call, body, limit_bytes)
                response = present(view(call, **path))
            return response

        wrapper.__endpoint__ = Description(summary, body, query, answers or {}, public)  # type: ignore[attr-defined]
        return wrapper  # type: ignore[return-value]

    return decorate


def _admit(run: Runtime, session: Session, *, public: bool) -> Any:
    actor = run.hooks.authenticate(session)
    if actor is None and not public:
        raise Problem("not-authenticated")
    return actor


def read_body(limit_bytes: int) -> bytes:
    """The whole body, or 413. A chunked body is cut at the limit too."""
    if (request.content_length or 0) > limit_bytes:
        raise Problem("too-large", limit_bytes=limit_bytes)
    data = request.stream.read(limit_bytes + 1)
    if len(data) > limit_bytes:
        raise Problem("too-large", limit_bytes=limit_bytes)
    if request.content_length and len(data) < request.content_length:
        raise Problem("bad-request", ("内容不完整", "The body was cut short"))
    return data


def _parse_body(run: Runtime, call: Call, model: type[BaseModel], limit_bytes: int) -> BaseModel:
    kind = (request.mimetype or "").lower()
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise Problem("unsupported-media", ("请以 application/json 发送", "Send application/json"))
    raw = read_body(limit_bytes)
    try:
        return parse_json(model, raw)
    except Problem as problem:
        if problem.kind.code == "bad-json" and call.actor is not None:
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
    if b"\\u0000" in raw:
        refuse_nul(parsed.model_dump())
    return parsed


def refuse_nul(document: Any) -> None:
    """PostgreSQL's text holds no NUL: refuse it by pointer rather than let the database do so."""
    faults: list[Fault] = []

    def walk(value: Any, at: tuple[Any, ...]) -> None:
        if isinstance(value, str) and "\x00" in value:
            faults.append(Fault(pointer(at), "含有不可用字符", "Holds a NUL character"))
        elif isinstance(value, dict):
            for key, inner in value.items():
                walk(key, (*at, key.replace("\x00", "?") if isinstance(key, str) else key))
                walk(inner, (*at, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*at, index))

    walk(document, ())
    if faults:
        raise invalid(*faults)


def parse_query(model: type[BaseModel], args: MultiDict[str, str]) -> BaseModel:
    """Query parameters as `model`; empty ones count as absent, a repeated one as its last value."""
    values = {key: value for key, value in args.items(multi=True) if value != ""}
    if any("\x00" in value for value in values.values()):
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
            found += [(rule.rule, m, about) for m in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(found, key=lambda item: item[:2])


def blueprint(name: str, prefix: str = "/api/v1") -> Blueprint:
    """A blueprint of the contract."""
    return Blueprint(name, __name__, url_prefix=prefix)
