"""A bounded fuzz over the readers of sheets: bytes and XML of good files changed by a seeded hand."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gridops.errors import Problem, Unfit
from gridops.sheets import Refusals, open_book, read_records
from tests.sheets.books import xlsx

ROUNDS = 150
_TOP = ["代码", "名称", "日期"]
_ROWS = [
    _TOP,
    ["01", "甲", "2026-09-21"],
    [2, "=1+1", 46286],
    ["03", "#N/A", None],
    ["０４", "丁\u200b", "九月"],
]
_SPLINTERS = [
    b"\x00",
    b"\xff",
    b'"',
    b";",
    b"<",
    b">",
    b"<f>",
    b"9" * 400,
    b"\r",
    b"=",
    b't="e"',
    b"\xc9",
    b"&#0;",
]


@dataclass
class Figures:
    """What became of the files: read (all cells), refused in words, or another error, and the longest time of one."""

    read: int = 0
    refused: int = 0
    longest_s: float = 0.0
    errors: list[str] = field(default_factory=list)


def fuzz(kind: str, *, rounds: int, seed: int) -> Figures:
    """Mutate a good file of a kind and read each outcome whole."""
    hand, figures, good = random.Random(seed), Figures(), KINDS[kind]()
    for number in range(rounds):
        content = _mutated(good, hand) if kind != "xlsx parts" else _mutated_inside(good, hand)
        began = time.monotonic()
        try:
            _read_whole(content)
            figures.read += 1
        except Problem as problem:
            figures.refused += 1
            if not problem.detail.zh and not problem.faults and problem.kind.code == "invalid":
                figures.errors.append(f"round {number}: refused without a word")
        except Exception as error:
            figures.errors.append(f"round {number}: {type(error).__name__}: {error}")
        figures.longest_s = max(figures.longest_s, time.monotonic() - began)
    return figures


def _read_whole(content: bytes) -> None:
    headings = {"code": ("代码",), "name": ("名称",), "day": ("日期",)}
    book, refusals = open_book(content), Refusals()
    for row in book.rows():
        for cell in row.cells.values():
            for how in (cell.text, cell.code, cell.day):
                try:
                    how()
                except Unfit as error:
                    refusals.add(cell, "", error.words)
    for record in read_records(book, headings, required=("code",), refusals=refusals):
        record.code("code"), record.text("name"), record.day("day")


def _mutated(content: bytes, hand: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(hand.randint(1, 4)):
        at = hand.randrange(len(found) + 1)
        what = hand.randrange(4)
        if what == 0 and found:
            found[at % len(found)] = hand.randrange(256)
        elif what == 1:
            found[at:at] = hand.choice(_SPLINTERS)
        elif what == 2:
            del found[at : at + hand.randint(1, 40)]
        else:
            found[at:at] = found[at : at + hand.randint(1, 200)]
    return bytes(found)


def _mutated_inside(content: bytes, hand: random.Random) -> bytes:
    """One part of a workbook changed and packed again, so that the packing itself is whole."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = hand.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, _mutated(old.read(name), hand) if name == chosen else old.read(name))
    return packed.getvalue()


def _csv(encoding: str) -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in _ROWS).encode(
        encoding
    )


KINDS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx(_ROWS),
    "xlsx parts": lambda: xlsx(_ROWS),
    "xls": (Path(__file__).parent / "old.xls").read_bytes,
    "csv utf-8": lambda: _csv("utf-8-sig"),
    "csv gb18030": lambda: _csv("gb18030"),
}
