"""Rows held back while a request makes them, to be written together by one statement at its end.

Which tables there are and what writes them is not known here; nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

if TYPE_CHECKING:
    from gridops.db.session import Session


@dataclass
class Gathered:
    """Rows by table, each made for one case (`of`), so that what falls with the case can be told.

    `new` are the cases that are still to be written: nothing stands beside them that would have to be read.
    """

    of: UUID | None = None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        """Hold rows back; of one table they are written in this order."""
        self.rows.setdefault(table, []).extend({"of": self.of, **row} for row in rows)

    def drop(self, of: UUID) -> None:
        """Let go of all that was made for a case."""
        for table, rows in self.rows.items():
            self.rows[table] = [row for row in rows if row["of"] != of]

    def take(self, table: str) -> list[dict[str, Any]]:
        """The rows of one table, which are held no longer."""
        return self.rows.pop(table, [])

    def document(self) -> str:
        """All of it as one JSON object, a list of rows for each table."""
        return orjson.dumps(
            {table: rows for table, rows in self.rows.items() if rows}, default=_as_text
        ).decode()


def gathers_new(session: Session, entity_id: UUID) -> bool:
    """Whether a case is being gathered that is still to be written."""
    return session.gathered is not None and entity_id in session.gathered.new


@contextmanager
def gathering(session: Session) -> Iterator[Gathered]:
    """A block in which log entries and timers are held back; who opens it writes them."""
    session.gathered = gathered = Gathered()
    try:
        yield gathered
    finally:
        session.gathered = None


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} is no column")
