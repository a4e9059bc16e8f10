"""Pure: whether the time at which something is said to have happened can be believed.

A phone that lost its clock says 1970, or a day years ahead: its report counts all the same, with the server's time
beside it. Whoever types a time at a desk is asked to look again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

#: Clocks differ by so much without being wrong.
AHEAD = timedelta(minutes=10)
#: Longer than a phone keeps what it could not send.
LONG_AGO = timedelta(days=366)
#: What a desk may still enter, since walls stand long before somebody asks about them.
DESK_LONG_AGO = timedelta(days=30 * 366)

Doubt = Literal["ahead", "long_ago"]


def doubt_of(occurred_at: datetime, reported_at: datetime) -> Doubt | None:
    """What is doubtful of a case's `occurred_at` beside the server's `reported_at`; None where nothing is."""
    if occurred_at > reported_at + AHEAD:
        return "ahead"
    return "long_ago" if occurred_at < reported_at - LONG_AGO else None


def is_for_desk(occurred_at: datetime, now: datetime) -> bool:
    """Whether a desk may enter it at `now`."""
    return now - DESK_LONG_AGO <= occurred_at <= now + AHEAD
