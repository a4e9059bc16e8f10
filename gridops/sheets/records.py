"""Rows under headings: columns are found by name, cells read by column, what cannot be read is collected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gridops.errors import Problem, Unfit
from gridops.sheets.cells import Book, Cell, Row, Table
from gridops.sheets.faults import Refusals
from gridops.words import Words

T = TypeVar("T")
#: Column → (the heading it is written with, further headings it is read by).
Headings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Record:
    """A row below the headings; `columns` says where each named column stands."""

    row: Row
    columns: Mapping[str, int]
    headings: Headings
    refusals: Refusals

    def cell(self, name: str) -> Cell:
        """The cell of a column; an empty one where the sheet has no such column."""
        return (
            self.row.at(self.columns[name])
            if name in self.columns
            else Cell(None, self.row.sheet, self.row.number, 1)
        )

    def text(self, name: str) -> str:
        """The text of a column; "" and a named fault where it cannot be read."""
        return self._read(name, Cell.text, "")

    def code(self, name: str) -> str:
        """The code of a column; "" and a named fault where it cannot be read."""
        return self._read(name, Cell.code, "")

    def day(self, name: str) -> date | None:
        """The date of a column; None where it is blank, or cannot be read and is named."""
        return self._read(name, Cell.day, None)

    def refuse(self, name: str, words: Words) -> None:
        """Name the cell of a column."""
        self.refusals.add(self.cell(name), self.headings[name][0], words)

    def _read(self, name: str, how: Callable[[Cell], T], otherwise: T) -> T:
        try:
            return how(self.cell(name))
        except Unfit as error:
            self.refuse(name, error.words)
            return otherwise


def find_columns(row: Row, headings: Headings) -> dict[str, int]:
    """Where the named columns stand if this is the row of headings; the first of two alike."""
    by_heading = {_plain(word): name for name, words in headings.items() for word in words}
    found: dict[str, int] = {}
    for column, cell in sorted(row.cells.items()):
        if isinstance(cell.value, str):
            name = by_heading.get(_plain(cell.text() if cell.fault is None else cell.value))
            if name is not None:
                found.setdefault(name, column)
    return found


def read_records(
    book: Book, headings: Headings, *, required: Iterable[str], refusals: Refusals
) -> Iterator[Record]:
    """The rows below the headings of each sheet that has them; hidden rows are named and left out.

    Raises Problem `invalid` where no sheet has the required columns, naming those that the best one lacks.
    """
    wanted = tuple(required)
    found_any = False
    for table in book.tables:
        columns: dict[str, int] = {}
        for row in table.rows:
            at = find_columns(row, headings)
            if all(name in at for name in wanted):
                columns, found_any = at, True
            elif columns:
                record = Record(row, columns, headings, refusals)
                if row.fault is not None:
                    refusals.add(row.first, "", row.fault)
                elif any(column in columns.values() for column in row.cells):
                    yield record
    if not found_any:
        raise _without_headings(book.tables, headings, wanted)


def _without_headings(tables: Sequence[Table], headings: Headings, wanted: Sequence[str]) -> Problem:
    best: dict[str, int] = {}
    for table in tables:
        for row in table.rows[:20]:
            at = find_columns(row, headings)
            best = at if len(at) > len(best) else best
    missing = [headings[name][0] for name in wanted if name not in best]
    return Problem(
        "invalid",
        (
            f"没有表头，缺少列：{'、'.join(missing)}",
            f"There are no headings; missing columns: {', '.join(missing)}",
        ),
    )


def _plain(text: str) -> str:
    """A heading without what stands in brackets behind it, blanks, line breaks and case."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", re.sub(r"[（(].*$", "", plain, flags=re.DOTALL)).lower().lstrip("*")
