"""Fewer trips to the database: BEGIN goes with the first statement, what is hinted goes with the COMMIT.

What is said, and in which order, is as before; only the waiting between is less. No statement is made up here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from psycopg2 import errors, extensions

logger = logging.getLogger(__name__)

_IDLE, _BROKEN = extensions.TRANSACTION_STATUS_IDLE, extensions.TRANSACTION_STATUS_INERROR


class Cursor(extensions.cursor):
    """A cursor whose first statement opens the transaction."""

    def execute(self, query: Any, values: Any = None) -> None:
        """Execute; where no transaction is open, `BEGIN` stands before the statement in the same trip."""
        if self.connection.get_transaction_status() == _IDLE:
            query, values = b"BEGIN; " + self.mogrify(query, values), None
        super().execute(query, values)

    def executemany(self, query: Any, rows: Any) -> None:
        """Execute for each of `rows`, within a transaction."""
        self._open()
        super().executemany(query, rows)

    def copy_expert(self, *args: Any, **more: Any) -> None:
        """COPY, within a transaction."""
        self._open()
        super().copy_expert(*args, **more)

    def _open(self) -> None:
        if self.connection.get_transaction_status() == _IDLE:
            super().execute("BEGIN")


class Connection(extensions.connection):
    """A connection that speaks of its transactions itself, where the driver would spend a trip on each word."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.autocommit = True
        self.cursor_factory = Cursor
        self._hints: tuple[str, ...] = ()

    def hint_after(self, channels: Iterable[str]) -> None:
        """NOTIFY `channels` (empty payload) in the trip of the next commit, once that commit is done."""
        self._hints = tuple(sorted(channels))

    def commit(self) -> None:
        """Commit what is open, then send the hints; a hint that is lost is told in the log and undoes nothing."""
        hints, self._hints = self._hints, ()
        status = self.get_transaction_status()
        if status == _BROKEN:
            # COMMIT would be answered by a ROLLBACK that nobody hears of.
            self.rollback()
            raise errors.InFailedSqlTransaction("the transaction had failed and was not committed")
        said = (["COMMIT"] if status != _IDLE else []) + (_notify(hints) if hints else [])
        if not said:
            return
        with self.cursor(cursor_factory=extensions.cursor) as cursor:
            try:
                cursor.execute("; ".join(said))
            except errors.DatabaseError:
                # The hints stand in a transaction of their own: only there it is open still.
                if not hints or self.closed or self.get_transaction_status() != _BROKEN:
                    raise
                logger.warning("a hint could not be sent; readers poll", exc_info=True)
                self.rollback()

    def rollback(self) -> None:
        """Undo what is open."""
        self._hints = ()
        if self.get_transaction_status() != _IDLE:
            with self.cursor(cursor_factory=extensions.cursor) as cursor:
                cursor.execute("ROLLBACK")

    def ask(self) -> None:
        """One trip that tells whether the other end still stands."""
        with self.cursor(cursor_factory=extensions.cursor) as cursor:
            cursor.execute("SELECT 1")


def _notify(channels: tuple[str, ...]) -> list[str]:
    # A NOTIFY inside the transaction would serialise every commit, and a bare one would wait for the disk.
    told = [f"NOTIFY {channel}" for channel in channels]
    return ["BEGIN", "SET LOCAL synchronous_commit = off", *told, "COMMIT"]
