"""Turning what was raised into an RFC 9457 answer. Never echoes what the caller sent."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from flask import Flask, Response, has_request_context, request
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from gridops.errors import Fault, Problem, invalid, words_of
from gridops.http.pointing import named_in, pointer

logger = logging.getLogger(__name__)

#: A body can hold more faults than anybody reads, and an answer larger than the body.
MAX_FAULTS = 200

#: What passes by itself or by making room: what happened is known, and where does not matter.
_PASSING = ("unavailable", "storage-full")

_BY_STATUS = {
    400: "bad-request",
    401: "not-authenticated",
    403: "out-of-scope",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "unsupported-media",
}

_ZH = {
    "missing": "缺少此项",
    "extra_forbidden": "不认识的字段",
    "literal_error": "不在可选值之内",
    "enum": "不在可选值之内",
    "uuid_parsing": "不是 UUID",
    "uuid_type": "不是 UUID",
    "string_type": "应为文字",
    "string_too_long": "文字太长",
    "string_too_short": "文字太短",
    "string_pattern_mismatch": "格式不对",
    "float_type": "应为数字",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "finite_number": "应为有限的数字",
    "greater_than_equal": "数值太小",
    "greater_than": "数值太小",
    "less_than_equal": "数值太大",
    "less_than": "数值太大",
    "timezone_aware": "时间须带时区",
    "list_type": "应为数组",
    "too_long": "项数太多",
    "too_short": "项数太少",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
}


def from_validation(error: ValidationError, prefix: tuple[Any, ...] = (), *, document: Any = None) -> Problem:
    """Every fault of a pydantic refusal, by pointer; unreadable JSON is a problem of its own.

    `document` is what was refused. Of a value that fits no member of a union the first member's fault is told.
    """
    faults: list[Fault] = []
    places: set[tuple[Any, ...]] = set()
    for item in error.errors(include_input=False, include_url=False):
        if item["type"] == "json_invalid":
            return Problem("bad-json", ("内容不是可读的 JSON", str(item["msg"])))
        zh = _ZH.get(item["type"])
        english = str(item["msg"])
        if item["type"] == "value_error":
            # Our own validators raise Unfit.
            zh, english = words_of(item.get("ctx", {}).get("error") or ValueError(english))
        elif item["type"].startswith("uuid"):
            english = "Not a UUID"
        elif item["type"].startswith("datetime") or item["type"].startswith("date"):
            zh, english = "不是可读的日期时间", "Not a readable RFC 3339 time"
        place = named_in(document, tuple(item["loc"]), is_missing=item["type"] == "missing")
        if place != tuple(item["loc"]) and place in places:
            continue
        places.add(place)
        faults.append(Fault(pointer(prefix + place), zh or "内容有误", english or "Invalid"))
    return invalid(*faults[:MAX_FAULTS])


def from_database(error: DBAPIError) -> Problem:
    """The database refuses, the refusal is translated: by SQLSTATE and the constraint's name."""
    state = getattr(error.orig, "pgcode", None) or ""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    if isinstance(error, IntegrityError):
        return Problem("conflict", ("与已有数据冲突", "The database refused this"), constraint=name)
    if state == "42501":
        return Problem("out-of-scope")
    if state in {"53100", "53200"}:
        return Problem("storage-full")
    if state in {"40001", "40P01", "55P03", "57014"} or isinstance(error, OperationalError):
        return Problem("unavailable")
    return Problem("internal")


def _cause(error: BaseException) -> str:
    """The exception's kind, and what the database calls it; no more, since a message may quote what people wrote."""
    cause = getattr(error, "orig", None)
    state = getattr(cause, "pgcode", None)
    names = [type(error).__name__, *([type(cause).__name__] if cause is not None else [])]
    return " of ".join(names) + (f" {state}" if state else "")


def _log(error: BaseException, problem: Problem) -> None:
    where = f"{request.method} {request.path}" if has_request_context() else "outside a request"
    if problem.kind.code in _PASSING:
        # One line each: under an attack, or with the database away, a traceback each would fill the disk.
        logger.error("%s answered %s: %s", where, problem.kind.code, _cause(error))
    elif problem.kind.status >= 500:
        logger.error("%s answered %s", where, problem.kind.code, exc_info=error)
    else:
        logger.info("%s refused by the database: %s", where, type(error).__name__)


def translate(error: BaseException) -> Problem:
    """Any exception as a problem; what is our own fault is logged with its cause."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ValidationError):
        return from_validation(error)
    if isinstance(error, RequestEntityTooLarge):
        return Problem("too-large")
    if isinstance(error, MethodNotAllowed):
        return Problem("method-not-allowed", allowed=sorted(error.valid_methods or ()))
    if isinstance(error, HTTPException):
        return Problem(_BY_STATUS.get(error.code or 500, "bad-request"))
    if isinstance(error, PoolTimeoutError):
        problem = Problem("unavailable")
    elif isinstance(error, DBAPIError):
        problem = from_database(error)
    elif isinstance(error, OSError) and error.errno in {28, 122}:
        problem = Problem("storage-full")
    else:
        problem = Problem("internal")
    if isinstance(error, StatementError):
        # The parameters of a statement are what people wrote: they do not belong in the log.
        error.hide_parameters = True
    _log(error, problem)
    return problem


def language() -> str:
    """The caller's language: Chinese unless English is asked for."""
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], default="zh")[:2]


def answer(problem: Problem) -> Response:
    """The problem as a Flask response."""
    body = orjson.dumps(problem.document(language()))
    response = Response(body, status=problem.kind.status, content_type="application/problem+json")
    if problem.kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="gridops"'
    if problem.kind.status == 405:
        response.headers["Allow"] = ", ".join(problem.extra.get("allowed", ()))
    if "retry_after_s" in problem.extra:
        response.headers["Retry-After"] = str(problem.extra["retry_after_s"])
    return response


def register(app: Flask) -> None:
    """Have every exception of `app` answered as a problem document."""

    def handle(error: Exception) -> Response:
        return answer(translate(error))

    app.register_error_handler(Exception, handle)
