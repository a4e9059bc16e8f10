"""Pure: whether the content of a matter's version holds together. Who knows the agencies tells their codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from gridops.duties.calendar.deadlines import STAGES
from gridops.duties.calendar.limits import Limit
from gridops.duties.matters.fields import FieldAsked, check_definitions
from gridops.duties.matters.standards import Condition, check_agencies, check_posts
from gridops.errors import Fault

CALL_FIRST = ("", "fire", "gas", "injury", "violence")
_SEASON = re.compile(r"(1[0-2]|[1-9])-(1[0-2]|[1-9])")


@dataclass(frozen=True)
class VersionContent:
    """All that a version says; dates and number are the register's."""

    service_name: str
    service_group: str
    group_code: str
    conditions: tuple[Condition, ...]
    aliases: tuple[str, ...] = ()
    season: str = ""
    label_family: str = "city"
    intake_mode: str = "manual"
    default_level: str = "township"
    urgency_default: str = "normal"
    call_first: str = ""
    lead_agency: str = ""
    helping_agencies: tuple[str, ...] = ()
    led_by: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    is_restricted: bool = False
    restricted_why: str = ""
    near_radius_m: int = 50
    near_hours: int = 24
    fields: tuple[FieldAsked, ...] = ()
    photo_asked: bool = False
    photo_why: str = ""
    arrival_asked: bool = False
    arrival_why: str = ""
    stage_limits: Mapping[str, Limit] = field(default_factory=dict)
    outer_margin_minutes: int = 60
    verification: str = "visit"
    signpost: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `standard` that hold it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "conditions": [c.as_json() for c in self.conditions],
            "aliases": list(self.aliases),
            "helping_agencies": list(self.helping_agencies),
            "led_by": dict(self.led_by),
            "posts": {
                level: {act: list(roles) for act, roles in p.items()} for level, p in self.posts.items()
            },
            "fields": [_field_json(f) for f in self.fields],
            "stage_limits": {name: limit.as_json() for name, limit in self.stage_limits.items()},
        }


def _field_json(asked: FieldAsked) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(asked).items()}


def signpost_faults(signpost: str) -> list[Fault]:
    """Why nothing is taken in under a matter that only says where to turn; empty where it says nothing."""
    return [Fault("/service_code", signpost, f"Not taken in here: {signpost}")] if signpost else []


def check_content(content: VersionContent, agencies: Collection[str]) -> list[Fault]:
    """Everything that is wrong with a version, by pointer; empty when it holds together."""
    faults = check_agencies(content.lead_agency, content.helping_agencies, content.led_by, agencies)
    faults += check_definitions(content.fields)
    faults += check_posts(content.posts)
    if not content.conditions:
        faults.append(
            Fault("/conditions", "至少要有一条立案条件及其时限", "At least one condition with a limit")
        )
    for n, condition in enumerate(content.conditions):
        if not condition.limits:
            faults.append(Fault(f"/conditions/{n}/limits", "缺少时限", "A limit is missing"))
    for stage in content.stage_limits:
        if stage not in STAGES:
            faults.append(Fault("/stage_limits", "不认识的环节", f"Not a stage: one of {', '.join(STAGES)}"))
    if content.season and not _SEASON.fullmatch(content.season):
        faults.append(Fault("/season", "季节写成月-月，如 6-9", "A season is month-month, such as 6-9"))
    if content.call_first not in CALL_FIRST:
        faults.append(Fault("/call_first", "不认识的紧急电话类别", "Not a kind of emergency number"))
    if content.photo_asked and not content.photo_why.strip():
        faults.append(Fault("/photo_why", "要求照片须写明理由", "Say why a photo is needed"))
    if content.arrival_asked and not content.arrival_why.strip():
        faults.append(Fault("/arrival_why", "要求到场定位须写明理由", "Say why an arrival is needed"))
    return faults
