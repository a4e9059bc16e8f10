"""Pure: what of a restricted case is told to all who may see that it exists, and what only to its chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What log entries say of a case that leads to where it is, or to its photos.
_APART = frozenset({"grid", "media", "scope", "special_grid", "units"})


def told_to_all(data: Mapping[str, Any], *, is_restricted: bool) -> dict[str, Any]:
    """An entry's data as those outside the chain may know it: of a restricted case neither grids nor photos."""
    if not is_restricted:
        return dict(data)
    return {name: value for name, value in data.items() if name not in _APART}
