"""Pure: what is wrong with a row of a register, in the words and order in which every register says it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from gridops.errors import Fault


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
