"""A sheet taken in row by row: every row is what a form would send, every refusal is named by its cell.

All of it or nothing: what was written is rolled back where one cell is refused, and after a look. Never commits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from gridops.db.session import Session, acting_as
from gridops.errors import Problem
from gridops.http.parsing import parse_json
from gridops.http.wire import Incoming
from gridops.people.accounts.sheet_words import EXAMPLE_MARKS
from gridops.people.rules import Actor
from gridops.sheets import Book, Record, Refusals, read_records
from gridops.sheets.records import Headings
from gridops.words import Words

M = TypeVar("M", bound=Incoming)
#: Registers are typed by people: more rows than that are several files by mistake.
MOST_ROWS = 2_000


@dataclass(frozen=True)
class RowSheet(Generic[M]):
    """How a sheet of one register is read: `fields` makes of a row what the form sends, `write` is the use case.

    `columns` say at which column a field's refusal is named, by the first part of its pointer; `name` is the column
    whose cells begin with a mark in the template's examples. `write` tells what became of it: made, changed, same.
    """

    title: Words
    headings: Headings
    english: Mapping[str, str]
    days: Sequence[str]
    required: Sequence[str]
    name: str
    columns: Mapping[str, str]
    examples: Mapping[str, Sequence[Sequence[str]]]
    model: type[M]
    names: Callable[[Session], Any]
    fields: Callable[[Record, Any], dict[str, Any]]
    write: Callable[[Session, Actor, M], str]


@dataclass
class TakenIn:
    """What became of a sheet's rows, and which cells could not be taken."""

    refusals: Refusals
    rows: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"made": 0, "changed": 0, "same": 0})


def take_in(session: Session, actor: Actor, sheet: RowSheet[Any], book: Book) -> TakenIn:
    """Read a book and write its rows; 413 for too many, 422 where no sheet has the columns. Faults are collected."""
    done = TakenIn(Refusals())
    records = [
        record
        for record in read_records(book, sheet.headings, required=sheet.required, refusals=done.refusals)
        if not record.cell(sheet.name).shown.startswith(EXAMPLE_MARKS)
    ]
    if len(records) > MOST_ROWS:
        zh, en = f"超过 {MOST_ROWS} 行，请拆成几个文件", f"More than {MOST_ROWS} rows: split the sheet"
        raise Problem("too-large", (zh, en), limit_bytes=0)
    done.rows = len(records)
    names = sheet.names(session)
    with acting_as(session, "gridops_system"):
        for record in records:
            _take_row(session, actor, sheet, record, names, done)
    return done


def _take_row(
    session: Session, actor: Actor, sheet: RowSheet[Any], record: Record, names: Any, done: TakenIn
) -> None:
    before = len(record.refusals.found)
    sent = sheet.fields(record, names)
    if len(record.refusals.found) > before:
        return
    given = {name: _plain(value) for name, value in sent.items() if value not in (None, "")}
    try:
        # A use case refuses before it writes, so a row that is refused leaves nothing to judge the next one by.
        became = sheet.write(session, actor, parse_json(sheet.model, json.dumps(given).encode()))
        done.counts[became] += 1
    except Problem as problem:
        if problem.kind.code != "invalid":
            raise
        for fault in problem.faults:
            column = sheet.columns.get(
                fault.pointer.split("/")[1] if "/" in fault.pointer else "", sheet.name
            )
            record.refuse(column, fault.words)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def find_named(record: Record, column: str, known: Mapping[str, Sequence[str]], words: Words) -> str:
    """The code that a cell means, by code or by name; "" and a named fault for none or several."""
    text = record.text(column)
    found = known.get(text) or known.get(record.code(column)) or () if text else ()
    if text and not found:
        record.refuse(column, words)
    if len(found) > 1:
        codes = "、".join(found[:5])
        record.refuse(column, Words(f"有几个同名的，请填代码：{codes}", f"Several are called so: {codes}"))
        return ""
    return found[0] if found else ""
