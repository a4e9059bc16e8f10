"""The illustrative list of responsibilities, and what is done first and arbitrated after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gridops.db.session import Session
from gridops.demonstration.tables import rows
from gridops.duties.responsibilities.models import FirstDuty, Responsibility
from gridops.duties.responsibilities.rules import ResponsibilityContent


def content_of(row: Mapping[str, str]) -> ResponsibilityContent:
    """A line of the table as an item of the list."""
    same = {name: row[name] for name in ResponsibilityContent.__dataclass_fields__ if name in row}
    return ResponsibilityContent(**same, service_code=row["matter"], area_code=row["area"])


def load_responsibilities(session: Session) -> int:
    """Every item of the table; returns how many."""
    table = rows("responsibilities")
    session.add_all(
        Responsibility(
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            **content_of(row).columns(),
        )
        for row in table
    )
    session.add_all(FirstDuty(**row) for row in rows("first_duties"))
    session.flush()
    return len(table)
