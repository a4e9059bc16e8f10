"""Test databases: one template, built by the migrations and the demonstration and kept, copied for each test."""

from __future__ import annotations

import fcntl
import itertools
import re
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from tests.template import key_of_template

_PREFIX = "gridops_t_"
#: No wait in the database is without an end: neither a signal nor another thread could cut it short.
LIMITS = {
    "lock_timeout": "120s",
    "statement_timeout": "180s",
    "idle_in_transaction_session_timeout": "300s",
}
#: A template or a copy that nobody has asked for meanwhile is left over; a run is over long before.
_KEPT_S = 3 * 3600


def take_mark_off(url: str) -> None:
    """Have a copy be no demonstration any more, for tests that come from elsewhere than this machine."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE gridops.deployment SET is_demo = false"))
        connection.execute(text("UPDATE gridops.account SET is_demo = false"))
    engine.dispose()


class Databases:
    """Copies of the template that fits the code as it stands."""

    def __init__(self, url: str, key: str | None = None) -> None:
        self._url = make_url(url)
        self._admin = create_engine(
            self._url.set(database="postgres"), isolation_level="AUTOCOMMIT", pool_size=2
        )
        self._template = f"{_PREFIX}{key or key_of_template()}"
        self._serial = itertools.count()
        self._mine = uuid.uuid4().hex[:8]
        lock = Path(tempfile.gettempdir()) / f"{_PREFIX}{self._url.port}.lock"
        with lock.open("w") as held:
            # The first worker of a run builds; the others wait and find it there.
            fcntl.flock(held, fcntl.LOCK_EX)
            self._limit()
            self._drop_old()
            self._build()
            self._date(self._template)

    def address(self, name: str) -> str:
        """The address of a database of the test cluster."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def names(self) -> set[str]:
        """The templates and copies that there are."""
        with self._admin.connect() as connection:
            found = connection.scalars(
                text("SELECT datname FROM pg_database WHERE datname LIKE :p"), {"p": f"{_PREFIX}%"}
            )
            return set(found)

    def _limit(self) -> None:
        """Set the limits for every later connection of the owner's, whichever process opens it."""
        with self._admin.connect() as connection:
            for name, value in LIMITS.items():
                connection.execute(text(f"ALTER ROLE CURRENT_USER SET {name} = '{value}'"))

    def _build(self) -> None:
        if self._template in self.names():
            return
        # Only a build needs the whole service; most tests start without it.
        from gridops.db import migrate
        from gridops.demonstration.load import load_if_empty

        raw = f"{self._template}_raw"
        self.drop(raw)  # of a build that was cut short
        self.create(raw, "template1")
        migrate.upgrade(self.address(raw))
        # Without the coming set: its day is reckoned from today, and tests have sets and days of their own.
        load_if_empty(self.address(raw), argon2_profile="cheap", with_coming=False)
        self._number(raw)
        with self._admin.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{raw}" RENAME TO "{self._template}"'))

    def _number(self, name: str) -> None:
        """Number what loading has logged, as the worker would have."""
        from gridops.db.session import Database
        from gridops.log.sequencing import number_pending

        database = Database(self.address(name))
        with database.transaction("gridops_system") as session:
            number_pending(session)
        database.close()

    def _drop_old(self) -> None:
        """Drop what nobody has asked for in hours; another run may be at work right now."""
        with self._admin.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT datname, shobj_description(oid, 'pg_database') AS dated FROM pg_database"
                    " WHERE datname LIKE :p"
                ),
                {"p": f"{_PREFIX}%"},
            ).all()
        for row in rows:
            dated = int(row.dated) if re.fullmatch(r"[0-9]+", row.dated or "") else 0
            if row.datname != self._template and time.time() - dated > _KEPT_S:
                self.drop(row.datname)

    def _date(self, name: str) -> None:
        """Write down when a database was last asked for."""
        with self._admin.connect() as connection:
            connection.execute(text(f"COMMENT ON DATABASE \"{name}\" IS '{int(time.time())}'"))

    def create(self, name: str, template: str, *, ctype: str | None = None) -> None:
        """A new database from a template; another LC_CTYPE than the template's goes with `template0` alone."""
        said = f" LC_CTYPE '{ctype}'" if ctype else ""
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{said}'))
        self._date(name)

    def drop(self, name: str) -> None:
        """Let a database go, whoever is still connected."""
        for attempt in range(20):
            try:
                with self._admin.connect() as connection:
                    connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            except DBAPIError:
                # A vacuum of the server's own cannot be sent away by us; it ends by itself.
                if attempt == 19:
                    raise
                time.sleep(0.25)
            else:
                return

    @contextmanager
    def copy(self, *, is_empty: bool = False) -> Iterator[str]:
        """A fresh copy of the template (or an empty database) for the length of a block."""
        name = f"{self._template}_{self._mine}_{next(self._serial)}"
        self.create(name, "template1" if is_empty else self._template)
        try:
            yield self.address(name)
        finally:
            self.drop(name)
