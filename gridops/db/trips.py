"""Fewer trips to the database: BEGIN goes with the first statement, what is hinted goes with the COMMIT.

What is said, and in which order, is as before; only the waiting between is less. No statement is made up here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from psycopg2 import Error, NotSupportedError, errors, extensions

logger = logging.getLogger(__name__)

_IDLE, _BROKEN = extensions.TRANSACTION_STATUS_IDLE, extensions.TRANSACTION_STATUS_INERROR
_USUAL = (extensions.ISOLATION_LEVEL_DEFAULT, extensions.ISOLATION_LEVEL_READ_COMMITTED)

#: SQLSTATEs whose first line quotes a value, or a piece of the statement: odd data, and what cannot be read as SQL.
_QUOTING = ("22", "42601")


def leave_out_values(error: Error) -> None:
    """Leave of a refusal its first line and its code: what follows quotes the statement and its values.

    What people wrote is in these, and a refusal may end in a log. `pgcode` and `diag` say the rest to who asks.
    """
    first = error.diag.message_primary
    if first is None:
        return  # the connection was lost: nothing of a statement is told
    code = error.pgcode or ""
    if code.startswith(_QUOTING):
        first = re.sub(r'".*"', '"…"', first, flags=re.S)
    error.args = (f"{first} ({code})",)


class Cursor(extensions.cursor):
    """A cursor whose first statement opens the transaction."""

    def execute(self, query: Any, values: Any = None) -> None:
        """Execute, in the same trip as what is to be said before: `BEGIN` where no transaction is open."""
        said = self._said()
        if said:
            query, values = said + self.mogrify(query, values), None
        try:
            super().execute(query, values)
        except Error as error:
            leave_out_values(error)
            raise

    def executemany(self, query: Any, rows: Any) -> None:
        """Execute for each of `rows`, within a transaction."""
        self._open()
        try:
            super().executemany(query, rows)
        except Error as error:
            leave_out_values(error)
            raise

    def copy_expert(self, *args: Any, **more: Any) -> None:
        """COPY, within a transaction."""
        self._open()
        try:
            super().copy_expert(*args, **more)
        except Error as error:
            leave_out_values(error)
            raise

    def _open(self) -> None:
        said = self._said()
        if said:
            super().execute(said)

    def _said(self) -> bytes:
        opened: Any = self.connection
        said: bytes = opened.take_said()
        return said


class Connection(extensions.connection):
    """A connection that speaks of its transactions itself, where the driver would spend a trip on each word."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.autocommit = True
        self.cursor_factory = Cursor
        self._hints: tuple[str, ...] = ()
        self._said: list[tuple[bytes, str]] = []
        self._prepared: set[str] = set()
        #: Whether each statement stands for itself, as VACUUM must.
        self._is_plain = False

    def set_isolation_level(self, level: Any) -> None:
        """AUTOCOMMIT, where each statement stands for itself, or the usual level, in transactions of ours."""
        if level not in (extensions.ISOLATION_LEVEL_AUTOCOMMIT, *_USUAL):
            raise NotSupportedError(f"isolation level {level} is said with the transaction, not here")
        self._is_plain = level == extensions.ISOLATION_LEVEL_AUTOCOMMIT

    def say_before(self, statement: bytes) -> None:
        """Have `statement` run in the trip of the next one, before it; what it answers is not read.

        Where nothing follows in the transaction it goes before the commit.
        """
        self._said.append((statement, ""))

    def prepare(self, name: str, statement: bytes) -> None:
        """Have `EXECUTE name` at hand: PREPARE goes with the first statement that needs it on this connection."""
        if name not in self._prepared and all(name != other for _, other in self._said):
            self._said.append((b"PREPARE " + name.encode() + b" " + statement, name))

    def take_said(self) -> bytes:
        """What goes before the next statement, ready to be put before it."""
        status, said = self.get_transaction_status(), self._said
        self._said = []
        if status == _BROKEN:
            # What follows is the way back, which undoes what would be said here.
            return b""
        self._prepared |= {name for _, name in said if name}
        return b"".join(one + b"; " for one in (*self._begin(status), *(one for one, _ in said)))

    def hint_after(self, channels: Iterable[str]) -> None:
        """NOTIFY `channels` (empty payload) in the trip of the next commit, once that commit is done."""
        self._hints = tuple(sorted(channels))

    def _begin(self, status: int) -> list[bytes]:
        return [b"BEGIN"] if status == _IDLE and not self._is_plain else []

    def commit(self) -> None:
        """Commit what is open, then send the hints; a hint that is lost is told in the log and undoes nothing."""
        if self._said and self.get_transaction_status() != _BROKEN:
            with self.cursor(cursor_factory=extensions.cursor) as cursor:
                cursor.execute(self.take_said())
        hints, self._hints = self._hints, ()
        self._said = []
        status = self.get_transaction_status()
        if status == _BROKEN:
            # COMMIT would be answered by a ROLLBACK that nobody hears of.
            self._undo()
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
                self._undo()

    def rollback(self) -> None:
        """Undo what is open."""
        self._undo()

    def _undo(self) -> None:
        self._hints, self._said = (), []
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
