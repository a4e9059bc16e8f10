"""What a row of a register replaced, and until when that one held before: the log knows. Writes nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.log import queries as log_queries


def replaced_by(session: Session, item: UUID, row_id: UUID) -> tuple[UUID | None, date | None]:
    """(id of the row that `row_id` replaced, its end before that); (None, None) where it replaced none.

    `item` is the id under which the log keeps the register's item.
    """
    with acting_as(session, "gridops_map"):
        entries = log_queries.timeline(session, item)
    for entry in entries:
        if entry.data.get("row") == str(row_id) and "replaces" in entry.data:
            until = entry.data["until"]
            return UUID(entry.data["replaces"]), date.fromisoformat(until) if until else None
    return None, None
