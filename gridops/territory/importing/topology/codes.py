"""Codes: unique, beginning with their parent's, never one that was retired."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from gridops.territory.importing.topology.defects import Defect, code_fault
from gridops.territory.rules import codes_begin_with

_CODE = re.compile(r"[0-9A-Za-z-]{1,40}")
_NAME_RIGHT = "改正编码字段或对应关系 Correct the codes, or say which fields hold them."


def check_codes(
    codes: Sequence[str],
    parents: Sequence[str | None],
    *,
    taken: Collection[str] = (),
    retired: Collection[str] = (),
    known_parents: Collection[str] | None = None,
    are_nested: bool = True,
) -> list[Defect]:
    """Codes that occur twice, are `taken` or `retired`, and children that do not belong to their parent.

    `known_parents` are the codes of the level above, None for a level that has none above it. A double or
    retired code is `duplicate_code`, one that is none `invalid`, a foreign one `outside_parent`.
    """
    found = []
    seen = set(taken)
    for code, parent in zip(codes, parents, strict=True):
        fault = _fault(code, parent, known_parents, are_nested=are_nested)
        if code in seen:
            fault = code_fault((code,), f"{code} occurs more than once", "编码须唯一 A code names one area.")
        elif code in retired:
            hint = "停用的编码不再使用 A retired code is never issued again: give a new one."
            fault = code_fault((code,), f"{code} was retired with an earlier set", hint)
        if fault is not None:
            found.append(fault)
        seen.add(code)
    return found


def _fault(
    code: str, parent: str | None, known_parents: Collection[str] | None, *, are_nested: bool
) -> Defect | None:
    if not _CODE.fullmatch(code):
        return code_fault((code,), f"{code!r} is no code of letters and digits", _NAME_RIGHT, kind="invalid")
    if known_parents is not None and (parent is None or parent not in known_parents):
        note = f"{code} has no parent in the level above"
        return code_fault((code,), note, _NAME_RIGHT, kind="outside_parent")
    if are_nested and parent is not None and not codes_begin_with(code, parent):
        note = f"{code} does not begin with {parent}"
        return code_fault((code, parent), note, _NAME_RIGHT, kind="outside_parent")
    return None
