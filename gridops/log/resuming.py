"""A log that an older copy has brought back goes on at numbers that no reader has seen: old cursors end there.

After a copy is brought back the same numbers would be given to other entries, and who followed the history that is
gone would follow this one without a word. The leap is an entry of its own, so the chain tells of it.
"""

from __future__ import annotations

from sqlalchemy import text

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.log.models import LogBlock, LogEntry, LogSequence
from gridops.log.queries import find_last_block
from gridops.log.rules import GENESIS, block_hash
from gridops.log.sequencing import lock_numbering

RESUMED = "log.resumed"
#: Where the clock stands before the last number, by however much it is wrong.
LEAST_LEAP = 1_000_000_000


def resume_log(session: Session) -> int:
    """Leap ahead and empty the window; returns the number from which the log goes on. `session` is `gridops_system`.

    The new numbers begin at the milliseconds of the moment: two that bring back the same copy begin apart.
    """
    lock_numbering(session)
    last = find_last_block(session)
    base = last.last_seq if last is not None else 0
    now = clock.now()
    begin = max(int(now.timestamp() * 1000), base + LEAST_LEAP)
    entry = LogEntry(
        at=now,
        actor_id=None,
        action=RESUMED,
        entity="log",
        entity_id=new_id(),
        version=1,
        data={"skipped": begin - base},
        areas=[],
        units=[],
        persons=[],
    )
    session.add(entry)
    session.flush()
    previous = last.hash if last is not None else GENESIS
    block = LogBlock(
        id=(last.id if last is not None else 0) + 1,
        at=now,
        last_seq=begin + 1,
        entry_ids=[entry.id],
        hash=block_hash(previous, [entry]),
    )
    session.execute(text("DELETE FROM gridops.log_sequence"))
    session.add_all([block, LogSequence(seq=begin + 1, entry_id=entry.id, block=block.id)])
    session.flush()
    return begin
