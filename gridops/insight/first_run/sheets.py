"""Sheets to fill in, each with a row for an example: what a step needs, in the very form in which it is taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from gridops.duties.calendar.limits import Limit
from gridops.duties.matters.standards import Condition
from gridops.duties.powers.table import COLUMNS as POWER_COLUMNS
from gridops.duties.sheets.files import write_xlsx as write_matters_xlsx
from gridops.duties.sheets.rules import SheetMatter
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE, Column, write_csv
from gridops.words import Words

GEOJSON_TYPE = "application/geo+json"
#: Level → (code behind the district's, name, kind, code of the parent behind the district's).
_AREAS: Mapping[str, tuple[str, str, str, str]] = {
    "townships": ("001", "示例街道", "street", ""),
    "villages": ("001001", "示例社区", "community", "001"),
    "grids": ("001001001", "示例社区第一网格", "base", "001001"),
}
#: An example's corners in degrees; what is filled in has its own.
_CORNER, _OPPOSITE = (120.0, 36.0), (120.01, 36.01)


def _areas(level: str) -> Callable[[str, str], tuple[bytes, str, str]]:
    def write(district_code: str, _language: str) -> tuple[bytes, str, str]:
        code, name, kind, parent = _AREAS[level]
        (west, south), (east, north) = _CORNER, _OPPOSITE
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {
            "code": district_code + code,
            "name": name,
            "parent_code": district_code + parent,
            "kind": kind,
            "households": 300,
        }
        feature = {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        document: dict[str, Any] = {"type": "FeatureCollection", "features": [feature]}
        return orjson.dumps(document, option=orjson.OPT_INDENT_2), GEOJSON_TYPE, "geojson"

    return write


def _matters(_district_code: str, language: str) -> tuple[bytes, str, str]:
    return write_matters_xlsx([_EXAMPLE], language=language), XLSX_TYPE, "xlsx"


_EXAMPLE = SheetMatter(
    "event",
    "01",
    "市容环境",
    "02",
    "暴露垃圾",
    [Condition("公共区域有成堆垃圾未清运。", "垃圾清运干净，地面无残留。", (Limit(4, "work_hour"),))],
)
_POWER = {
    "item_code": "FQ-01",
    "item_name": "对擅自占道经营的处罚",
    "item_group": "城市管理",
    "act": "penalise",
    "matters": "C0404",
    "holder": "township",
    "agency": "enforcement",
    "areas": "{district}001",
    "basis": "delegated",
    "reference": "赋权目录第 1 项",
    "in_name_of": "{township}人民政府",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "note": "示例行，填写前删除",
}


def _powers(district_code: str, _language: str) -> tuple[bytes, str, str]:
    columns = [Column(Words(name, name)) for name in POWER_COLUMNS]
    row = {**_POWER, "areas": _POWER["areas"].replace("{district}", district_code)}
    return write_csv(columns, [[row[name] for name in POWER_COLUMNS]]), CSV_TYPE, "csv"


#: Name → what writes it: (the district's code, the language) → (body, type, ending of its name).
SHEETS: Mapping[str, Callable[[str, str], tuple[bytes, str, str]]] = {
    **{level: _areas(level) for level in _AREAS},
    "matters": _matters,
    "powers": _powers,
}
