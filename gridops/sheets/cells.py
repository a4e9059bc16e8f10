"""Cells as they stand in a file, with their address; what cannot be read carries the reason instead of a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from gridops.errors import Unfit
from gridops.sheets.dates import date_of
from gridops.sheets.texts import code_text, plain_text, said
from gridops.words import Words

Value = str | int | float | bool | date | datetime | time | timedelta | None


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1: 1 → A, 28 → AB."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `row` and `column` count from 1, `digits` is the width that a format of zeros shows (00 → 2)."""

    value: Value
    sheet: str
    row: int
    column: int
    fault: Words | None = None
    digits: int = 0

    @property
    def address(self) -> str:
        """Its place as spreadsheets say it, such as I3."""
        return f"{letters_of(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands there: no blank, no error, no formula."""
        return self.value is None and self.fault is None

    @property
    def is_number(self) -> bool:
        """Whether it is held as a number, so that zeros at its front are gone."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool) and not self.digits

    @property
    def shown(self) -> str:
        """What to quote of it in a refusal, never more than 60 characters."""
        return plain_text(self.value)[:60]

    def text(self) -> str:
        """Its text without invisible characters and blanks around; raises Unfit where it cannot be read."""
        self._refuse()
        return plain_text(self.value)

    def code(self) -> str:
        """Its text as a code: half-width, without blanks; raises Unfit for what is surely not the code meant."""
        self._refuse()
        return code_text(self.value, digits=self.digits)

    def day(self) -> date | None:
        """Its date, None where it is blank; raises Unfit for anything else."""
        self._refuse()
        return date_of(self.value)

    def _refuse(self) -> None:
        if self.fault is not None:
            raise Unfit(*self.fault)


@dataclass(slots=True)
class Row:
    """A row of a sheet; `fault` says why no cell of it is to be trusted."""

    sheet: str
    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    fault: Words | None = None

    def at(self, column: int) -> Cell:
        """The cell of a column, an empty one where nothing stands."""
        return self.cells.get(column) or Cell(None, self.sheet, self.number, column)

    @property
    def first(self) -> Cell:
        """The first cell in which something stands."""
        return self.cells[min(self.cells)] if self.cells else self.at(1)


@dataclass
class Table:
    """One sheet: its name (empty for a CSV) and the rows in which something stands, in order."""

    name: str
    rows: list[Row]


@dataclass
class Book:
    """The sheets of a file that anybody can see, and what there is to say about the others."""

    tables: list[Table]
    remarks: list[Words] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Every row of every sheet."""
        for table in self.tables:
            yield from table.rows


def quoted(value: Value) -> str:
    """A value between quotation marks, for a message."""
    return f"「{said(value)[:40]}」"
