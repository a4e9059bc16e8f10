"""What comes in and goes out of the audit of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Moment, Outgoing, PageQuery
from gridops.incidents.wire import NamedOut


class EntriesQuery(PageQuery):
    """Entries of a kind of entity, of one entity, by an actor, since a time."""

    entity: str | None = Field(None, min_length=1, max_length=60)
    id: UUID | None = None
    actor: UUID | None = None
    since: Moment | None = None


class AuditEntryOut(Outgoing):
    """An entry of the log; `data` holds ids and codes alone, of restricted cases none that lead to a place."""

    id: int
    at: datetime
    action: str
    entity: str
    entity_id: UUID
    version: int
    actor: NamedOut | None
    #: The case's number, where the entry speaks of a case.
    case_number: str | None
    data: dict[str, Any]


class AuditEntriesOut(Outgoing):
    """Entries, newest first."""

    items: list[AuditEntryOut]
    next_cursor: str | None
