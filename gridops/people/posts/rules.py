"""Pure: which role is held over which kind of area or in which kind of unit. No database, no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from gridops.errors import Fault
from gridops.people.roles import ROLES

#: The levels of areas that a role is held over.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "grid_worker": ("grid", "village"),
    "grid_head": ("grid", "village", "township"),
    "dispatcher": ("township", "district"),
    "duty_officer": ("township", "district"),
    "supervisor": ("township", "district"),
    "approver": ("township", "district"),
    "auditor": ("district",),
    "admin": ("district",),
}
#: The kinds of units that a role is held in.
UNIT_KINDS: Mapping[str, tuple[str, ...]] = {
    "handler": ("body", "stationed", "outside", "grid", "village"),
    "agency_head": ("body", "stationed", "outside"),
    "grid_worker": ("grid", "village"),
    "grid_head": ("grid", "village"),
}
#: Every role that somebody can be given.
GIVEN_ROLES = tuple(role for role in ROLES if role in LEVELS or role in UNIT_KINDS)
_LEVEL_WORDS = {
    "grid": ("网格", "a grid"),
    "village": ("村社区", "a village or community"),
    "township": ("镇街", "a township"),
    "district": ("区县", "the district"),
}


@dataclass(frozen=True)
class PostContent:
    """What a post says without its dates: a role over an area or in a unit."""

    role: str
    area_code: str | None = None
    unit_id: UUID | None = None


class OfLevel(Protocol):
    """An area, as far as its level is asked."""

    @property
    def level(self) -> str: ...


class OfKind(Protocol):
    """A unit, as far as it is asked whether somebody may be put into it."""

    @property
    def kind(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


def check_post(content: PostContent, *, area: OfLevel | None, unit: OfKind | None) -> list[Fault]:
    """What is wrong with a post, at /role, /area_code and /unit_id; `area` and `unit` are None where there is none."""
    if content.role not in GIVEN_ROLES:
        return [Fault("/role", "没有这个岗位", "No such role can be given")]
    if content.area_code is not None:
        return _check_area(content.role, area)
    return _check_unit(content.role, unit)


def _check_area(role: str, area: OfLevel | None) -> list[Fault]:
    if area is None:
        return [Fault("/area_code", "没有这个区域", "No such area")]
    levels = LEVELS.get(role)
    if levels is None:
        return [
            Fault("/area_code", "这个岗位设在处置力量里，请选力量", "This role is held in a unit; choose one")
        ]
    if area.level not in levels:
        zh = "或".join(_LEVEL_WORDS[level][0] for level in levels)
        en = " or ".join(_LEVEL_WORDS[level][1] for level in levels)
        return [Fault("/area_code", f"这个岗位须设在{zh}一级", f"This role is held over {en}")]
    return []


def _check_unit(role: str, unit: OfKind | None) -> list[Fault]:
    if unit is None or not unit.is_active:
        return [Fault("/unit_id", "没有这个处置力量，或已停用", "No such unit in service")]
    kinds = UNIT_KINDS.get(role)
    if kinds is None:
        return [
            Fault("/unit_id", "这个岗位设在区域上，请选区域", "This role is held over an area; choose one")
        ]
    if unit.kind not in kinds:
        return [
            Fault("/unit_id", "这个岗位不能设在这类处置力量", "This role is not held in a unit of this kind")
        ]
    return []
