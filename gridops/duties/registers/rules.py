"""Pure: what is wrong with a row of a register, in the words and order in which every register says it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridops.errors import Fault

#: The first day and the day after the last one; None is open.
Span = tuple[date, date | None]


def check_span(starts: date, ends: date | None, others: Sequence[Span]) -> list[Fault]:
    """Whether a row may hold from `starts` to `ends` (not included) beside the others of its line."""
    if ends is not None and ends <= starts:
        return [Fault("/valid_to", "失效日期须晚于生效日期", "It must end after it begins")]
    for other_from, other_to in others:
        if (ends is None or other_from < ends) and (other_to is None or other_to > starts):
            span = f"{other_from} 至 {other_to or '今后'}"
            return [
                Fault(
                    "/valid_from",
                    f"与同一项（{span}）的日期重叠",
                    f"The dates overlap the same item's ({other_from} to {other_to or 'open'})",
                )
            ]
    return []


def check_choices(content: Any, choices: Mapping[str, Collection[str]]) -> list[Fault]:
    """Fields that hold none of the words allowed for them."""
    return [
        Fault(f"/{name}", "不在可选值之内", f"One of {', '.join(allowed)}")
        for name, allowed in choices.items()
        if getattr(content, name) not in allowed
    ]


def check_filled(content: Any, names: Iterable[str]) -> list[Fault]:
    """Fields that must say something and do not."""
    return [
        Fault(f"/{name}", "不能为空", "Must not be empty")
        for name in names
        if not getattr(content, name).strip()
    ]


def check_codes(
    service_code: str, group_code: str, *, matters: Collection[str], groups: Collection[str]
) -> list[Fault]:
    """A matter or a group that is named and that there is none of."""
    faults = []
    if service_code and service_code not in matters:
        faults.append(Fault("/service_code", "没有这个事项", "No such matter"))
    if group_code and group_code not in groups:
        faults.append(Fault("/group_code", "没有这个大类", "No such group of matters"))
    return faults


def check_either_code(
    service_code: str, group_code: str, *, matters: Collection[str], groups: Collection[str]
) -> list[Fault]:
    """The same where exactly one of the two must be named."""
    if bool(service_code) == bool(group_code):
        return [Fault("/service_code", "请填写事项或大类其一", "Name either a matter or a group of matters")]
    return check_codes(service_code, group_code, matters=matters, groups=groups)
