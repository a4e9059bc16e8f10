"""CSV as offices save it: UTF-8 with or without mark, UTF-16, GB18030; commas, semicolons, tabs. No guess at bytes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from gridops.errors import Problem
from gridops.sheets.cells import Cell, Row, Table
from gridops.sheets.limits import MOST_ROWS, too_many_rows

_DELIMITERS = ",;\t"
_SAMPLE_ROWS = 50


def decoded(content: bytes) -> str:
    """A text file's words: UTF-16 by its mark, UTF-8, else GB18030 as older spreadsheets write it; else a Problem."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Problem(
        "invalid", ("文件不是可读的表格（XLSX、XLS 或 CSV）", "The file is no table that can be read")
    )


def csv_table(text: str) -> Table:
    """The one table of a CSV; a row's number is the one a spreadsheet shows."""
    told = text.split("\n", 1)[0].strip().lower()
    is_told = len(told) == len("sep=;") and told.startswith("sep=")
    delimiter = told[-1] if is_told else _delimiter_of(text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, values in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise too_many_rows()
            cells = {n: Cell(value, "", number, n) for n, value in enumerate(values, start=1) if value != ""}
            if cells and not (is_told and number == 1):
                rows.append(Row("", number, cells))
    except csv.Error as error:
        line = reader.line_num
        raise Problem(
            "invalid",
            (
                f"CSV 第 {line} 行读不懂：引号不成对或单元格过长",
                f"Line {line} of the CSV cannot be read: {error}",
            ),
        ) from error
    return Table("", rows)


def _delimiter_of(text: str) -> str:
    """The delimiter by which most rows at the top have the same number of columns, two or more; else a comma."""
    return max(
        _DELIMITERS, key=lambda delimiter: (_agreement(text, delimiter), -_DELIMITERS.index(delimiter))
    )


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """(rows of the commonest width above one, that width)."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if len(row) > 1)
    except csv.Error:
        return 0, 0
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))
