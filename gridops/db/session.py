"""The one place that commits and rolls back. A request, a command, a timer: each is one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, orm, text

logger = logging.getLogger(__name__)

ROLES = ("gridops_app", "gridops_system", "gridops_map")


class Session(orm.Session):
    """A session that remembers what must outlive a refusal, and which channels to hint after the commit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[Callable[[Session], None]] = []
        self.hints: set[str] = set()

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
            pool_pre_ping=True,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args={"options": "-c search_path=gridops,public -c timezone=UTC -c jit=off"},
        )
        self._sessions = orm.sessionmaker(self.engine, class_=Session, expire_on_commit=False)

    @contextmanager
    def transaction(self, role: str | None = None, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception; kept writes and hints follow.

        `role` is one of `ROLES` and is set for this transaction only.
        """
        session = self._sessions()
        try:
            if read_only:
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            if role is not None:
                become(session, role)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            session.hints.clear()
            raise
        finally:
            session.close()
            self._write_kept(session)
            self._send_hints(session)

    def _write_kept(self, session: Session) -> None:
        if not session.kept:
            return
        second = self._sessions()
        try:
            for write in session.kept:
                write(second)
            second.commit()
            session.hints |= second.hints
        except Exception:
            second.rollback()
            logger.exception("what should have outlived a refusal could not be written")
        finally:
            second.close()

    def _send_hints(self, session: Session) -> None:
        # A NOTIFY inside the transaction would serialise every commit; a lost hint costs one polling interval.
        if not session.hints:
            return
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for channel in sorted(session.hints):
                    connection.exec_driver_sql(f"NOTIFY {channel}")
        except Exception:
            logger.warning("a hint could not be sent; readers poll", exc_info=True)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def become(session: orm.Session, role: str | None) -> None:
    """SET LOCAL ROLE; None returns to the login role. Ends with the transaction."""
    if role is None:
        session.execute(text("RESET ROLE"))
        return
    if role not in ROLES:
        raise ValueError(f"{role} is none of the database roles")
    session.execute(text(f"SET LOCAL ROLE {role}"))


@contextmanager
def acting_as(session: orm.Session, role: str) -> Iterator[None]:
    """Run a few statements as another role inside the open transaction, then go back to the role before."""
    before = session.execute(text("SELECT current_user")).scalar_one()
    become(session, role)
    yield
    # Not in a finally: after an error the transaction is aborted and takes the role with it.
    become(session, before if before in ROLES else None)
