"""Rows of a dated register that go on under another area: carried over, copied, or closed. Logs nothing.

A boundary set changes what a row is about, not what somebody laid down, so the dates stay as they were: a row that
holds before the day ends on it and another goes on in its place; one that begins later is changed where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Generic, NamedTuple
from uuid import UUID

from sqlalchemy import inspect

from gridops.db.dated.models import DatedRow
from gridops.db.dated.queries import RowT, rows_of_line, rows_replacing
from gridops.db.dated.register import DatedRegister
from gridops.db.dated.rules import Span, check_overlap, earliest, meet, span_of
from gridops.db.session import Session
from gridops.errors import Fault

_OF_THE_REGISTER = frozenset({"id", "version", "valid_from", "valid_to", "ends_on", "replaces_id"})


class Carried(NamedTuple, Generic[RowT]):
    """A row as it goes on; `before` ended where it begins, None where it was changed in its place or copied.

    `until`: until when the one before had held.
    """

    row: RowT
    before: RowT | None
    until: date | None


def columns_of(row: DatedRow) -> dict[str, Any]:
    """What a row says, without what the register keeps of it."""
    names = (column.key for column in inspect(type(row)).column_attrs)
    return {name: getattr(row, name) for name in names if name not in _OF_THE_REGISTER}


def check_carrying(
    session: Session,
    register: DatedRegister[RowT],
    rows: Sequence[RowT],
    changes: Mapping[str, Any],
    day: date,
) -> list[Fault]:
    """Which rows of the line that they come to would hold on the same days."""
    return [
        fault
        for row, others in _met(session, register, rows, changes, day)
        for fault in check_overlap(_rest(row, day), others)
    ]


def is_said_there(
    session: Session,
    register: DatedRegister[RowT],
    rows: Sequence[RowT],
    changes: Mapping[str, Any],
    day: date,
) -> bool:
    """Whether the line that they come to says the same already, for as long as each of them would."""
    return all(
        any(
            _covers(other, _rest(row, day)) and columns_of(other) == {**columns_of(row), **changes}
            for other in others
        )
        for row, others in _met(session, register, rows, changes, day)
    )


def carry_over(
    session: Session,
    register: DatedRegister[RowT],
    rows: Sequence[RowT],
    changes: Mapping[str, Any],
    day: date,
) -> list[Carried[RowT]]:
    """Have the rows of a line, oldest first, say `changes` from a day on; `check_carrying` has been asked."""
    version = _next_version(session, register, rows, changes)
    done = []
    for row in rows:
        if row.valid_from >= day:
            _change(session, row, changes)
            done.append(Carried(row, None, None))
            continue
        held, replacing = row.valid_to, rows_replacing(session, register.model, row.id)
        # The database watches for overlaps, so the one before has to have ended first.
        row.valid_to = day
        session.flush()
        columns = {**columns_of(row), **changes, "version": version, "replaces_id": row.id}
        after = register.model(**columns, valid_from=day, valid_to=held, ends_on=row.ends_on)
        session.add(after)
        session.flush()
        for later in replacing:
            later.replaces_id = after.id
        done.append(Carried(after, row, held))
        version += 1
    session.flush()
    return done


def copy_rows(
    session: Session,
    register: DatedRegister[RowT],
    rows: Sequence[RowT],
    changes: Mapping[str, Any],
    day: date,
) -> list[Carried[RowT]]:
    """The same rows once more with `changes`, from a day on; a copy replaces what its row replaces."""
    version = _next_version(session, register, rows, changes)
    copies: dict[UUID, RowT] = {}
    replaced = {row.replaces_id for row in rows}
    for number, row in enumerate(rows):
        starts, ends = _rest(row, day)
        before = copies.get(row.replaces_id) if row.replaces_id else None
        copy = register.model(
            **{**columns_of(row), **changes},
            version=version + number,
            valid_from=starts,
            valid_to=ends,
            ends_on=row.ends_on if row.id in replaced else ends,
            replaces_id=before.id if before else None,
        )
        session.add(copy)
        session.flush()
        copies[row.id] = copy
    return [Carried(copy, None, None) for copy in copies.values()]


def close_rows(session: Session, register: DatedRegister[RowT], rows: Sequence[RowT], day: date) -> None:
    """Have the rows of a line end on a day; what would begin after it is taken away.

    What begins on that very day has been in force, so it ends on the next.
    """
    for row in sorted(rows, key=lambda one: one.valid_from, reverse=True):
        if row.valid_from > day:
            for later in rows_replacing(session, register.model, row.id):
                later.replaces_id = row.replaces_id
            session.delete(row)
        else:
            row.ends_on = max(day, row.valid_from + timedelta(days=1))
            row.valid_to = earliest([row.valid_to, row.ends_on])
        session.flush()


def _change(session: Session, row: DatedRow, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()


def _rest(row: DatedRow, day: date) -> Span:
    return max(row.valid_from, day), row.valid_to


def _covers(row: DatedRow, span: Span) -> bool:
    return row.valid_from <= span[0] and (
        row.valid_to is None or (span[1] is not None and span[1] <= row.valid_to)
    )


def _there(
    session: Session, register: DatedRegister[RowT], row: RowT, changes: Mapping[str, Any]
) -> list[RowT]:
    line = {name: changes.get(name, getattr(row, name)) for name in register.line}
    return rows_of_line(session, register.model, line)


def _met(
    session: Session,
    register: DatedRegister[RowT],
    rows: Sequence[RowT],
    changes: Mapping[str, Any],
    day: date,
) -> list[tuple[RowT, list[RowT]]]:
    """Each row with those of the line that it comes to which share days with it."""
    ours = {row.id for row in rows}
    return [
        (
            row,
            [
                other
                for other in _there(session, register, row, changes)
                if other.id not in ours
                and register.meets(other, {**columns_of(row), **changes})
                and meet(_rest(row, day), span_of(other))
            ],
        )
        for row in rows
    ]


def _next_version(
    session: Session, register: DatedRegister[RowT], rows: Sequence[RowT], changes: Mapping[str, Any]
) -> int:
    known = [*rows, *_there(session, register, rows[0], changes)]
    return max(row.version for row in known) + 1
