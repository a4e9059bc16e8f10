"""Workbooks made by tests, cell by cell, and the raw XML of one where a library would not write it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def xlsx(
    rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None, *, title: str = "表"
) -> bytes:
    """A workbook of one sheet with these rows, changed by `change(sheet)`."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def edited(content: bytes, pattern: str, instead: str) -> bytes:
    """A workbook with the XML of its first sheet changed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body = re.sub(pattern, instead, body.decode()).encode()
            new.writestr(entry.filename, body)
    return packed.getvalue()
