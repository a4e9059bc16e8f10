"""Rows held back while a request makes them, to be written together by one statement at its end.

Which tables there are and what writes them is not known here; nothing is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson


@dataclass
class Gathered:
    """Rows by table, each made for one new case (`of`), so that what falls with the case can be told."""

    of: UUID | None = None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    hints: set[str] = field(default_factory=set)

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        """Hold rows back; of one table they are written in this order."""
        self.rows.setdefault(table, []).extend({"of": self.of, **row} for row in rows)

    def drop(self, of: UUID) -> None:
        """Let go of all that was made for a case."""
        for table, rows in self.rows.items():
            self.rows[table] = [row for row in rows if row["of"] != of]

    def document(self) -> str:
        """All of it as one JSON object, a list of rows for each table."""
        return orjson.dumps(
            {table: rows for table, rows in self.rows.items() if rows}, default=_as_text
        ).decode()


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} is no column")
