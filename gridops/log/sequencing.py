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
from gridops.db.session import Session, ask_all, ask_one, prepare
from gridops.log.appending import CHANNEL_NUMBERED
from gridops.log.rules import GENESIS, block_hash

_LOCK = int.from_bytes(hashlib.sha256(b"gridops sequencer").digest()[:8], "big", signed=True)
WINDOW = timedelta(days=7)


# Each is parsed and planned once for a connection: a round for a single entry costs as much as one for a hundred.
_TAKE = """
    (int) AS WITH taken AS (
        DELETE FROM gridops.log_pending WHERE entry_id IN
            (SELECT entry_id FROM gridops.log_pending ORDER BY entry_id LIMIT $1) RETURNING entry_id
    )
    SELECT e.*, b.id AS last_block, b.last_seq, b.hash AS last_hash
    FROM taken JOIN gridops.log_entry e ON e.id = taken.entry_id
    LEFT JOIN (SELECT id, last_seq, hash FROM gridops.log_block ORDER BY id DESC LIMIT 1) b ON true
    ORDER BY e.id
"""
_NUMBER = """
    (bigint, timestamptz, bigint, bigint[], bytea) AS WITH block AS (
        INSERT INTO gridops.log_block (id, at, last_seq, entry_ids, hash)
        VALUES ($1, $2, $3 + cardinality($4), $4, $5)
    )
    INSERT INTO gridops.log_sequence (seq, entry_id, block)
    SELECT $3 + t.n, t.id, $1 FROM unnest($4) WITH ORDINALITY AS t(id, n)
"""


def number_pending(session: Session, *, limit: int = 1000, pause: Callable[[], None] | None = None) -> int:
    """Number up to `limit` pending entries; returns how many. 0 also where another sequencer is at work.

    `pause` is called between the taking and the numbers, for tests that kill the sequencer in mid-batch.
    """
    # In a statement before the one that reads: that one sees what the sequencer before has committed.
    if not ask_one(session, "SELECT pg_try_advisory_xact_lock(%(k)s) AS is_ours", {"k": _LOCK}).is_ours:
        return 0
    prepare(session, "gridops_take_pending", _TAKE)
    entries = ask_all(session, "EXECUTE gridops_take_pending(%(n)s)", {"n": limit})
    if not entries:
        return 0
    last = entries[0]
    if pause is not None:
        pause()
    prepare(session, "gridops_number", _NUMBER)
    ask_all(
        session,
        "EXECUTE gridops_number(%(id)s, %(at)s, %(base)s, %(ids)s, %(hash)s)",
        {
            "id": (last.last_block or 0) + 1,
            "at": clock.now(),
            "base": last.last_seq or 0,
            "ids": [entry.id for entry in entries],
            "hash": block_hash(bytes(last.last_hash or GENESIS), entries),
        },
    )
    session.hint(CHANNEL_NUMBERED)
    return len(entries)


def lock_numbering(session: Session) -> None:
    """Keep sequencers away until the transaction ends; waits for one that is at work."""
    session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _LOCK})


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
