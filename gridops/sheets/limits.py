"""How large a sheet may be: looked at before anything of it is read."""

from __future__ import annotations

import zipfile

from gridops.errors import Problem

MOST_BYTES = 5_000_000
MOST_UNPACKED = 80_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60
_PIECE = 1 << 20


def too_many_rows() -> Problem:
    """The refusal of a sheet with more rows than anybody's list has."""
    zh = f"表格超过 {MOST_ROWS} 行，请删去下方的空行，或拆成几个文件"
    en = f"The sheet has more than {MOST_ROWS} rows: delete the empty ones below, or split it into several files"
    return Problem("too-large", (zh, en), limit_bytes=MOST_BYTES)


def check_size(content: bytes) -> None:
    """413 for a file of more bytes than are taken."""
    if len(content) > MOST_BYTES:
        raise Problem("too-large", limit_bytes=MOST_BYTES)


def check_unpacked(packed: zipfile.ZipFile) -> bool:
    """413 for a workbook that unpacks to too many rows or bytes; returns whether formulas stand in it."""
    sheets = [entry for entry in packed.infolist() if entry.filename.startswith("xl/worksheets/sheet")]
    has_formulas = [_walk(packed, entry) for entry in sheets]
    if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
        raise Problem("too-large", limit_bytes=MOST_UNPACKED)
    return any(has_formulas)


def _walk(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Count rows piece by piece, and look for formulas; stops at the first row too many."""
    rows, read, has_formulas, tail = 0, 0, False, b""
    with packed.open(entry) as sheet:
        while read <= MOST_UNPACKED and (piece := sheet.read(_PIECE)):
            read += len(piece)
            piece = tail + piece  # a tag may lie across two pieces
            tail = piece[-4:]  # shorter than a tag, so that none is counted twice
            rows += piece.count(b"<row ") + piece.count(b"<row>") + piece.count(b":row ")
            has_formulas = has_formulas or b"<f>" in piece or b"<f " in piece or b":f" in piece
            if rows > MOST_ROWS:
                raise too_many_rows()
    return has_formulas
