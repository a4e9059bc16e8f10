"""Numbering: pending entries get dense numbers and join the chain. One sequencer at a time.

An entry's identity is no cursor: a transaction with a lower id may commit after one with a higher. What is
pending is committed, so numbers handed out here are in an order that readers can follow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.log import queries
from gridops.log.appending import CHANNEL_NUMBERED
from gridops.log.models import LogBlock
from gridops.log.rules import GENESIS, block_hash

_LOCK = int.from_bytes(hashlib.sha256(b"gridops sequencer").digest()[:8], "big", signed=True)
WINDOW = timedelta(days=7)


def number_pending(session: Session, *, limit: int = 1000, pause: Callable[[], None] | None = None) -> int:
    """Number up to `limit` pending entries; returns how many. 0 also where another sequencer is at work.

    `pause` is called between the block and the numbers, for tests that kill the sequencer in mid-batch.
    """
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:k)"), {"k": _LOCK}):
        return 0
    ids = list(
        session.scalars(
            text(
                "DELETE FROM gridops.log_pending WHERE entry_id IN"
                " (SELECT entry_id FROM gridops.log_pending ORDER BY entry_id LIMIT :n) RETURNING entry_id"
            ),
            {"n": limit},
        )
    )
    if not ids:
        return 0
    ids.sort()
    found = queries.entries_of(session, ids)
    last = queries.find_last_block(session)
    block_id, seq, previous = (last.id, last.last_seq, last.hash) if last else (0, 0, GENESIS)
    session.add(
        LogBlock(
            id=block_id + 1,
            at=clock.now(),
            last_seq=seq + len(ids),
            entry_ids=ids,
            hash=block_hash(previous, [found[i] for i in ids]),
        )
    )
    session.flush()
    if pause is not None:
        pause()
    session.execute(
        text(
            "INSERT INTO gridops.log_sequence (seq, entry_id, block)"
            " SELECT :base + t.n, t.id, :block FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS t(id, n)"
        ),
        {"base": seq, "block": block_id + 1, "ids": ids},
    )
    session.hint(CHANNEL_NUMBERED)
    return len(ids)


def prune_window(session: Session) -> int:
    """Take numbers older than the window from the stream; the entries and their blocks stay."""
    result = session.execute(
        text(
            "DELETE FROM gridops.log_sequence s USING gridops.log_block b"
            " WHERE b.id = s.block AND b.at < :before"
        ),
        {"before": clock.now() - WINDOW},
    )
    return result.rowcount  # type: ignore[attr-defined]
