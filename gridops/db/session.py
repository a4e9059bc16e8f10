"""The one place that commits and rolls back. A request, a command, a timer: each is one transaction."""

from __future__ import annotations

import logging
import time
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg2
from sqlalchemy import Connection, Engine, create_engine, event, exc, orm, text

from gridops.db import trips
from gridops.db.gathering import Gathered
from gridops.db.held import Held

logger = logging.getLogger(__name__)

ROLES = ("gridops_app", "gridops_system", "gridops_map")
#: A connection that has rested longer than this is asked whether it still stands before it is used.
RESTED_S = 5.0
CONNECT_TIMEOUT_S = 10


class Session(orm.Session):
    """A session that remembers its role, what must outlive a refusal, and which channels to hint afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[Callable[[Session], None]] = []
        self.hints: set[str] = set()
        #: The connection of `Database.transaction`, asked by the driver alone until rows of SQLAlchemy's are wanted.
        self.opened: Connection | None = None
        #: The database role taken in this transaction; None is the role that signed in.
        self.role: str | None = None
        #: What the process holds of reference data, and the stamp of the moment; without one it is read by row.
        self.held = Held()
        self.stamp: int | None = None
        #: Rows held back for one statement at the end, where somebody gathers them.
        self.gathered: Gathered | None = None
        #: Whether this was a run on trial: nothing of it is to stay.
        self.is_trial = False

    def undo_at_end(self) -> None:
        """Have the transaction rolled back when it ends well too: a dry run is the same run, and leaves nothing."""
        self.is_trial = True

    def keep(self, write: Callable[[Session], None]) -> None:
        """Have `write(session)` run in a second short transaction, whatever becomes of this one."""
        self.kept.append(write)

    def hint(self, channel: str) -> None:
        """NOTIFY `channel` (empty payload) once this transaction has committed."""
        self.hints.add(channel)


class Database:
    """An engine and the only door to its transactions."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.url = url
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=10,
            # What people wrote is in the parameters of a statement, and stays out of every log.
            hide_parameters=True,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args={
                "options": "-c search_path=gridops,public -c timezone=UTC -c jit=off",
                # A host that swallows packets is told within seconds, not after the system's two minutes.
                "connect_timeout": CONNECT_TIMEOUT_S,
                "connection_factory": trips.Connection,
            },
        )
        event.listen(self.engine, "checkin", _note_rest)
        event.listen(self.engine, "checkout", _refuse_broken)
        self.held = Held()

    @contextmanager
    def transaction(self, role: str | None = None, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end unless on trial, rolled back by any exception; then kept writes, hints.

        `role` is one of `ROLES` and is set for this transaction only.
        """
        with self.engine.connect() as connection:
            session = Session(connection, expire_on_commit=False)
            session.opened = connection
            session.held = self.held
            try:
                if read_only:
                    session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
                if role is not None:
                    become(session, role)
                yield session
                if session.is_trial:
                    self._undo(session, connection)
                else:
                    self._commit(session, connection)
            except BaseException:
                self._undo(session, connection)
                raise
            finally:
                if session.in_transaction() or list(session):
                    session.close()
                self._write_kept(session, connection)

    def _write_kept(self, session: Session, connection: Connection) -> None:
        if not session.kept:
            return
        second = Session(connection, expire_on_commit=False)
        try:
            for write in session.kept:
                write(second)
            self._commit(second, connection)
        except Exception:
            second.rollback()
            logger.exception("what should have outlived a refusal could not be written")
        finally:
            second.close()

    def _commit(self, session: Session, connection: Connection) -> None:
        """Commit with the hints in the same trip; a lost hint costs one polling interval."""
        session.flush()
        raw: Any = connection.connection.dbapi_connection
        raw.hint_after(session.hints)
        if session.in_transaction():
            session.commit()
        # What was asked of the driver alone is open still, and so are hints where nothing was asked at all.
        with _Told(connection, "COMMIT"):
            raw.commit()

    def _undo(self, session: Session, connection: Connection) -> None:
        session.hints.clear()
        if session.in_transaction():
            session.rollback()
        if not connection.invalidated:
            with _Told(connection, "ROLLBACK"):
                connection.connection.rollback()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def become(session: Session, role: str | None) -> None:
    """SET LOCAL ROLE; None returns to the login role. Ends with the transaction."""
    if role is not None and role not in ROLES:
        raise ValueError(f"{role} is none of the database roles")
    say_before(session, "RESET ROLE" if role is None else f"SET LOCAL ROLE {role}")
    session.role = role


def say_before(session: Session, statement: str, *values: Any) -> None:
    """Have a statement run in the trip of the next one of this transaction, before it; its answer is not read.

    `values` stand for %s. A connection that was opened elsewhere is told at once.
    """
    raw = _driver_of(session)
    with raw.cursor() as cursor:
        if isinstance(raw, trips.Connection):
            raw.say_before(cursor.mogrify(statement, values))
        else:
            cursor.execute(statement, values)


@contextmanager
def acting_as(session: Session, role: str) -> Iterator[None]:
    """Run a few statements as another role inside the open transaction, then go back to the role before."""
    before = session.role
    become(session, role)
    try:
        yield
    except BaseException:
        # After an error the transaction, or the savepoint, is aborted and takes the role with it.
        session.role = before
        raise
    become(session, before)


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _refuse_broken(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still stands; asking each time would cost a trip a request."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < RESTED_S:
        return
    try:
        connection.ask()
    except psycopg2.Error as error:
        raise exc.DisconnectionError("the connection broke while it rested") from error


def prepare(session: Session, name: str, statement: str) -> None:
    """Have `EXECUTE name(…)` at hand on this session's connection: parsed and planned once, not for each request.

    `statement` is `(types) AS …`, of constants alone.
    """
    _driver_of(session).prepare(name, statement.encode())


def ask_one(session: Session, statement: str, values: Mapping[str, Any]) -> Any:
    """The one row that `statement` answers, or None; as `ask_all`."""
    rows = ask_all(session, statement, values)
    return rows[0] if rows else None


def ask_all(session: Session, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows that `statement` answers; for what every report asks: nothing is composed or described.

    `values` stand for %(name)s. What the database refuses is raised as by `Session.execute`.
    """
    opened = session.opened
    if opened is None or opened._has_events:
        # Opened elsewhere, or heard by somebody who is told of every statement.
        result = session.connection().exec_driver_sql(statement, values)
        return result.all() if result.returns_rows else []
    with _Told(opened, statement), _driver_of(session).cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.description is None:
            return []
        row = _rows.get(statement) or _row_type(statement, cursor.description)
        return [row(*found) for found in cursor]


def _driver_of(session: Session) -> Any:
    """The driver's own connection of a session, with the savepoint set that was asked for."""
    opened = session.opened
    if opened is None or session.in_transaction():
        # SQLAlchemy begins what it was told of once it is asked for the connection.
        opened = session.connection()
    return opened.connection.dbapi_connection


class _Told:
    """A block in which what the driver raises is raised as by SQLAlchemy, which lets a broken connection go."""

    def __init__(self, connection: Connection, statement: str) -> None:
        self._connection, self._statement = connection, statement

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, psycopg2.Error):
            self._connection._handle_dbapi_exception(error, self._statement, None, None, None)


#: The rows of each statement; statements are constants, so these are few.
_rows: dict[str, Any] = {}


def _row_type(statement: str, description: Any) -> Any:
    return _rows.setdefault(statement, namedtuple("Row", [c.name for c in description], rename=True))
