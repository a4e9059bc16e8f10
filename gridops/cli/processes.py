"""Processes that are started together and end together: started, watched, stopped, none left behind.

What they do is unknown here; signals come in, exit codes go out.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from gridops import config

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_TIMEOUT_S = 8.0
WATCH_EVERY_S = 0.2


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal. Not an Exception: nothing on the way up may swallow it."""


class StopSignals:
    """Turns the stop signals into `Stopped`, at once or at the end of a step that must not be cut in half."""

    def __init__(self) -> None:
        self._is_asked = False
        self._is_deferred = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen while the block runs, then restore what was there."""
        before = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Hold a signal back until the block has ended."""
        self._is_deferred = True
        try:
            yield
        finally:
            self._is_deferred = False
        if self._is_asked:
            raise Stopped

    def ignore(self) -> None:
        """From now on the stopping itself is under way: further signals change nothing."""
        self._is_deferred = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._is_asked = True
        if not self._is_deferred:
            raise Stopped


@dataclass(frozen=True)
class Child:
    """A started process with the name that messages call it by."""

    name: str
    process: subprocess.Popen[bytes]


class Family:
    """Children that live and die together; the order of starting is the reverse of the order of stopping."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: list[Child] = []

    def start(self, name: str, command: Sequence[str], **environ: str) -> None:
        """Start a child in a session of its own, so that a Ctrl-C reaches it only through us, in order."""
        words = list(command)
        if shutil.which("setpriv") is not None:
            # Should this process be killed outright, the system passes the end on.
            words = ["setpriv", "--pdeathsig", "TERM", "--", *words]
        process = subprocess.Popen(
            words,
            cwd=self._folder,
            env=config.child_environment(PYTHONUNBUFFERED="1", **environ),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._children.append(Child(name, process))

    def find_ended(self) -> Child | None:
        """A child that has ended, None while all of them run."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def watch(self) -> Child:
        """Wait until a child ends, and return it."""
        while (ended := self.find_ended()) is None:
            time.sleep(WATCH_EVERY_S)
        return ended

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Ask each child to end, the youngest first, and end by force what does not within the time."""
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.terminate()
        give_up = time.monotonic() + timeout_s
        for child in reversed(self._children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, give_up - time.monotonic()))
            # The session's number is the child's: this also reaches what the child has started and left.
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        self._children.clear()
