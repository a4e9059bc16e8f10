"""One register: its rows added, followed by a next version, replaced, ended, withdrawn. Never commits, logs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple
from uuid import UUID

from gridops.db.dated.queries import (
    RowT,
    find_row,
    lock_register,
    print_of_line,
    print_of_row,
    rows_of_line,
    rows_replacing,
)
from gridops.db.dated.refusing import USUAL, Refusals, refuse, stale
from gridops.db.dated.rules import Span, changed_names, check_order, check_overlap, earliest, span_of
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Fault, Problem, fault, invalid


class Written(NamedTuple, Generic[RowT]):
    """A new row, the one before it (ended by it where `until` tells until when it held), and what differs."""

    row: RowT
    before: RowT | None
    is_replacing: bool
    until: date | None
    changed: list[str]


def _always(_row: Any, _columns: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class DatedRegister(Generic[RowT]):
    """The rows of `model`. Those alike in the columns of `line` (and between which `meets` is true) share no day.

    Every edit waits for the one before it. What was looked at before the wait and is not the same after it is
    refused as stale (409), so of two edits of one row at the same instant one counts.
    """

    model: type[RowT]
    line: tuple[str, ...]
    refusals: Refusals = USUAL
    meets: Callable[[RowT, Mapping[str, Any]], bool] = _always

    def lock(self, session: Session) -> None:
        """Keep every other edit of this register waiting until this transaction is over."""
        lock_register(session, str(self.model.__tablename__))  # type: ignore[attr-defined]

    def get(self, session: Session, row_id: UUID) -> RowT:
        """A row for a change; 404 for one that is not there, 409 for one that has just been changed."""
        seen = print_of_row(session, self.model, row_id)
        self.lock(session)
        found = find_row(session, self.model, row_id)
        if found is None:
            raise stale(0) if seen is not None else Problem("not-found")
        if print_of_row(session, self.model, row_id) != seen:
            raise stale(found.version)
        return found

    def rows(self, session: Session, **line: Any) -> list[RowT]:
        """A line's rows for a change, newest first; 409 where one has just been changed."""
        seen = print_of_line(session, self.model, line)
        self.lock(session)
        found = rows_of_line(session, self.model, line)
        if print_of_line(session, self.model, line) != seen:
            raise stale(max((row.version for row in found), default=0))
        return found

    def add(
        self, session: Session, columns: Mapping[str, Any], span: Span, *, faults: Iterable[Fault] = ()
    ) -> RowT:
        """A row from a day on, also a past one: registers are filled from what has long been in force.

        422 with `faults` and wherever its days are its line's already.
        """
        others = self._line(session, columns)
        self._refuse([*faults, *_check(span, self._in_the_way(others, columns))])
        return self._write(session, columns, span, version=_next(others))

    def succeed(
        self,
        session: Session,
        columns: Mapping[str, Any],
        span: Span,
        *,
        today: date,
        faults: Iterable[Fault] = (),
    ) -> Written[RowT]:
        """The next version of a line, today at the earliest; the row that stands open ends where it begins."""
        others = self._line(session, columns)
        self._refuse([*faults, *self.check_succession(others, span, today=today)])
        before = others[0] if others else None
        is_replacing = _stands_open(others, span)
        return self._follow(session, before, columns, span, version=_next(others), is_replacing=is_replacing)

    def check_succession(self, others: Sequence[RowT], span: Span, *, today: date) -> list[Fault]:
        """What is wrong with the dates of a next version beside the line's rows (newest first).

        What has been in force is never rewritten; only a line's first row may begin before today.
        """
        faults = check_order(span)
        if not faults and others and span[0] < today:
            faults = [Fault("/valid_from", *self.refusals.begins_in_the_past)]
        standing = others[1:] if _stands_open(others, span) else others
        return faults or check_overlap(span, standing)

    def replace(
        self,
        session: Session,
        before: RowT,
        columns: Mapping[str, Any],
        span: Span,
        *,
        today: date,
        faults: Iterable[Fault] = (),
    ) -> Written[RowT]:
        """A new version in the place of a row, which ends on the day the new one begins, today at the earliest."""
        if span[0] < today:
            raise refuse("/valid_from", self.refusals.begins_in_the_past)
        if span[0] <= before.valid_from:
            raise refuse("/valid_from", self.refusals.begins_before_the_old)
        others = [row for row in self._line(session, columns) if row is not before]
        self._refuse([*faults, *_check(span, self._in_the_way(others, columns))])
        is_replacing = before.valid_to is None or before.valid_to > span[0]
        version = max(before.version + 1, _next(others))
        return self._follow(session, before, columns, span, version=version, is_replacing=is_replacing)

    def end(self, session: Session, row: RowT, day: date, *, today: date) -> None:
        """Have a row end on a day, today at the earliest; what was done by it before stays done by it."""
        if day < today:
            raise refuse("/valid_to", self.refusals.ends_in_the_past)
        if day <= row.valid_from:
            raise refuse("/valid_to", self.refusals.ends_before_it_begins)
        if row.valid_to is not None and row.valid_to <= day:
            raise fault("/valid_to", f"该项已于 {row.valid_to} 失效", f"It ends on {row.valid_to} already")
        row.ends_on = day
        self._settle(session, row)

    def withdraw(self, session: Session, row: RowT, *, today: date) -> RowT | None:
        """Take back a row that is not yet in force: all is as if it had never been. The row that holds on by that.

        An end that was laid down stays. Rows that replaced this one replace the one before it, and a row that was
        added on the days between replaces it too.
        """
        if row.valid_from <= today:
            raise refuse(self.refusals.withdrawal_points_to, self.refusals.has_begun)
        before = find_row(session, self.model, row.replaces_id) if row.replaces_id else None
        for later in rows_replacing(session, self.model, row.id):
            later.replaces_id = row.replaces_id
        session.delete(row)
        session.flush()
        if before is None:
            return None
        held_to = before.valid_to
        self._make_way(session, before)
        self._settle(session, before)
        return before if before.valid_to != held_to else None

    def _make_way(self, session: Session, row: RowT) -> None:
        """Have a row that would hold on end where the next one of its line begins."""
        line = {name: getattr(row, name) for name in self.line}
        span = (row.valid_from, earliest([row.ends_on, *self._cuts(session, row)]))
        others = [one for one in rows_of_line(session, self.model, line) if one is not row]
        for other in self._in_the_way(others, vars(row)):
            if check_overlap(span, [other]):
                if other.replaces_id is not None or other.valid_from <= row.valid_from:
                    raise invalid(*check_overlap(span, [other]))
                other.replaces_id = row.id
        session.flush()

    def _follow(
        self,
        session: Session,
        before: RowT | None,
        columns: Mapping[str, Any],
        span: Span,
        *,
        version: int,
        is_replacing: bool,
    ) -> Written[RowT]:
        said = {name: getattr(before, name) for name in columns} if before is not None else None
        until = before.valid_to if before is not None else None
        if before is not None and is_replacing:
            # The database watches for overlaps, so the one before has to have ended first.
            before.valid_to = span[0]
            session.flush()
        row = self._write(
            session,
            columns,
            span,
            version=version,
            replaces_id=before.id if before is not None and is_replacing else None,
        )
        return Written(row, before, is_replacing, until, changed_names(said, columns))

    def _line(self, session: Session, columns: Mapping[str, Any]) -> list[RowT]:
        """The rows of the line that a row with these columns is of, newest first."""
        self.lock(session)
        return rows_of_line(session, self.model, {name: columns[name] for name in self.line})

    def _in_the_way(self, rows: Iterable[RowT], columns: Mapping[str, Any]) -> list[RowT]:
        return [row for row in rows if self.meets(row, columns)]

    def _write(self, session: Session, columns: Mapping[str, Any], span: Span, **more: Any) -> RowT:
        dates = {"valid_from": span[0], "valid_to": span[1], "ends_on": span[1]}
        row = self.model(**{"id": new_id(), **dates, **columns, **more})
        session.add(row)
        session.flush()
        return row

    def _cuts(self, session: Session, row: RowT) -> list[date]:
        return [one.valid_from for one in rows_replacing(session, self.model, row.id)]

    def _settle(self, session: Session, row: RowT) -> None:
        """Reckon when a row ends: `ends_on`, or before it where another begins in its place."""
        row.valid_to = earliest([row.ends_on, *self._cuts(session, row)])
        session.flush()

    @staticmethod
    def _refuse(faults: list[Fault]) -> None:
        if faults:
            raise invalid(*faults)


def _check(span: Span, others: Iterable[Any]) -> list[Fault]:
    return check_order(span) or check_overlap(span, others)


def _stands_open(rows: Sequence[Any], span: Span) -> bool:
    """Whether the newest row would hold on without end when the span begins."""
    return bool(rows) and rows[0].valid_to is None and rows[0].valid_from < span[0]


def _next(rows: Sequence[Any]) -> int:
    return max((row.version for row in rows), default=0) + 1


__all__ = ["DatedRegister", "Written", "span_of"]
