"""The order of pages, newest first, and where one goes on; what is asked for stands in where.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridops.insight.filters import Filters
from gridops.insight.queries.where import Where, where
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Key:
    """Where a page ended: the next one begins after it."""

    reported_at: datetime
    id: UUID


def narrowed(filters: Filters, actor: Actor, after: Key | None) -> Where:
    """The condition for what `filters` ask, after a key."""
    return after_key(where(filters, actor), after)


def after_key(found: Where, after: Key | None) -> Where:
    """A condition, and that a case comes after a key."""
    if after is not None:
        found.add(
            "(i.reported_at, i.id) < (:after_at, CAST(:after_id AS uuid))",
            after_at=after.reported_at,
            after_id=str(after.id),
        )
    return found


def is_few(filters: Filters, actor: Actor) -> bool:
    """Whether what is asked for is a person's, a unit's, or holds a word: by an index, and not in the order of time."""
    return bool(
        not actor.areas or filters.unit_ids is not None or filters.reporter_id is not None or filters.q
    )


def newest(filters: Filters, actor: Actor) -> str:
    """The order of pages.

    The planner takes units, persons and words for common and would walk down all cases by time to find the few
    that are a handler's or a reporter's own, or hold a word. A time that no index holds makes it find those first,
    then sort.
    """
    time = "i.reported_at + interval '0'" if is_few(filters, actor) else "i.reported_at"
    return f"ORDER BY {time} DESC, i.id DESC LIMIT :limit"
