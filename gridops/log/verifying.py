"""Recomputing the chain: proves that no entry was changed, added between or taken away since it was numbered."""

from __future__ import annotations

from dataclasses import dataclass

from gridops.db.session import Session
from gridops.log import queries
from gridops.log.models import LogEntry
from gridops.log.resuming import RESUMED
from gridops.log.rules import GENESIS, block_hash


@dataclass(frozen=True)
class Verdict:
    """`broken_block` is the first block that does not agree; `head` is the newest hash, to be kept elsewhere."""

    blocks: int
    entries: int
    head: str
    broken_block: int | None = None
    reason: str = ""


def verify_chain(session: Session) -> Verdict:
    """Walk all blocks from the first and recompute every hash."""
    previous, count, entries, last_id, seq = GENESIS, 0, 0, 0, 0
    while batch := queries.blocks(session, after=last_id):
        for block in batch:
            found = queries.entries_of(session, block.entry_ids)
            missing = [i for i in block.entry_ids if i not in found]
            seq += len(block.entry_ids) + sum(_skipped(entry) for entry in found.values())
            reason = ""
            if block.id != last_id + 1:
                reason = f"block {last_id + 1} is missing"
            elif missing:
                reason = f"entries {missing[:5]} are missing"
            elif block.last_seq != seq:
                reason = f"numbers end at {block.last_seq}, {seq} expected"
            elif block_hash(previous, [found[i] for i in block.entry_ids]) != bytes(block.hash):
                reason = "the entries do not give the block's hash"
            if reason:
                return Verdict(count, entries, previous.hex(), block.id, reason)
            previous, last_id = bytes(block.hash), block.id
            count, entries = count + 1, entries + len(block.entry_ids)
        session.expunge_all()
    return Verdict(count, entries, previous.hex())


def _skipped(entry: LogEntry) -> int:
    """How many numbers were left out by an entry that says so, when an older copy had been brought back."""
    return int(entry.data["skipped"]) if entry.action == RESUMED else 0
