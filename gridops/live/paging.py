"""Pages of the snapshot, and the mark by which an answer is known again. Pure."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from uuid import UUID

from gridops.errors import fault
from gridops.http import paging
from gridops.live.wire import SnapshotQuery
from gridops.people.rules import Sight

Key = tuple[datetime, UUID]


def write_page(cursor: int, key: Key | None) -> str | None:
    """What leads to the page after `key`; the stream goes on from the first page's `cursor`."""
    return paging.encode([str(cursor), key[0].isoformat(), str(key[1])]) if key is not None else None


def read_page(page: str | None) -> tuple[int, Key] | None:
    """The stream's cursor and the key in what was written; 422 for what was not written here."""
    parts = paging.decode(page, 3)
    if parts is None:
        return None
    try:
        cursor, at, incident_id = int(parts[0]), datetime.fromisoformat(parts[1]), UUID(parts[2])
        if at.tzinfo is None or cursor < 0:
            raise ValueError(page)
        return cursor, (at.astimezone(UTC), incident_id)
    except (ValueError, OverflowError) as error:
        raise fault("/page", "页码无效", "Not a page of this snapshot") from error


def mark_of(sight: Sight, head: int, query: SnapshotQuery, day: date) -> str:
    """The ETag of an answer: whose sight, up to which entry, which page, and the day that is counted."""
    said = repr((sight, head, query.limit, query.page, day))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
