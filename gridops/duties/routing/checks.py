"""Pure: whether a routing rule and an origin's policy hold together. Who knows the codes tells them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gridops.duties.calendar.rules import check_season
from gridops.duties.routing.rules import (
    ACCEPTING_ROLES,
    AREA_KINDS,
    OWN_AGENCIES,
    PLACES,
    WHOSE,
    RuleContent,
    Seek,
)
from gridops.duties.words import LEVELS, ORIGINS
from gridops.errors import Fault, Unfit

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Known:
    """The codes that there are; `units` are ids of those in use."""

    services: Collection[str]
    groups: Collection[str]
    agencies: Collection[str]
    units: Collection[str]


def check_rule(content: RuleContent, known: Known) -> list[Fault]:
    """Everything that is wrong with a rule, by pointer; its area was looked up before."""
    faults = []
    if content.service_code and content.service_code not in known.services:
        faults.append(Fault("/service_code", "没有这个事项", "No such matter"))
    if content.group_code and content.group_code not in known.groups:
        faults.append(Fault("/group_code", "没有这个大类", "No such group of matters"))
    if content.service_code and content.group_code:
        faults.append(Fault("/group_code", "事项和大类只写一个", "Give a matter or a group, not both"))
    if content.area_kind and content.area_kind not in AREA_KINDS:
        faults.append(Fault("/area_kind", "不认识的区域类型", "Not a kind of area"))
    faults += [
        Fault(f"/{name}", "不认识的层级", "Not a level")
        for name in ("level", "to_level")
        if getattr(content, name) not in {"", *LEVELS}
    ]
    if content.level and content.to_level not in {"", content.level}:
        faults.append(
            Fault(
                "/to_level", "规则按层级适用时，不能再定为别的层级", "A rule for one level lays down no other"
            )
        )
    if content.origin not in {"", *ORIGINS}:
        faults.append(Fault("/origin", "不认识的来源", "Not an origin"))
    if any(role not in ACCEPTING_ROLES for role in content.accepts):
        faults.append(Fault("/accepts", "不认识的受理岗位", "Not a role that accepts"))
    faults += _check_times(content)
    if not content.leads:
        faults.append(
            Fault(
                "/leads",
                "至少写一步：由谁处置。都找不到时，事件留在中心由人工派遣",
                "Give at least one step to look for who is to handle it; where none is found, cases stay at the centre",
            )
        )
    for name in ("leads", "helps"):
        faults += _check_seeks(name, getattr(content, name), known)
    if content.sends_helpers and not content.helps:
        faults.append(Fault("/sends_helpers", "没有写明配合力量", "There are no helping units to send"))
    return faults


def _check_times(content: RuleContent) -> list[Fault]:
    faults = []
    if bool(content.season_from) != bool(content.season_to):
        faults.append(Fault("/season_from", "季节须写明起止", "A season has a beginning and an end"))
    for name in ("season_from", "season_to"):
        mark = getattr(content, name)
        try:
            if mark:
                check_season(mark)
        except Unfit as error:
            faults.append(Fault(f"/{name}", *error.words))
    for name in ("time_from", "time_to"):
        text = getattr(content, name)
        if text and not _TIME.fullmatch(text):
            faults.append(Fault(f"/{name}", "时间写成 时:分，如 22:00", "A time is given as 22:00"))
    if bool(content.time_from) != bool(content.time_to) or (
        content.time_from and content.time_from == content.time_to
    ):
        faults.append(Fault("/time_from", "时段须写明不同的起止", "A time of day has a beginning and an end"))
    return faults


def _check_seeks(name: str, seeks: Sequence[Seek], known: Known) -> list[Fault]:
    faults = []
    for n, seek in enumerate(seeks):
        at = f"/{name}/{n}"
        if seek.whose not in WHOSE:
            faults.append(Fault(f"{at}/whose", "不认识的找法", "Not a way to look for a unit"))
        elif seek.whose == "unit":
            if seek.unit not in known.units:
                faults.append(Fault(f"{at}/unit", "没有这个处置力量，或已停用", "No such unit in use"))
        elif seek.at not in PLACES:
            faults.append(Fault(f"{at}/at", "须写明在哪一级找", "Say where to look for the unit"))
        elif seek.whose == "own" and seek.at not in OWN_AGENCIES:
            faults.append(
                Fault(
                    f"{at}/at",
                    "只有网格和村社区有自身力量",
                    "Only grids and villages have a unit of their own",
                )
            )
        elif seek.whose == "agency" and seek.agency not in known.agencies:
            faults.append(Fault(f"{at}/agency", "没有这个部门", "No such agency"))
    if len(set(seeks)) != len(seeks):
        faults.append(Fault(f"/{name}", "有重复的找法", "A way to look for a unit stands there twice"))
    return faults
