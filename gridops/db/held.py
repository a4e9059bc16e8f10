"""Reference data held in memory, once for a process and a stamp; whose rows they are is not known here.

A transaction that knows the stamp of its moment reads tables from here; one that does not, because it edits or began
without signing in, reads them by row. A row held here belongs to no session and is changed by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, orm

if TYPE_CHECKING:
    from gridops.db.session import Session

T = TypeVar("T")
#: An edit is followed by a few transactions that began before it.
STAMPS_KEPT = 2


class Held:
    """What one process holds of one database: for each of the latest stamps what was read under it."""

    def __init__(self) -> None:
        self._kept: dict[int, dict[Any, Any]] = {}
        self._lock = Lock()

    def under(self, stamp: int) -> dict[Any, Any]:
        """What is held under a stamp, to be read and added to."""
        found = self._kept.get(stamp)
        if found is None:
            with self._lock:
                found = self._kept.setdefault(stamp, {})
                for old in sorted(self._kept)[:-STAMPS_KEPT]:
                    del self._kept[old]
        return found


def held(session: Session, key: Hashable, make: Callable[[Session], T]) -> T:
    """What `make` gives, made once for a stamp; only for a session that knows its stamp (`is_held`).

    Two who make it at once get the same, and one of both is kept.
    """
    assert session.stamp is not None, "a session without a stamp reads by row"
    shelf = session.held.under(session.stamp)
    if key not in shelf:
        shelf[key] = make(session)
    found: T = shelf[key]
    return found


def is_held(session: Session) -> bool:
    """Whether this transaction reads reference data from memory."""
    return session.stamp is not None


def rows_held(session: Session, key: Hashable, query: Select[T]) -> Sequence[T]:
    """The entities of a query, from memory; `key` names it."""

    def read(asking: Session) -> Sequence[T]:
        # A session of its own on the same connection: a rollback of the caller's would empty the rows it knows.
        with orm.Session(bind=asking.connection(), expire_on_commit=False) as reader:
            found = tuple(reader.scalars(query))
            reader.expunge_all()
            return found

    return held(session, key, read)
