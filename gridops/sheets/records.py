"""Rows under headings: columns are found by name, cells read by column, what cannot be read is collected."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gridops.errors import Problem, Unfit
from gridops.sheets.cells import Book, Cell, Row, Table
from gridops.sheets.faults import Refusals
from gridops.sheets.texts import plain_text
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
    top = next((row for table in tables for row in table.rows), None)
    has = [cell.shown for _, cell in sorted(top.cells.items())][:8] if top is not None else []
    return Problem(
        "invalid",
        (
            f"没有表头，缺少列：{'、'.join(missing)}；现有：{'、'.join(has) or '无'}",
            f"The sheet needs the columns {', '.join(missing)}; it has: {', '.join(has) or '-'}",
        ),
    )


def _plain(text: str) -> str:
    """A heading without what stands in brackets behind it, blanks, line breaks and case."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", re.sub(r"[（(].*$", "", plain, flags=re.DOTALL)).lower().lstrip("*")


def ask_about_zeros(records: Sequence[Record], names: Iterable[str]) -> None:
    """Name the codes that may have lost zeros at their front: shorter ones among longer."""
    for name in names:
        held = [(record, plain_text(record.cell(name).value)) for record in records]
        with_zeros = {len(code) for _, code in held if code.isdigit() and code.startswith("0")}
        widths = Counter(len(code) for _, code in held if code.isdigit())
        common = max(widths, key=lambda width: widths[width], default=0)
        for record, code in held:
            is_short_number = record.cell(name).is_number and len(code) < common and widths[common] > 1
            longer = min((width for width in with_zeros if width > len(code)), default=common)
            if (
                code.isdigit()
                and not code.startswith("0")
                and (is_short_number or len(code) < max(with_zeros, default=0))
            ):
                other = code.zfill(longer)
                record.refuse(
                    name,
                    Words(
                        f"代码 {code} 可能丢了前面的零：是 {other} 吗？请按文本重写",
                        f"The code {code} may have lost zeros at its front. Is it {other}? Write it as text",
                    ),
                )
