"""Sheets of standards written as files, by the house's one writer. What the cells mean stands in rules.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gridops.duties.sheets.rules import COLUMNS, HEADINGS, KIND_WORDS, SheetMatter, sheet_rows
from gridops.sheets import writing
from gridops.words import Words

_ENGLISH = {
    "kind": "Kind",
    "big_code": "Class code",
    "big_name": "Class",
    "small_code": "Matter code",
    "small_name": "Matter",
    "handler": "Handled by",
    "regulator": "Overseen by",
    "filing_condition": "Filed when",
    "closing_condition": "Closed when",
    "limit_text": "Limit",
}
_WIDTHS = {
    "big_code": 9,
    "small_code": 9,
    "handler": 28,
    "regulator": 28,
    "filing_condition": 44,
    "closing_condition": 28,
}


def _columns(names: Iterable[str]) -> list[writing.Column]:
    return [
        writing.Column(Words(HEADINGS[name][0], _ENGLISH[name]), width=_WIDTHS.get(name, 16))
        for name in names
    ]


def _rows(matters: Iterable[SheetMatter], names: Sequence[str]) -> list[list[str]]:
    return [[row[name] for name in names] for row in sheet_rows(matters)]


def write_csv(matters: Sequence[SheetMatter], *, language: str = "zh") -> bytes:
    """The matters as one table with a column for the kind."""
    names = ("kind", *COLUMNS)
    return writing.write_csv(_columns(names), _rows(matters, names), language=language)


def write_xlsx(matters: Sequence[SheetMatter], *, language: str = "zh") -> bytes:
    """The matters as a workbook: a worksheet of nine columns for components, one for events."""
    pages = [
        writing.Page(title, _columns(COLUMNS), _rows([m for m in matters if m.kind == kind], COLUMNS))
        for kind, title in KIND_WORDS.items()
    ]
    return writing.write_xlsx(pages, language=language)
