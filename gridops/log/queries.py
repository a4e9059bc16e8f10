"""Reading the log: the head, what follows a cursor, an entity's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text

from gridops.db.session import Session
from gridops.log.models import LogBlock, LogEntry, LogPending, LogSequence


@dataclass(frozen=True)
class Window:
    """The stream's window: `oldest` is the least cursor that can still be followed, `head` the newest."""

    oldest: int
    head: int


def window(session: Session) -> Window:
    """The range of cursors that can be followed now."""
    row = session.execute(
        text(
            "SELECT (SELECT last_seq FROM gridops.log_block ORDER BY id DESC LIMIT 1) AS head,"
            " (SELECT min(seq) FROM gridops.log_sequence) AS oldest"
        )
    ).one()
    head = row.head or 0
    return Window(oldest=(row.oldest - 1) if row.oldest is not None else head, head=head)


def head(session: Session) -> int:
    """The newest number, 0 where nothing is numbered."""
    return window(session).head


def entries_after(
    session: Session, cursor: int, *, limit: int = 500, upto: int | None = None
) -> Sequence[tuple[int, LogEntry]]:
    """(seq, entry) of what follows `cursor`, in order, at most to number `upto`."""
    query = (
        select(LogSequence.seq, LogEntry)
        .join(LogEntry, LogEntry.id == LogSequence.entry_id)
        .where(LogSequence.seq > cursor)
        .order_by(LogSequence.seq)
        .limit(limit)
    )
    rows = session.execute(query if upto is None else query.where(LogSequence.seq <= upto))
    return [(row[0], row[1]) for row in rows]


def timeline(session: Session, entity_id: UUID) -> Sequence[LogEntry]:
    """Every entry of one entity, by entry id: it does not wait for a number."""
    return session.scalars(
        select(LogEntry).where(LogEntry.entity_id == entity_id).order_by(LogEntry.id)
    ).all()


def blocks(session: Session, *, after: int = 0, limit: int = 200) -> Sequence[LogBlock]:
    """Blocks of the chain, in order."""
    return session.scalars(
        select(LogBlock).where(LogBlock.id > after).order_by(LogBlock.id).limit(limit)
    ).all()


def entries_of(session: Session, ids: Sequence[int]) -> dict[int, LogEntry]:
    """Entries by id."""
    found = session.scalars(select(LogEntry).where(LogEntry.id.in_(ids)))
    return {entry.id: entry for entry in found}


def oldest_pending_at(session: Session) -> datetime | None:
    """When the oldest entry was written that has no number yet; None where nothing waits."""
    return session.scalar(select(func.min(LogEntry.at)).join(LogPending, LogPending.entry_id == LogEntry.id))


def find_last_block(session: Session) -> LogBlock | None:
    """The newest block of the chain."""
    return session.scalar(select(LogBlock).order_by(LogBlock.id.desc()).limit(1))


def last_entry_at(session: Session) -> datetime | None:
    """When the newest entry was written."""
    return session.scalar(select(LogEntry.at).order_by(LogEntry.id.desc()).limit(1))
