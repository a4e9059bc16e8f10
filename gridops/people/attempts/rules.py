"""Pure: how long an attempt has to wait, by how many went before. No database, no clock, no name or address.

A tally fills by one with each attempt that is tried and drains with time. While it is not full nobody waits; beyond
that each further attempt doubles the wait, up to a longest one. Nothing is ever locked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

#: What attempts are counted by: the name that is tried, where they come from, a device known for the account.
Kind = Literal["account", "address", "device"]
#: In this order tallies are taken, so that two attempts never wait for each other.
KINDS: tuple[Kind, ...] = ("address", "account", "device")


@dataclass(frozen=True)
class Limit:
    """`free` attempts without a wait, the longest wait, and the time in which a tally drains by one."""

    free: int
    longest_s: int
    drains_s: int

    def most(self, extra: int) -> float:
        """The level at which the wait is the longest; none rises further, so that every tally drains in hours."""
        return self.free + extra + math.ceil(math.log2(self.longest_s))


LIMITS: Mapping[Kind, Limit] = {
    "account": Limit(free=10, longest_s=300, drains_s=900),
    "address": Limit(free=60, longest_s=30, drains_s=30),
    "device": Limit(free=10, longest_s=60, drains_s=300),
}
#: What an address is given besides for each account that has signed in rightly from there.
FREE_PER_ACCOUNT = 3
#: Accounts beyond these add nothing.
MOST_ACCOUNTS = 500
#: After this time every tally has drained.
FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True)
class Tally:
    """How full a tally was after the last attempt that was tried, and when that was."""

    level: float
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """The tally as it is from now on, and the seconds to wait; with none the attempt may be tried."""

    tally: Tally
    wait_s: float = 0.0


def judge(tally: Tally, limit: Limit, now: datetime, *, extra: int = 0) -> Verdict:
    """Whether an attempt may be tried at `now`; then it counts as failed until it is given back.

    Where the clock has been set back, the wait begins anew at `now`: nobody waits for an hour to come again.
    """
    if now < tally.at:
        tally = Tally(tally.level, now)
    since_s = (now - tally.at).total_seconds()
    left_s = wait_after(tally.level, limit, extra=extra) - since_s
    if left_s > 0:
        return Verdict(tally, left_s)
    drained = max(0.0, tally.level - since_s / limit.drains_s)
    return Verdict(Tally(min(drained + 1, limit.most(extra)), now))


def wait_after(level: float, limit: Limit, *, extra: int = 0) -> float:
    """Seconds between an attempt that has filled the tally to `level` and the next one: none, 1, 2, 4 … the longest."""
    over = math.ceil(level) - limit.free - extra
    if over < 0:
        return 0.0
    return float(min(2**over, limit.longest_s))
