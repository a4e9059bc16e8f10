"""What /readyz warns of in the roll-ups. A warning stops nothing: what is asked is still answered."""

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
