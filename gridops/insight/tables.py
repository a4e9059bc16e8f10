"""Cases as a table that leaves the house: headings and words in the reader's language, real dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from gridops.incidents.words import case_words
from gridops.sheets.writing import Column, Kind, Page, write_csv, write_xlsx
from gridops.words import Words

#: What leaves, in its order: column of the query → heading, kind, width.
_COLUMNS: Mapping[str, tuple[Words, Kind, int]] = {
    "case_number": (Words("案件编号", "Case number"), "text", 22),
    "id": (Words("系统编号", "Identifier"), "text", 38),
    "reported_at": (Words("上报时间", "Reported at"), "moment", 18),
    "occurred_at": (Words("发生时间", "Occurred at"), "moment", 18),
    "origin": (Words("来源", "Origin"), "text", 12),
    "urgency": (Words("紧急程度", "Urgency"), "text", 10),
    "service_code": (Words("事项代码", "Matter code"), "text", 10),
    "service_name": (Words("事项", "Matter"), "text", 18),
    "service_group": (Words("事项大类", "Class of matters"), "text", 14),
    "description": (Words("情况描述", "Description"), "text", 44),
    "state": (Words("状态", "State"), "text", 12),
    "level": (Words("处置层级", "Level"), "text", 12),
    "grid_code": (Words("网格代码", "Grid code"), "text", 20),
    "grid_name": (Words("网格", "Grid"), "text", 32),
    "special_grid_code": (Words("专属网格代码", "Special grid code"), "text", 20),
    "special_grid_name": (Words("专属网格", "Special grid"), "text", 24),
    "lon": (Words("经度", "Longitude"), "number", 12),
    "lat": (Words("纬度", "Latitude"), "number", 12),
    "unit_name": (Words("处置力量", "Unit"), "text", 24),
    "filed_at": (Words("立案时间", "Filed at"), "moment", 18),
    "dispatched_at": (Words("派遣时间", "Dispatched at"), "moment", 18),
    "handled_at": (Words("处置完成时间", "Handled at"), "moment", 18),
    "closed_at": (Words("结案时间", "Closed at"), "moment", 18),
    "due_at": (Words("截止时间", "Due at"), "moment", 18),
    "due_state": (Words("时限状态", "Deadline"), "text", 12),
}
_VOCABULARIES = {"origin": "origin", "urgency": "urgency", "level": "level", "due_state": "due"}
_TITLE = Words("案件", "Cases")


def heading_words() -> dict[str, Words]:
    """The heading of each column, in the table's order."""
    return {name: heading for name, (heading, _, _) in _COLUMNS.items()}


def headings(language: str = "zh") -> tuple[str, ...]:
    """The headings of the table, in its order."""
    return tuple(heading.in_(language) for heading in heading_words().values())


def write_table(rows: Iterable[Mapping[Any, Any]], *, form: str, language: str, zone: ZoneInfo) -> bytes:
    """Rows of `CSV_COLUMNS` with `label_family`, as CSV or XLSX (`form`), moments told in `zone`."""
    columns = [Column(*told) for told in _COLUMNS.values()]
    words = case_words()
    cells = [[_cell(row, name, words, language) for name in _COLUMNS] for row in rows]
    if form == "csv":
        return write_csv(columns, cells, language=language, zone=zone)
    return write_xlsx([Page(_TITLE.in_(language), columns, cells)], language=language, zone=zone)


def _cell(row: Mapping[Any, Any], name: str, words: Mapping[str, Mapping[str, Words]], language: str) -> Any:
    value = row[name]
    vocabulary = f"state_{row['label_family']}" if name == "state" else _VOCABULARIES.get(name)
    if vocabulary is None or value is None:
        return value
    found = words[vocabulary].get(value)
    return found.in_(language) if found is not None else value
