"""Processes that are started together and end together: started, started again, stopped, none left behind.

What they do is unknown here; signals come in, exit codes go out.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from gridops import config

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_TIMEOUT_S = 8.0


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


class Child:
    """A process with the name that messages call it by, in a session of its own."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> None:
        self.name = name
        words = list(command)
        if shutil.which("setpriv") is not None:
            # Should this process be killed outright, the system passes the end on.
            words = ["setpriv", "--pdeathsig", "TERM", "--", *words]
        self._words, self._folder, self._environ = words, folder, dict(environ)
        self.process = self._start()

    def how_ended(self) -> str | None:
        """In words how it ended; None while it runs."""
        code = self.process.poll()
        if code is None:
            return None
        return (
            f"was ended by {signal.Signals(-code).name}"
            if code < 0
            else f"ended by itself (exit code {code})"
        )

    def start_again(self) -> None:
        """Start it anew, ending by force what it has left behind."""
        self.end_by_force()
        self.process = self._start()

    def end_by_force(self) -> None:
        """End it and whatever it has started: the session's number is the child's."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own, so that a Ctrl-C reaches it only through us, in order.
        return subprocess.Popen(
            self._words,
            cwd=self._folder,
            env=config.child_environment(PYTHONUNBUFFERED="1", **self._environ),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


class Family:
    """Children that live together; the order of starting is the reverse of the order of stopping."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.children: list[Child] = []

    def start(self, name: str, command: Sequence[str], **environ: str) -> Child:
        """Start a child."""
        child = Child(name, command, self._folder, environ)
        self.children.append(child)
        return child

    def find_ended(self) -> Child | None:
        """A child that has ended, None while all of them run."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def start_all_again(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Stop all and start all anew: what they were told at their start no longer holds."""
        self._stop(timeout_s)
        for child in self.children:
            child.start_again()

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Ask each child to end, the youngest first, and end by force what does not within the time."""
        self._stop(timeout_s)
        self.children.clear()

    def _stop(self, timeout_s: float) -> None:
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        give_up = time.monotonic() + timeout_s
        for child in reversed(self.children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, give_up - time.monotonic()))
            child.end_by_force()
