"""Workbooks of Excel 97 to 2003, which older offices still send. The same cells as of the newer format."""

from __future__ import annotations

from typing import Any

import xlrd

from gridops.sheets.cells import Book, Cell, Row, Table, Value
from gridops.sheets.limits import MOST_COLUMNS, MOST_ROWS, too_many_rows
from gridops.sheets.xlsx import COLUMN_HIDDEN, ROW_HIDDEN, error_value, hidden_sheet, spread
from gridops.words import Words

_NO_SUCH_DATE = Words("日期读不懂", "The date cannot be read")


def read_xls(content: bytes) -> Book:
    """The visible sheets with their cells; raises whatever the library raises for a broken file."""
    # What the library has to say of a file goes nowhere: the sender is told in words of ours.
    workbook = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Nowhere())
    book = Book([])
    for sheet in workbook.sheets():
        if sheet.nrows > MOST_ROWS:
            raise too_many_rows()
        if sheet.visibility == 0:
            book.tables.append(_table(workbook, sheet))
        elif sheet.nrows:
            book.remarks.append(hidden_sheet(sheet.name))
    return book


def _table(workbook: Any, sheet: Any) -> Table:
    rows: dict[int, Row] = {}
    for at in range(sheet.nrows):
        cells = {}
        for column in range(min(sheet.row_len(at), MOST_COLUMNS)):
            cell = _cell(workbook, sheet, at, column)
            if not cell.is_empty:
                cells[column + 1] = cell
        if cells:
            info = sheet.rowinfo_map.get(at)
            is_hidden = info is not None and bool(info.hidden)
            rows[at + 1] = Row(sheet.name, at + 1, cells, ROW_HIDDEN if is_hidden else None)
    for top, bottom, left, right in sheet.merged_cells:
        spread(rows, sheet.name, (left + 1, top + 1, right, bottom))
    return Table(sheet.name, [rows[number] for number in sorted(rows)])


def _cell(workbook: Any, sheet: Any, at: int, column: int) -> Cell:
    found = sheet.cell(at, column)
    value: Value
    value, fault, digits = found.value, None, 0
    if found.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
        value = None
    elif found.ctype == xlrd.XL_CELL_ERROR:
        value, fault = None, error_value(xlrd.error_text_from_code.get(found.value, "#N/A"))
    elif found.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(found.value)
    elif found.ctype == xlrd.XL_CELL_DATE:
        try:
            value = xlrd.xldate_as_datetime(found.value, workbook.datemode)
        except (ValueError, OverflowError):
            fault = _NO_SUCH_DATE
    elif found.ctype == xlrd.XL_CELL_NUMBER:
        shape = workbook.format_map[workbook.xf_list[found.xf_index].format_key].format_str
        digits = len(shape) if len(shape) > 1 and set(shape) == {"0"} else 0
    info = sheet.colinfo_map.get(column)
    if value is not None and info is not None and info.hidden:
        fault = COLUMN_HIDDEN
    return Cell(value, sheet.name, at + 1, column + 1, fault, digits)


class _Nowhere:
    """A place to write to that keeps nothing."""

    def write(self, _text: str) -> None:
        """Take a text."""

    def flush(self) -> None:
        """Nothing was kept."""
