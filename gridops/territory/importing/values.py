"""Values of a file's properties → text of codes and names. A number that cannot be held exactly is no code."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

#: Whole numbers from here on are not all different any more as floating-point numbers.
INEXACT_FROM = 2.0**53
#: Where a publisher writes an object instead of a code or a name, these hold it.
_CODES_INSIDE = ("code", "adcode", "编码", "代码", "id")
_NAMES_INSIDE = ("name", "名称", "title", "zh", "label")


class InexactCodeError(ValueError):
    """A number too large to be exact as it is kept, `shown` as the file has it."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


def text_of(value: Any) -> str:
    """A property as text: whole numbers without their decimals, nothing (and objects and lists) as nothing."""
    if value is None or isinstance(value, Mapping | list | bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, Decimal):
        value = f"{value:f}"
    return str(value).strip()


def code_text(value: Any) -> str:
    """A property as a code, looking into an object; raises InexactCodeError for a number that is not exact."""
    inside = object_in(value)
    if inside is not None:
        return next((code_text(inside[key]) for key in _CODES_INSIDE if key in inside), "")
    if isinstance(value, float) and abs(value) >= INEXACT_FROM:
        raise InexactCodeError(repr(value))
    return text_of(value)


def name_text(value: Any) -> str:
    """A property as a name, looking into an object."""
    inside = object_in(value)
    if inside is not None:
        return next((name_text(inside[key]) for key in _NAMES_INSIDE if key in inside), "")
    return text_of(value)


def object_in(value: Any) -> Mapping[str, Any] | None:
    """The object that a property is, or that its text spells (as exports of objects to tables do)."""
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
    return value if isinstance(value, Mapping) else None
