"""The one door for sheets: bytes of an XLSX, XLS or CSV → cells. What is none of them is named, never half read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from gridops.errors import Problem
from gridops.sheets.cells import Book
from gridops.sheets.csv_files import csv_table, decoded
from gridops.sheets.limits import MOST_BYTES, MOST_ROWS, check_size, check_unpacked
from gridops.sheets.xlsx import read_xlsx
from gridops.words import Words

__all__ = ["MOST_BYTES", "MOST_ROWS", "decoded", "open_book"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: What sheets are mistaken for, by what the file begins with.
_OTHERS = (
    (b"%PDF", Words("这是 PDF，不是表格", "This is a PDF, no sheet")),
    (b"{\\rtf", Words("这是 RTF 文稿，不是表格", "This is a text document, no sheet")),
    (b"\x89PNG", Words("这是图片，不是表格", "This is a picture, no sheet")),
    (b"\xff\xd8\xff", Words("这是图片，不是表格", "This is a picture, no sheet")),
)
_WEB_PAGE = Words(
    "这是改名为表格的网页：请用表格软件打开后另存为 XLSX",
    "This is a web page named like a sheet: open it in a spreadsheet and save it as XLSX",
)
_LOCKED = Words("文件有打开密码：请去掉密码后再导入", "The file has a password: remove it first")
_XLSX_BROKEN = Words(
    "XLSX 读不懂，可能不完整：请重新保存", "The XLSX cannot be read, it may be cut off: save it again"
)
_XLS_BROKEN = Words("XLS 读不懂：请另存为 XLSX", "The XLS cannot be read: save it as XLSX")


def open_book(content: bytes) -> Book:
    """The visible sheets of an XLSX or XLS, or the one table of a CSV (sheet name empty).

    Problems: `too-large` before anything is read, `invalid` for what is no sheet or cannot be read.
    """
    check_size(content)
    for start, words in _OTHERS:
        if content.startswith(start):
            raise Problem("invalid", words)
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Problem("invalid", _LOCKED)
        from gridops.sheets.xls import read_xls  # with its library, for the few that still send such

        return _guarded(lambda: read_xls(content), _XLS_BROKEN)
    text = decoded(content)
    start_of_text = text[:500].lstrip("\ufeff \t\r\n").lower()
    if start_of_text.startswith(("<html", "<!doctype", "<?xml", "<table", "<meta")):
        raise Problem("invalid", _WEB_PAGE)
    return Book([csv_table(text)])


def _workbook(content: bytes) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            has_formulas = check_unpacked(packed)
    except Problem:
        raise
    except Exception as error:
        # Whatever the packing's parts raise: the sender learns that the file is the cause.
        raise Problem("invalid", _XLSX_BROKEN) from error
    if "content.xml" in names or "xl/workbook.bin" in names:
        kind = "ODS" if "content.xml" in names else "XLSB"
        raise Problem("invalid", (f"不读 {kind}：请另存为 XLSX", f"{kind} is not read: save it as XLSX"))
    return _guarded(lambda: read_xlsx(content, has_formulas=has_formulas), _XLSX_BROKEN)


def _guarded(read: Callable[[], Book], words: Words) -> Book:
    """Whatever a library raises over a broken file becomes a refusal in words."""
    try:
        return read()
    except Problem:
        raise
    except Exception as error:
        raise Problem("invalid", words) from error
