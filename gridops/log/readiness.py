"""Whether the log moves: what /readyz says of the sequencer. Nothing is numbered here."""

from __future__ import annotations

from gridops import clock
from gridops.db.session import Session
from gridops.log.queries import oldest_pending_at

#: Seconds that an entry may wait for its number before the sequencer counts as stalled.
STALLED_AFTER_S = 30


def sequencer_state(session: Session) -> str:
    """ "ok", or how long the oldest entry has waited for its number."""
    since = oldest_pending_at(session)
    if since is None or (waited := (clock.now() - since).total_seconds()) <= STALLED_AFTER_S:
        return "ok"
    return f"the oldest entry has waited {int(waited)} s for its number"
