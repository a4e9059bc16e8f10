"""The sheet of units: one row a unit, with two telephones and their hours. One that is there gets what differs."""

from __future__ import annotations

from typing import Any

from gridops.db.session import Session
from gridops.people import queries
from gridops.people.rules import Actor
from gridops.people.taking_in.names import Names
from gridops.people.taking_in.rows import RowSheet, find_named
from gridops.people.units import editing
from gridops.people.units.wire import UnitIn
from gridops.sheets import Record
from gridops.words import Words

_NO_AGENCY = Words("没有这个部门，请先新增", "No such agency: make it first")
_NO_AREA = Words("没有这个区域", "No such area")


def _fields(record: Record, names: Names) -> dict[str, Any]:
    numbers = [(record.code(n), record.text(h)) for n, h in (("phone", "hours"), ("phone2", "hours2"))]
    return {
        "agency_code": find_named(record, "agency", names.agencies, _NO_AGENCY),
        "name": record.text("name"),
        "area_code": find_named(record, "area", names.areas, _NO_AREA),
        "phones": [{"number": number, "hours": hours} for number, hours in numbers if number],
        "valid_from": record.day("starts"),
    }


def _write(session: Session, actor: Actor, body: UnitIn) -> str:
    known = queries.find_unit(session, body.agency_code, body.area_code)
    if known is None:
        editing.add_unit(session, actor, editing.UnitContent(**body.model_dump()))
        return "made"
    version = known.version
    unit = editing.get_unit(session, known.id)
    editing.edit_unit(session, actor, unit, body.model_dump(include={"name", "phones"}))
    return "changed" if unit.version != version else "same"


UNITS = RowSheet(
    title=Words("处置力量", "Units"),
    headings={
        "agency": ("部门", "部门或企业", "部门代码", "单位", "Agency"),
        "name": ("力量名称", "名称", "Unit"),
        "area": ("服务区域", "区域", "区域代码", "Area"),
        "phone": ("电话", "值班电话", "联系电话", "Telephone"),
        "hours": ("值守时间", "时间", "Hours"),
        "phone2": ("电话2", "备用电话", "Telephone 2"),
        "hours2": ("值守时间2", "备用时间", "Hours 2"),
        "starts": ("开始日期", "From"),
    },
    english={
        "agency": "Agency",
        "name": "Unit",
        "area": "Area",
        "phone": "Telephone",
        "hours": "Hours",
        "phone2": "Telephone 2",
        "hours2": "Hours 2",
        "starts": "From",
    },
    days=("starts",),
    required=("agency", "name", "area"),
    name="name",
    columns={
        "agency_code": "agency",
        "kind": "agency",
        "area_code": "area",
        "phones": "phone",
        "valid_from": "starts",
    },
    examples={
        "zh": (
            (
                "power",
                "示例：清洋供电所",
                "填区域代码或名称",
                "95598",
                "24 小时",
                "0535-6123456",
                "8:00—18:00",
                "",
            ),
        ),
        "en": (
            (
                "power",
                "Example: a substation",
                "code or name",
                "95598",
                "24 hours",
                "0535-6123456",
                "8:00-18:00",
                "",
            ),
        ),
    },
    model=UnitIn,
    names=Names.read,
    fields=_fields,
    write=_write,
)
