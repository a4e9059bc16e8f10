"""Plain requests for what is asked most, served before Flask takes them apart; all else goes to Flask as it came.

Whatever is not answered well here is undone and served by Flask from its start: there is one way to refuse.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from gridops.errors import Problem
from gridops.http.endpoint import ALREADY, Call, Description
from gridops.http.health import Meter
from gridops.http.parsing import parse_json
from gridops.http.permission import require
from gridops.http.presenting import as_json
from gridops.http.runtime import Runtime

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What every answer in JSON brings along, and its body as the caller takes it: (body, Accept-Encoding) → both.
Finish = Callable[[bytes, str], tuple[bytes, list[tuple[str, str]]]]
Answer = tuple[str, list[tuple[str, str]], bytes]
_STATUS = {one.value: f"{one.value} {one.phrase.upper()}" for one in HTTPStatus}
_BEARER = "Bearer "


class Front:
    """`inner`, but the endpoints of `plain` (by path; POST, a body in JSON, `steady`) are served here where it can be.

    Their views touch no request of Flask's. `finish` is given by whoever knows what all answers carry.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        run: Runtime,
        meter: Meter,
        *,
        plain: Mapping[str, tuple[str, Any]],
        finish: Finish,
    ) -> None:
        self._inner, self._run, self._meter, self._finish = inner, run, meter, finish
        self._plain = {
            path: (name, view.__endpoint__, view.__wrapped__) for path, (name, view) in plain.items()
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        found = self._plain.get(environ["PATH_INFO"])
        if found is None or not _is_plain(environ, found[1].limit_bytes):
            return self._inner(environ, start_response)
        began = time.perf_counter()
        name, about, view = found
        raw = _body_of(environ)
        try:
            answer = self._serve(about, view, environ, raw)
        except Exception as error:
            if not isinstance(error, Problem):
                # It is told as any other, and not tried a second time.
                environ[ALREADY] = error
            environ["wsgi.input"] = io.BytesIO(raw)
            return self._inner(environ, start_response)
        status, headers, body = answer
        self._meter.count("POST", name, status[:3], began)
        start_response(status, headers)
        return [body]

    def _serve(self, about: Description, view: Any, environ: WSGIEnvironment, raw: bytes) -> Answer:
        run = self._run
        body = parse_json(cast(type[BaseModel], about.body), raw)
        with run.reports.turn(), run.database.transaction() as session:
            actor = run.hooks.enter(session, environ["HTTP_AUTHORIZATION"][len(_BEARER) :].strip())
            require(about.roles, actor)
            out, status, more = view(Call(session, actor, raw, body, None, None))
            # Made inside the block, so that the answer leaves only after the commit at its end.
            sent, headers = self._finish(as_json(out), environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers += more.items()
        headers += (
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(sent))),
            ("Cache-Control", "no-store"),
        )
        return _STATUS[status], headers, sent


def _body_of(environ: WSGIEnvironment) -> bytes:
    """The body, or what there was of it: Flask tells whether it was cut short."""
    try:
        body: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    except Exception:  # a line that broke, which each server says in its own way
        return b""
    return body


def _is_plain(environ: WSGIEnvironment, limit_bytes: int) -> bool:
    """Whether nothing of a request has to be weighed: a bearer token, a JSON body of a stated length, no query."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == "application/json"
        and environ.get("HTTP_AUTHORIZATION", "").startswith(_BEARER)
        and not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and "HTTP_TRANSFER_ENCODING" not in environ
        and length.isascii()
        and length.isdigit()
        and 0 < int(length) <= limit_bytes
    )
