"""The time of day, and nothing else: the only file of the project that reads the clock.

Times pass through as aware UTC; the deployment's zone is for days and labels, never for storage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo


class StoppedClock:
    """A clock that stands until it is told to move; `at` is aware and in UTC."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a stopped clock needs a time with its zone")
        self.at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> datetime:
        """Move by `by` (backwards when negative) and return the new time."""
        self.at += by
        return self.at


# Module-wide and not per thread: a frozen test must also freeze the threads it starts.
_stopped: StoppedClock | None = None


def now() -> datetime:
    """The present as an aware datetime in UTC, microseconds included."""
    return _stopped.at if _stopped is not None else datetime.now(UTC)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone called `name`, such as Asia/Shanghai; raises ZoneInfoNotFoundError for unknown names."""
    return ZoneInfo(name)


@contextmanager
def frozen(at: datetime) -> Iterator[StoppedClock]:
    """Stop the clock of this process at `at` while the block runs; blocks may be nested."""
    global _stopped  # noqa: PLW0603 - one clock a process is what is meant
    before = _stopped
    _stopped = StoppedClock(at)
    try:
        yield _stopped
    finally:
        _stopped = before
