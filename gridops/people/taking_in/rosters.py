"""The sheet of the duty roster: one row a shift, its hours as 17:30 where they are not the usual ones."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from gridops.db.session import Session
from gridops.people.rosters import editing
from gridops.people.rosters.wire import DutyShiftIn, clock_of
from gridops.people.rules import Actor
from gridops.people.taking_in.names import Names
from gridops.people.taking_in.rows import RowSheet, find_named
from gridops.sheets import Record
from gridops.words import Words

_NO_AREA = Words("没有这个区域", "No such area")
_SHIFTS = {
    "白班": "day",
    "白天": "day",
    "day": "day",
    "夜班": "night",
    "晚班": "night",
    "夜间": "night",
    "night": "night",
    "全天": "whole",
    "24小时": "whole",
    "全日": "whole",
    "whole": "whole",
    "": "whole",
}


def _clock(record: Record, column: str) -> str:
    """A time of the day as text, whether the sheet holds it as a time or in words."""
    value = record.cell(column).value
    if isinstance(value, datetime | time):
        return f"{value:%H:%M}"
    match = re.fullmatch(r"(\d{1,2})[:：时点](\d{2})?(?::00)?分?", record.code(column))
    return f"{int(match[1]):02d}:{match[2] or '00'}" if match else record.code(column)


def _fields(record: Record, names: Names) -> dict[str, Any]:
    shift = _SHIFTS.get(record.code("shift").lower())
    if shift is None:
        record.refuse("shift", Words("班次写白班、夜班或全天", "The shift is day, night or whole"))
    return {
        "area_code": find_named(record, "area", names.areas, _NO_AREA),
        "day": record.day("day"),
        "shift": shift,
        "starts": _clock(record, "starts"),
        "ends": _clock(record, "ends"),
        **{name: record.text(name) for name in ("leader_name", "officer_name", "driver_name")},
        **{name: record.code(name) for name in ("leader_phone", "officer_phone", "driver_phone")},
    }


def _write(session: Session, actor: Actor, body: DutyShiftIn) -> str:
    said = body.model_dump()
    said |= {name: clock_of(said[name]) for name in ("starts", "ends")}
    editing.add_shift(session, actor, editing.ShiftContent(**said))
    return "made"


ROSTERS = RowSheet(
    title=Words("值班表", "Duty roster"),
    headings={
        "area": ("区域", "镇街", "单位", "Area"),
        "day": ("日期", "值班日期", "Day"),
        "shift": ("班次", "Shift"),
        "starts": ("起", "开始时间", "几点起", "Starts"),
        "ends": ("止", "结束时间", "几点止", "Ends"),
        "leader_name": ("带班领导", "Leader"),
        "leader_phone": ("带班领导电话", "领导电话", "Leader's telephone"),
        "officer_name": ("值班员", "值班人员", "Duty officer"),
        "officer_phone": ("值班员电话", "值班电话", "Duty officer's telephone"),
        "driver_name": ("司机", "值班司机", "Driver"),
        "driver_phone": ("司机电话", "Driver's telephone"),
    },
    english={
        "area": "Area",
        "day": "Day",
        "shift": "Shift",
        "starts": "Starts",
        "ends": "Ends",
        "leader_name": "Leader",
        "leader_phone": "Leader's telephone",
        "officer_name": "Duty officer",
        "officer_phone": "Duty officer's telephone",
        "driver_name": "Driver",
        "driver_phone": "Driver's telephone",
    },
    days=("day",),
    required=("area", "day", "leader_name", "officer_name", "officer_phone"),
    name="leader_name",
    columns={
        "area_code": "area",
        **{n: n for n in ("day", "shift", "starts", "ends", "leader_name", "leader_phone", "officer_name")},
        **{n: n for n in ("officer_phone", "driver_name", "driver_phone")},
    },
    examples={
        "zh": (
            (
                "填代码或名称",
                "2026-12-01",
                "夜班",
                "",
                "",
                "示例：王镇长",
                "13800000000",
                "李四",
                "13800000001",
                "",
                "",
            ),
        ),
        "en": (
            (
                "code or name",
                "2026-12-01",
                "night",
                "",
                "",
                "Example: Wang",
                "13800000000",
                "Li",
                "13800000001",
                "",
                "",
            ),
        ),
    },
    model=DutyShiftIn,
    names=Names.read,
    fields=_fields,
    write=_write,
)
