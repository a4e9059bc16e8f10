"""Reading dated rows: those that hold on a day, one line's, those that replace a row; and the lock of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, or_, select, text

from gridops.db.dated.models import DatedRow
from gridops.db.session import Session

RowT = TypeVar("RowT", bound=DatedRow)

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('gridops.dated'), hashtext(:register))")


def in_force(model: Any, on: date) -> list[ColumnElement[bool]]:
    """The conditions of rows that hold on a day."""
    return [model.valid_from <= on, or_(model.valid_to.is_(None), model.valid_to > on)]


def lock_register(session: Session, table: str) -> None:
    """Wait for whoever edits the register, then keep others waiting to the end of this transaction.

    One lock for a whole register: its edits are few and short, and nobody can lock two rows in another order.
    """
    session.execute(_LOCK, {"register": table})


def find_row(session: Session, model: type[RowT], row_id: UUID) -> RowT | None:
    """A row as it is now, whatever the session remembers of it."""
    return session.get(model, row_id, populate_existing=True)


def rows_of_line(session: Session, model: type[RowT], line: Mapping[str, Any]) -> list[RowT]:
    """Rows that share the values of a line as they are now, newest first."""
    query = select(model).where(*_same(model, line)).order_by(model.valid_from.desc())
    return list(session.scalars(query, execution_options={"populate_existing": True}))


def rows_replacing(session: Session, model: type[RowT], row_id: UUID) -> list[RowT]:
    """Rows that end another, the first to begin first."""
    return list(session.scalars(select(model).where(model.replaces_id == row_id).order_by(model.valid_from)))


def print_of_line(session: Session, model: type[RowT], line: Mapping[str, Any]) -> Sequence[Any]:
    """What changes whenever a row of a line does: ids with the number of the transaction that wrote them."""
    query: Any = select(model.id, literal_column("xmin::text")).select_from(model).where(*_same(model, line))
    return session.execute(query.order_by(model.id)).all()


def print_of_row(session: Session, model: type[RowT], row_id: UUID) -> Any:
    """The same of one row; None where it is gone."""
    query: Any = select(literal_column("xmin::text")).select_from(model).where(model.id == row_id)
    return session.scalar(query)


def _same(model: Any, line: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [getattr(model, name) == value for name, value in line.items()]
