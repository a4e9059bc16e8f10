"""What could not be read, by cell: sheet, address, heading reason in both languages. Collected, then refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from gridops.errors import Fault, Problem, invalid
from gridops.sheets.cells import Cell
from gridops.words import Words

_MOST_TOLD = 200


@dataclass(frozen=True)
class CellFault:
    """A cell and why it cannot be taken; `heading` is the column's name, empty where the whole row is meant."""

    sheet: str
    address: str
    row: int
    heading: str
    text: str
    words: Words

    def as_fault(self) -> Fault:
        """The fault of a problem document, at /sheet/row."""
        place = f"{self.sheet}!{self.address}" if self.sheet else self.address
        zh = f"{place}（第 {self.row} 行{self.heading}）：{self.words.zh}"
        column = f", column {self.heading}" if self.heading else ""
        return Fault(
            f"/{self.sheet or 'sheet'}/{self.row}", zh, f"{place} (row {self.row}{column}): {self.words.en}"
        )


@dataclass
class Refusals:
    """The faults of one file, in the order in which they were met."""

    found: list[CellFault] = field(default_factory=list)

    def add(self, cell: Cell, heading: str, words: Words) -> None:
        """Name a cell; the same one is named once."""
        made = CellFault(cell.sheet, cell.address, cell.row, heading, cell.shown, words)
        if made not in self.found:
            self.found.append(made)

    def raise_any(self) -> None:
        """422 naming the cells; nothing where there are none."""
        if self.found:
            raise self.problem()

    def problem(self) -> Problem:
        """The refusal: every cell up to a number that somebody may still read."""
        return invalid(*(one.as_fault() for one in self.found[:_MOST_TOLD]))
