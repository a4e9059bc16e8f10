"""What /readyz warns of in the roll-ups, and their figures. A warning stops nothing: what is asked is answered."""

from __future__ import annotations

from collections.abc import Sequence

from gridops.db.session import Session
from gridops.insight.rollups.queries.state import state_of

#: Rows that may wait before questions become slow.
MANY = 20_000


def warn_of_rollups(session: Session) -> Sequence[str]:
    """A line where the last verifying found differences, and one where folding does not keep up."""
    state = state_of(session, most=MANY)
    lines = []
    if state.differences:
        lines.append(
            f"roll-ups differed from the cases in {state.differences} numbers on"
            f" {state.verified_at.isoformat()}: gridops insight verify, rebuild"
        )
    if state.pending >= MANY:
        lines.append(f"at least {MANY} rows wait to be folded into the roll-ups: is a worker running?")
    return lines


def gauges_of_rollups(session: Session) -> dict[str, float]:
    """Figures for /metrics; before the first verifying there is neither a moment nor a number of differences.

    The moment is in seconds since 1970; rows that wait to be folded are counted up to `MANY`.
    """
    state = state_of(session, most=MANY)
    found = {"gridops_rollups_pending": float(state.pending)}
    if state.verified_at is not None:
        found["gridops_rollups_verified_timestamp_seconds"] = state.verified_at.timestamp()
        found["gridops_rollups_differences"] = float(state.differences or 0)
    return found
