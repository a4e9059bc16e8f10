"""From bytes and addresses to models: what was sent is read up to a limit, checked, or refused by pointer."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from gridops.errors import Fault, Problem, invalid
from gridops.http.pointing import pointer
from gridops.http.problems import from_validation
from gridops.words import Words

M = TypeVar("M", bound=BaseModel)

READ_BYTES = 65_536
#: What a body may hold that only a free document lets through: looked for at once, since most bodies have none.
#: A number that is too large begins where a value may begin: ids are full of "1e123".
_SUSPECT = re.compile(rb"\\u0000|NaN|Infinity|\d{19}|[:\[,\s]-?\d+(?:\.\d+)?[eE][+]?\d{3}")
_CUT_SHORT = Words("内容不完整", "The body was cut short")


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
            raise Problem("bad-request", _CUT_SHORT) from error
    if not keeps_pieces and len(data) < (request.content_length or 0):
        raise Problem("bad-request", _CUT_SHORT)
    return bytes(data)


def parse_json(model: type[M], raw: bytes) -> M:
    """`raw` as `model`, strictly; a Problem names every fault by pointer."""
    try:
        raw.decode("utf-8")
        parsed = _validated(model, raw)
    except UnicodeDecodeError as error:
        raise Problem("bad-json", Words("内容不是 UTF-8", "The body is not UTF-8")) from error
    except ValidationError as error:
        raise from_validation(error, document=_read(raw)) from error
    if not getattr(model, "reads_items_apart", False) and _SUSPECT.search(raw):
        refuse_unstorable(parsed.model_dump())
    return parsed


def _validated(model: type[M], raw: bytes) -> M:
    """JSON knows one kind of number, and JSON Schema calls 2.0 an integer: it is read as 2 where one is asked for."""
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        places = [item["loc"] for item in error.errors(include_url=False) if _is_whole(item)]
        document = _read(raw)
        if not places or not all(_make_whole(document, place) for place in places):
            raise
        return model.model_validate_json(json.dumps(document), strict=True)


def _is_whole(item: Any) -> bool:
    value = item["input"]
    return item["type"] == "int_type" and isinstance(value, float) and value.is_integer()


def _make_whole(document: Any, place: tuple[Any, ...]) -> bool:
    """Write an integer where a whole float stands; False where the place has union tags and is not found as it is."""
    *way, last = place
    try:
        for part in way:
            document = document[part]
        document[last] = int(document[last])
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _read(raw: bytes) -> Any:
    """What a refused body holds, None where it is no document: only to tell its names from a library's."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


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


def id_in_path(text: str) -> UUID:
    """An id where the address may name something else as well; 404 for what is none, as where only ids are taken."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Problem("not-found") from error


def holds_nul(values: Iterable[Any]) -> bool:
    """Whether a text among `values` holds a NUL: an address may (%00), no column does."""
    return any(isinstance(value, str) and "\x00" in value for value in values)


def parse_query(model: type[M], args: MultiDict[str, str]) -> M:
    """Query parameters as `model`; empty ones count as absent, a repeated one as its last value."""
    values = {key: value for key, value in args.items(multi=True) if value != ""}
    if holds_nul(values.values()):
        raise Problem("bad-request", Words("参数含有不可用字符", "A parameter holds a NUL character"))
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise from_validation(error, document=values) from error
