"""The private cluster while a service needs it: started, watched by its process, started again, stopped at the end.

A database of somebody else's never passes through here.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable

from gridops.cli import cluster


class PrivateDatabase:
    """The cluster of a spec as a member that is kept running."""

    name = "database"

    def __init__(self, spec: cluster.ClusterSpec) -> None:
        self._spec = spec
        self._is_ours = False
        self._watched: int | None = None
        self._refusal: str | None = None
        self._on_moved: Callable[[], None] = lambda: None
        self.url = ""

    def start(self) -> None:
        """Make and start the cluster, or find it running; raises ClusterError."""
        info = cluster.up(self._spec)
        self._is_ours = self._is_ours or info.was_started
        self.url = info.url
        self._watch()

    def when_moved(self, do: Callable[[], None]) -> None:
        """Have `do()` called when the database has come back on another port: who uses it must be told anew."""
        self._on_moved = do

    def how_ended(self) -> str | None:
        """In words how the server ended, or why it did not start; None while it runs."""
        if self._refusal is not None:
            return f"does not start ({self._refusal})"
        if self._watched is not None and not select.select([self._watched], [], [], 0)[0]:
            return None
        return "has ended"

    def start_again(self) -> None:
        """Start the cluster anew; it recovers what was committed."""
        before = self.url
        try:
            self.start()
        except cluster.ClusterError as error:
            self._refusal = str(error)
            return
        self._refusal = None
        if self.url != before:
            self._on_moved()

    def stop(self) -> None:
        """Stop the cluster if it was started here."""
        self._forget()
        if self._is_ours:
            cluster.down(self._spec)

    def _watch(self) -> None:
        self._forget()
        pid = cluster.server_pid(self._spec)
        try:
            self._watched = os.pidfd_open(pid) if pid is not None else None
        except ProcessLookupError:
            self._watched = None

    def _forget(self) -> None:
        if self._watched is not None:
            os.close(self._watched)
            self._watched = None
