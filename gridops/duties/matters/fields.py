"""Pure: the extra fields that a matter asks for, and whether what was sent answers them. Stores nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from gridops.errors import Fault

FIELD_TYPES = ("text", "number", "choice", "date", "photo")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_TEXT = 2000


@dataclass(frozen=True)
class FieldAsked:
    """One extra field; `why` is shown beside it, since nothing is asked without a reason."""

    name: str
    label: str
    type: str
    required: bool = True
    why: str = ""
    choices: tuple[str, ...] = ()
    multiple: bool = False
    least: float | None = None
    most: float | None = None
    unit: str = ""


def field_of(stored: Mapping[str, Any]) -> FieldAsked:
    """A field from its stored form."""
    return FieldAsked(**{**stored, "choices": tuple(stored.get("choices", ()))})


def check_definitions(fields: Sequence[FieldAsked], at: str = "/fields") -> list[Fault]:
    """What is wrong with the fields a matter would ask for, by pointer."""
    faults = []
    names: set[str] = set()
    for n, asked in enumerate(fields):
        here = f"{at}/{n}"
        if not NAME.fullmatch(asked.name):
            faults.append(
                Fault(f"{here}/name", "字段名须为小写英文字母开头", "Lower-case letters, digits and _")
            )
        if asked.name in names:
            faults.append(Fault(f"{here}/name", "字段名重复", "The name is used twice"))
        names.add(asked.name)
        if asked.type not in FIELD_TYPES:
            faults.append(Fault(f"{here}/type", "不认识的字段类型", "Not a type of field"))
        if asked.type == "choice" and len(set(asked.choices)) < 2:
            faults.append(
                Fault(f"{here}/choices", "至少要有两个不同的选项", "A choice needs two different values")
            )
        if asked.least is not None and asked.most is not None and asked.least > asked.most:
            faults.append(Fault(f"{here}/least", "最小值大于最大值", "The least is above the most"))
    return faults


def check_fields(
    fields: Sequence[FieldAsked], sent: Mapping[str, Any], media: Collection[str]
) -> list[Fault]:
    """What of the sent values does not answer the fields, each by `/fields/<name>`.

    `media` are the ids of the photos declared with the report. A matter that asks for nothing takes notes as
    they come; one that asks refuses by name what it does not know.
    """
    if not fields:
        return []
    asked = {f.name: f for f in fields}
    faults = []
    for name in sent:
        if name not in asked:
            # An unknown name is the sender's text: only a well-formed one is said back.
            shown = name if NAME.fullmatch(name) else "?"
            faults.append(Fault(f"/fields/{shown}", "该事项没有这个字段", "The matter has no such field"))
    for name, one in asked.items():
        value = sent.get(name)
        if value is None or value in ("", []):
            if one.required:
                faults.append(Fault(f"/fields/{name}", f"请填写{one.label}", "This field is required"))
            continue
        said = _CHECKS[one.type](one, value, media)
        if said is not None:
            faults.append(Fault(f"/fields/{name}", *said))
    return faults


_Said = tuple[str, str] | None


def _text(asked: FieldAsked, value: Any, _media: Collection[str]) -> _Said:
    if not isinstance(value, str):
        return "应为文字", "Should be text"
    most = int(asked.most) if asked.most is not None else MOST_TEXT
    if len(value) > most:
        return f"文字太长，最多 {most} 字", f"At most {most} characters"
    if asked.least is not None and len(value.strip()) < asked.least:
        return f"文字太短，至少 {asked.least:g} 字", f"At least {asked.least:g} characters"
    return None if value.strip() or not asked.required else ("请填写", "This field is required")


def _number(asked: FieldAsked, value: Any, _media: Collection[str]) -> _Said:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return "应为数字", "Should be a number"
    if asked.least is not None and value < asked.least:
        return f"不能小于 {asked.least:g}", f"Not below {asked.least:g}"
    if asked.most is not None and value > asked.most:
        return f"不能大于 {asked.most:g}", f"Not above {asked.most:g}"
    return None


def _choice(asked: FieldAsked, value: Any, _media: Collection[str]) -> _Said:
    values = value if asked.multiple and isinstance(value, list) else [value]
    if not all(isinstance(v, str) and v in asked.choices for v in values):
        return "不在可选值之内：" + "、".join(asked.choices), "One of the choices: " + ", ".join(
            asked.choices
        )
    return None if len(set(values)) == len(values) else ("选项重复", "A choice is made twice")


def _date(_asked: FieldAsked, value: Any, _media: Collection[str]) -> _Said:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            date.fromisoformat(value)
            return None
    except ValueError:
        pass
    return "应为日期，如 2026-11-22", "Should be a date such as 2026-11-22"


def _photo(asked: FieldAsked, value: Any, media: Collection[str]) -> _Said:
    values = value if asked.multiple and isinstance(value, list) else [value]
    if all(isinstance(v, str) and v.lower() in media for v in values):
        return None
    return "应为随报照片的编号", "Should be the client_id of a photo declared in media"


_CHECKS = {"text": _text, "number": _number, "choice": _choice, "date": _date, "photo": _photo}
