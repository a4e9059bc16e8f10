"""Sheets that offices send: XLSX, XLS, CSV to cells with addresses. Tables go back out. No word of the domain."""

from gridops.sheets.cells import Book, Cell, Row, Table
from gridops.sheets.faults import CellFault, Refusals
from gridops.sheets.opening import MOST_BYTES, MOST_ROWS, decoded, open_book
from gridops.sheets.records import Record, read_records

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Book",
    "Cell",
    "CellFault",
    "Record",
    "Refusals",
    "Row",
    "Table",
    "decoded",
    "open_book",
    "read_records",
]
