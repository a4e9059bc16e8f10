"""Workbooks of Excel 2007 and later, WPS and LibreOffice: values as stored, with what makes them untrustworthy.

openpyxl alone tells error values and formulas without a stored value from empty cells; faster readers give "" for all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from gridops.sheets.cells import Book, Cell, Row, Table
from gridops.sheets.limits import MOST_COLUMNS
from gridops.words import Words

ROW_HIDDEN = Words("这一行被隐藏了：请取消隐藏，或删去这一行", "This row is hidden: show it or delete it")
COLUMN_HIDDEN = Words(
    "这一列被隐藏了：请取消隐藏，或删去这一列", "This column is hidden: show it or delete it"
)
NO_VALUE = Words(
    "公式没有存下结果：请复制后选择性粘贴为数值",
    "A formula without a stored result: copy it and paste it as a value",
)
_ZEROS = re.compile(r"0{2,}")


def error_value(text: str) -> Words:
    """Why an error value is not taken."""
    return Words(f"单元格是错误值 {text}", f"The cell holds the error value {text}")


def merged_with(address: str) -> Words:
    """Why a cell in the middle of a wide merged one is not taken."""
    return Words(
        f"与 {address} 横向合并，不知道属于哪一列", f"Merged across columns with {address}: whose is it?"
    )


def hidden_sheet(name: str) -> Words:
    """That a sheet which nobody sees was left out."""
    return Words(f"隐藏的工作表「{name}」没有读", f"The hidden sheet {name} was not read")


def read_xlsx(content: bytes, *, has_formulas: bool) -> Book:
    """The visible sheets with their cells; raises whatever the library raises for a broken file."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    formulas = _formulas(content) if has_formulas else {}
    book = Book([])
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            book.tables.append(_table(sheet, formulas.get(sheet.title, set())))
        elif any(cell.value is not None for cell in _cells(sheet)):
            book.remarks.append(hidden_sheet(sheet.title))
    return book


def _formulas(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """(row, column) of the formulas of each sheet."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    return {
        sheet.title: {
            (cell.row, cell.column)
            for row in sheet.iter_rows(max_col=MOST_COLUMNS)
            for cell in row
            if getattr(cell, "data_type", "") == "f"
        }
        for sheet in workbook.worksheets
    }


def _table(sheet: Any, formulas: set[tuple[int, int]]) -> Table:
    hidden_columns = set(_hidden_columns(sheet))
    rows: dict[int, Row] = {}
    for found in _cells(sheet):
        cell = _cell(found, sheet.title, formulas, hidden_columns)
        if cell.is_empty:
            continue
        number = cell.row
        if number not in rows:
            is_hidden = number in sheet.row_dimensions and bool(sheet.row_dimensions[number].hidden)
            rows[number] = Row(sheet.title, number, {}, ROW_HIDDEN if is_hidden else None)
        rows[number].cells[cell.column] = cell
    for area in sheet.merged_cells.ranges:
        spread(rows, sheet.title, area.bounds)
    return Table(sheet.title, [rows[number] for number in sorted(rows)])


def _cells(sheet: Any) -> Iterator[Any]:
    """The cells that stand in the file, row by row; the library's own walk makes all between them as well."""
    for place in sorted(sheet._cells):
        if place[1] <= MOST_COLUMNS:
            yield sheet._cells[place]


def _cell(found: Any, sheet: str, formulas: set[tuple[int, int]], hidden_columns: set[int]) -> Cell:
    value, fault, place = found.value, None, (found.row, found.column)
    if found.data_type == "e":
        value, fault = None, error_value(str(found.value))
    elif value is None and place in formulas:
        fault = NO_VALUE
    elif value is not None and found.column in hidden_columns:
        fault = COLUMN_HIDDEN
    is_padded = isinstance(value, int) and _ZEROS.fullmatch(found.number_format or "")
    return Cell(value, sheet, *place, fault, len(found.number_format) if is_padded else 0)


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for group in sheet.column_dimensions.values():
        if group.hidden and group.min and group.max:
            yield from range(group.min, min(group.max, MOST_COLUMNS) + 1)


def spread(rows: dict[int, Row], sheet: str, bounds: tuple[int, int, int, int]) -> None:
    """Give a merged cell's value to its rows in the first column; what lies to the right belongs to no column.

    `bounds` are first column, first row, last column, last row, counted from 1.
    """
    left, top, right, bottom = bounds
    source = rows[top].at(left) if top in rows else None
    if source is None or source.is_empty:
        return
    for number in range(top, bottom + 1):
        row = rows.get(number)
        if row is None:
            continue  # nothing else stands in it
        if number != top:
            row.cells[left] = Cell(source.value, sheet, number, left, source.fault, source.digits)
        for column in range(left + 1, min(right, MOST_COLUMNS) + 1):
            row.cells[column] = Cell(None, sheet, number, column, merged_with(source.address))
