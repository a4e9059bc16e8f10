"""Pure: the words of the territory: levels, kinds, layers, states. No database, no HTTP, no geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

#: From the largest to the smallest.
LEVELS = ("district", "township", "village", "grid")
AREA_KINDS = ("district", "street", "town", "township", "zone", "community", "village", "base", "special")
GROUP_KINDS = ("village_group", "enforcement_area")
FEATURE_KINDS = ("road", "water", "place")
#: Every layer that a set is loaded from.
LayerName = Literal[
    "district",
    "township",
    "village",
    "grid",
    "special_grid",
    "village_group",
    "enforcement_area",
    "road",
    "water",
    "place",
]
LAYERS: tuple[str, ...] = get_args(LayerName)
SET_STATES = ("draft", "in_force", "retired")
#: The national list's codes, by which scopes go, and the district's own.
CODE_SYSTEMS = ("statistics", "district")
#: Which share of fixes lies within the stated radius: by source, then by kind of device ("" where none is told).
#: Phones' systems state 68 %, browsers 95 %; a deployment keeps its own copy.
CONVENTIONS: Mapping[str, Mapping[str, float]] = {
    source: {"": 0.68, "app": 0.68, "browser": 0.95} for source in ("gps", "network")
}


@dataclass(frozen=True)
class AreaName:
    """One link of a chain of areas."""

    level: str
    kind: str
    code: str
    name: str


def codes_begin_with(code: str, parent_code: str) -> bool:
    """Whether `code` is that of a child of `parent_code`: longer, and beginning with it."""
    return len(code) > len(parent_code) and code.startswith(parent_code)
