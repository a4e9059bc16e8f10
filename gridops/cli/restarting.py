"""When what died is started again, and when that is given up: growing waits, counted by an injected clock.

What is started, and how, is the members' affair; no process and no database is known here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import click

LOOK_EVERY_S = 0.2


@dataclass(frozen=True)
class Patience:
    """How long one waits before another start, and how many ends in how short a time are enough; all in seconds."""

    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    quiet_s: float = 300.0
    most_ends: int = 5
    within_s: float = 120.0


class Member(Protocol):
    """What is kept running: a process, or the private database."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def how_ended(self) -> str | None:
        """In words how it ended ("was ended by SIGKILL"); None while it runs."""

    def start_again(self) -> None:
        """Start it anew, clearing away what it left behind."""


@dataclass
class _Record:
    """The ends of one member: when, how many in a row, when it was last started, when it is to start again."""

    started_at: float
    ends: list[float] = field(default_factory=list)
    in_a_row: int = 0
    due_at: float | None = None


class Keeper:
    """Looks after members: one that ends is started again after a wait, one that ends again and again ends all."""

    def __init__(
        self,
        members: Sequence[Member],
        *,
        patience: Patience | None = None,
        now: Callable[[], float] = time.monotonic,
        say: Callable[[str], None] = click.echo,
    ) -> None:
        self._patience, self._now, self._say = patience or Patience(), now, say
        self._members = {member.name: member for member in members}
        self._records = {name: _Record(now()) for name in self._members}

    def look(self) -> None:
        """Look at each once; raises ClickException where it is no use to start one again."""
        for name, member in self._members.items():
            record = self._records[name]
            if record.due_at is None:
                how = member.how_ended()
                if how is not None:
                    record.due_at = self._now() + self._wait_after(name, record, how)
            elif self._now() >= record.due_at:
                record.due_at, record.started_at = None, self._now()
                member.start_again()
                self._say(f"The {name} is started again.")

    def keep(self, step: Callable[[], AbstractContextManager[None]]) -> None:
        """Look every moment until something raises; `step()` surrounds each look."""
        while True:
            with step():
                self.look()
            time.sleep(LOOK_EVERY_S)

    def _wait_after(self, name: str, record: _Record, how: str) -> float:
        now, patience = self._now(), self._patience
        if now - record.started_at >= patience.quiet_s:
            record.in_a_row, record.ends = 0, []
        record.in_a_row += 1
        record.ends = [at for at in record.ends if now - at < patience.within_s] + [now]
        if len(record.ends) >= patience.most_ends:
            raise click.ClickException(
                f"The {name} {how}, {len(record.ends)} times within {patience.within_s:.0f} s: starting it once more "
                "is no use. All is stopped; what it said stands above."
            )
        wait = min(patience.first_wait_s * 2 ** (record.in_a_row - 1), patience.longest_wait_s)
        self._say(f"The {name} {how}; it is started again in {wait:g} s.")
        return wait
