"""Opening and writing sheets of standards: XLSX and CSV. What the cells mean stands in rules/sheet.py."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from gridops.duties.sheets.rules import COLUMNS, HEADINGS, KIND_WORDS, SheetMatter, sheet_rows
from gridops.errors import Problem

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 80_000_000
_MOST_ROWS, _MOST_COLUMNS = 50_000, 40
Table = tuple[str, Iterable[Sequence[object]]]


def open_tables(content: bytes) -> list[Table]:
    """The tables of a file: the worksheets of an XLSX, or the one table of a CSV (UTF-8, else GB18030)."""
    if len(content) > MOST_BYTES:
        raise Problem("too-large", limit_bytes=MOST_BYTES)
    if content.startswith(b"PK"):
        return _worksheets(content)
    return [("", _csv_rows(decoded(content)))]


def decoded(content: bytes) -> str:
    """A text file's words: UTF-8, else GB18030 as older spreadsheets write it; a Problem for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Problem("invalid", ("文件不是可读的表格（XLSX 或 CSV）", "The file is no table that can be read"))


def _csv_rows(text: str) -> Iterator[Sequence[object]]:
    try:
        sample = text[:4000]
        yield from csv.reader(
            io.StringIO(text), delimiter="\t" if sample.count("\t") > sample.count(",") else ","
        )
    except csv.Error as error:
        raise Problem("invalid", ("CSV 读不懂", f"The CSV cannot be read: {error}")) from error


def _worksheets(content: bytes) -> list[Table]:
    from openpyxl import load_workbook

    unreadable = ("XLSX 读不懂", "The XLSX cannot be read")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
                raise Problem("too-large", limit_bytes=_MOST_UNPACKED)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [
            (
                sheet.title,
                [
                    row[:_MOST_COLUMNS]
                    for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
                ],
            )
            for sheet in book.worksheets
        ]
    except Problem:
        raise
    except Exception as error:
        # The library raises whatever its XML and zip parts raise; the sender learns that the file is the cause.
        raise Problem("invalid", unreadable) from error


def write_csv(matters: Sequence[SheetMatter]) -> bytes:
    """The matters as one table with a column for the kind, readable by spreadsheets (UTF-8 with a mark)."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = ("kind", *COLUMNS)
    writer.writerow([HEADINGS[name][0] for name in names])
    for row in sheet_rows(matters):
        writer.writerow([harmless(row[name]) for name in names])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(matters: Sequence[SheetMatter]) -> bytes:
    """The matters as a workbook: a worksheet of nine columns for components, one for events."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    for kind, title in KIND_WORDS.items():
        sheet = book.create_sheet(title)
        sheet.append([HEADINGS[name][0] for name in COLUMNS])
        for row in sheet_rows(m for m in matters if m.kind == kind):
            sheet.append([harmless(row[name]) for name in COLUMNS])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for letter, width in zip("ABCDEFGHI", (9, 14, 9, 18, 28, 28, 44, 28, 16), strict=True):
            sheet.column_dimensions[letter].width = width
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
