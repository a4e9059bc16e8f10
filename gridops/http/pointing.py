"""Where in a document a fault stands: pydantic's places → RFC 6901 pointers, in names of the document alone.

The tags by which pydantic tells the members of a union apart never pass.
"""

from __future__ import annotations

import re
from typing import Any

#: What pydantic calls a member of a union: constrained-str, literal[''], function-after[…], uuid, a model's name.
_TAG = re.compile(
    r"[a-z]+(-[a-z]+)+|[a-z-]+\[.*\]|any|bool|bytes|date|datetime|decimal|dict|enum|float|int|list|none|set|str"
    r"|time|timedelta|tuple|url|uuid|[A-Z]\w*",
    re.DOTALL,
)


def pointer(location: tuple[Any, ...]) -> str:
    """RFC 6901 pointer of a place in a document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def named_in(document: Any, location: tuple[Any, ...], *, is_missing: bool = False) -> tuple[Any, ...]:
    """A place without union tags; `document` is what was sent, None where it is not at hand.

    With `is_missing` the last part names a field that is not there, and stays.
    """
    kept: list[Any] = []
    value = document
    for n, part in enumerate(location):
        is_last = n == len(location) - 1
        if _holds(value, part):
            value = value[part]
        elif isinstance(part, str) and kept and _TAG.fullmatch(part) and not (is_missing and is_last):
            continue
        else:
            value = None
        kept.append(part)
    return tuple(kept)


def _holds(value: Any, part: Any) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value
