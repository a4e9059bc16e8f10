"""The one writer of tables that go out: XLSX with text cells and real dates, CSV that Excel and WPS open rightly.

Nothing that leaves is a formula, and no digit of a long number is lost.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Literal

from gridops.sheets.texts import said
from gridops.words import Words

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
Kind = Literal["text", "day", "moment", "number"]
Cells = Sequence[Any]

_MOST_IN_A_CELL = 32_767
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
#: What a spreadsheet would take for a number, a date or a power when it opens a CSV, and lose digits or zeros of.
_MISTAKEN = re.compile(r"\d{10,}|0\d+|\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?|\d+[eE]\d+")
_FORMATS = {"text": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "number": "General"}


@dataclass(frozen=True)
class Column:
    """A column: its heading in both languages, what it holds, and how wide it is (characters)."""

    heading: Words
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True)
class Page:
    """A worksheet: its name, its columns, its rows with a value for each column (None leaves a cell empty)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Cells]


def write_xlsx(pages: Iterable[Page], *, language: str = "zh", zone: tzinfo | None = None) -> bytes:
    """A workbook with a worksheet for each page, headings in `language`, moments told in `zone`."""
    import xlsxwriter

    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(packed, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        kind: book.add_format({"num_format": shape, "text_wrap": True, "valign": "top"})
        for kind, shape in _FORMATS.items()
    }
    taken: set[str] = set()
    for page in pages:
        sheet = book.add_worksheet(_title(page.title, taken))
        for at, column in enumerate(page.columns):
            sheet.set_column(at, at, column.width, formats[column.kind])
            sheet.write_string(0, at, column.heading.in_(language), bold)
        for number, row in enumerate(page.rows, start=1):
            for at, (column, value) in enumerate(zip(page.columns, row, strict=True)):
                _write(sheet, number, at, _fitted(value, column.kind, zone), formats[column.kind])
        _set_up(sheet)
    book.close()
    return packed.getvalue()


def write_csv(
    columns: Sequence[Column], rows: Iterable[Cells], *, language: str = "zh", zone: tzinfo | None = None
) -> bytes:
    """A table in UTF-8 with a byte order mark, without which spreadsheets misread Chinese.

    A tab behind digits keeps Excel and WPS from reading them as a number; a reader of ours drops it again.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([column.heading.in_(language) for column in columns])
    for row in rows:
        writer.writerow(
            [
                _in_csv(_fitted(value, column.kind, zone), column.kind)
                for column, value in zip(columns, row, strict=True)
            ]
        )
    return sheet.getvalue().encode("utf-8-sig")


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _fitted(value: Any, kind: Kind, zone: tzinfo | None) -> Any:
    """A value as its column holds it: text guarded and not too long, moments on the clock of the zone."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return safe_cell(said(value))[:_MOST_IN_A_CELL] if kind == "text" else value


def _in_csv(value: Any, kind: Kind) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if kind == "text" and isinstance(value, str) and _MISTAKEN.fullmatch(value.strip()):
        return f"{value}\t"
    return value


def _write(sheet: Any, row: int, column: int, value: Any, shape: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, shape)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, shape)
    else:
        sheet.write_string(row, column, str(value), shape)


def _set_up(sheet: Any) -> None:
    """The headings stay in sight and are printed on every page, which is as wide as the table."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _title(wanted: str, taken: set[str]) -> str:
    """A worksheet's name as workbooks allow it: 31 characters, none of []:*?/\\, each once."""
    stem = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip().strip("'")[:28] or "Sheet"
    title, n = stem, 1
    while title.lower() in taken:
        n += 1
        title = f"{stem} {n}"
    taken.add(title.lower())
    return title
