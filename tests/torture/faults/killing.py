"""Parts of the service killed outright in the middle of their work; `gridops serve` is to start them again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from tests.torture.faults.trouble import Trouble
from tests.torture.town import until


def _kill(trouble: Trouble, name: str, find: Callable[[], list[int]]) -> None:
    before = find()
    if not before:
        raise RuntimeError(f"no {name} to be killed")
    victim = trouble.chance.choice(before)
    os.kill(victim, signal.SIGKILL)
    until(
        lambda: victim not in find() and len(find()) >= len(before),
        120,
        lambda: f"the {name} did not come back:\n{trouble.town.said()}",
    )


def kill_web_process(trouble: Trouble) -> None:
    """One of the two that answer requests."""
    _kill(trouble, "web process", lambda: trouble.town.pids("web"))


def kill_live_process(trouble: Trouble) -> None:
    """What holds all sockets."""
    _kill(trouble, "live process", lambda: trouble.town.pids("live"))


def kill_worker(trouble: Trouble) -> None:
    """The sequencer, with the timers."""
    _kill(trouble, "worker", lambda: trouble.town.pids("worker"))


def kill_database(trouble: Trouble) -> None:
    """The postmaster: its backends end by themselves, nothing is written down in order."""
    _kill(trouble, "database", lambda: [pid for pid in [trouble.town.server_pid()] if pid])
