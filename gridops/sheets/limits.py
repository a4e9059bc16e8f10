"""How large a sheet may be: looked at before anything of it is laid out. Pieces pass through, none is kept."""

from __future__ import annotations

import logging
import re
import zipfile
from dataclasses import dataclass

from gridops.errors import Problem

logger = logging.getLogger(__name__)

MOST_BYTES = 5_000_000
MOST_UNPACKED = 80_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60
#: A list of that many rows with ten columns; merged areas count with all their cells.
MOST_CELLS = 500_000
_PIECE = 1 << 20
_LONGEST_TAG = 4_096
_ROW, _CELL, _FORMULA = (re.compile(rb"<(?:[\w.-]+:)?%s[\s/>]" % tag) for tag in (b"row", b"c", b"f"))
_ROW_FAR_DOWN = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,3}(\d{5,9})["']""")
_MERGED = re.compile(rb"""mergeCell\s[^>]{0,200}?ref\s*=\s*["']([A-Z0-9$:]{1,40})["']""")
_CORNER = re.compile(rb"([A-Z]{1,3})\$?(\d{1,9})")


def too_many_rows() -> Problem:
    """The refusal of a sheet with more rows than anybody's list has."""
    zh = f"表格超过 {MOST_ROWS} 行，请删去下方的空行，或拆成几个文件"
    en = f"The sheet has more than {MOST_ROWS} rows: delete the empty ones below, or split it into several files"
    return Problem("too-large", (zh, en), limit_bytes=MOST_BYTES)


def check_size(content: bytes) -> None:
    """413 for a file of more bytes than are taken."""
    if len(content) > MOST_BYTES:
        raise Problem("too-large", limit_bytes=MOST_BYTES)


def too_many_cells() -> Problem:
    """The refusal of a sheet of more cells than a list of that many rows has."""
    zh = f"表格超过 {MOST_CELLS} 个单元格，请删去多余的列和合并，或拆成几个文件"
    en = f"The sheet has more than {MOST_CELLS} cells: delete columns and merges that are not needed, or split it"
    return Problem("too-large", (zh, en), limit_bytes=MOST_BYTES)


def check_unpacked(packed: zipfile.ZipFile) -> bool:
    """413 for a workbook that unpacks to too many bytes, rows or cells; returns whether formulas stand in it.

    Every part is looked at, whatever its name: a workbook may call a sheet as it likes. Nothing is kept of it.
    """
    # As the packing declares them; a part that is longer than it says is broken, and is read no further.
    if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
        raise Problem("too-large", limit_bytes=MOST_UNPACKED)
    cells, has_formulas = 0, False
    for entry in packed.infolist():
        found = _walk(packed, entry)
        cells, has_formulas = cells + found.cells, has_formulas or found.has_formulas
        if cells > MOST_CELLS:
            raise too_many_cells()
    return has_formulas


@dataclass
class _Found:
    """What has been counted of one part."""

    rows: int = 0
    cells: int = 0
    has_formulas: bool = False

    def count(self, piece: bytes) -> None:
        """Count a piece that ends between two tags; 413 at the first row or cell too many."""
        self.rows += len(_ROW.findall(piece))
        self.cells += len(_CELL.findall(piece))
        self.has_formulas = self.has_formulas or _FORMULA.search(piece) is not None
        # A single cell far below is as tall as a full sheet, once it is laid out.
        if self.rows > MOST_ROWS or any(int(row) > MOST_ROWS for row in _ROW_FAR_DOWN.findall(piece)):
            raise too_many_rows()
        for area in _MERGED.findall(piece):
            self.cells += _cells_of(area)
        if self.cells > MOST_CELLS:
            raise too_many_cells()


def _walk(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Found:
    found, rest = _Found(), b""
    try:
        with packed.open(entry) as part:
            while piece := part.read(_PIECE):
                piece = rest + piece
                # A tag may lie across two pieces.
                end = max(piece.rfind(b"<", -_LONGEST_TAG), 0) or len(piece)
                piece, rest = piece[:end], piece[end:]
                found.count(piece)
    except Problem:
        raise
    except Exception:  # whatever the packing's parts raise
        # Whoever reads this part will be told; nobody may.
        logger.debug("a part of a workbook is broken")
    found.count(rest)
    return found


def _cells_of(area: bytes) -> int:
    """The cells of an area such as A1:C3."""
    corners = _CORNER.findall(area)
    if len(corners) != 2:
        return 1
    (left, top), (right, bottom) = ((_column_of(letters), int(row)) for letters, row in corners)
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _column_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
