"""What is asked and told of sheets of the registers: only looked at or taken in, as what file, the faults by cell."""

from __future__ import annotations

from typing import Literal, Self

from gridops.http.wire import Outgoing, Query
from gridops.sheets.faults import Refusals

#: How many faults of a sheet are told one by one.
MOST_FAULTS = 200


class ImportQuery(Query):
    """Whether only to look."""

    dry_run: bool = False


class TemplateQuery(Query):
    """As what kind of file."""

    format: Literal["xlsx", "csv"] = "xlsx"


class CellFaultOut(Outgoing):
    """A cell that cannot be taken, and why."""

    sheet: str
    cell: str
    row: int
    column: str
    text: str
    message: str

    @classmethod
    def first_of(cls, refusals: Refusals, language: str) -> list[Self]:
        """The first faults of a sheet: nobody reads more at once, and their count is told beside them."""
        return [
            cls(
                sheet=one.sheet,
                cell=one.address,
                row=one.row,
                column=one.heading,
                text=one.text,
                message=one.words.in_(language),
            )
            for one in refusals.found[:MOST_FAULTS]
        ]


class PeopleSheetOut(Outgoing):
    """What a sheet would do, or did: persons to be made, those there already, posts; the faults of its cells."""

    rows: int
    new_accounts: int
    known_accounts: int
    new_posts: int
    known_posts: int
    fault_count: int
    faults: list[CellFaultOut]
    is_dry_run: bool
