"""Test databases: one template for a run, built by the migrations and the demonstration, copied for each test."""

from __future__ import annotations

import fcntl
import itertools
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from gridops.db import migrate
from gridops.db.session import Database
from gridops.demonstration.load import load_if_empty
from gridops.log.sequencing import number_pending

_PREFIX = "gridops_t_"


class Databases:
    """Copies of the run's template."""

    def __init__(self, url: str, run: str) -> None:
        self._url = make_url(url)
        self._admin = create_engine(
            self._url.set(database="postgres"), isolation_level="AUTOCOMMIT", pool_size=2
        )
        self._template = f"{_PREFIX}{run[:16]}"
        self._serial = itertools.count()
        self._mine = uuid.uuid4().hex[:8]
        lock = Path(tempfile.gettempdir()) / f"{self._template}.lock"
        with lock.open("w") as held:
            # The first worker of the run builds; the others wait and find it there.
            fcntl.flock(held, fcntl.LOCK_EX)
            self._build()

    def address(self, name: str) -> str:
        """The address of a database of the test cluster."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _exists(self, name: str) -> bool:
        with self._admin.connect() as connection:
            found = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": name})
        return found is not None

    def _build(self) -> None:
        if self._exists(self._template):
            return
        self._drop_old()
        raw = f"{self._template}_raw"
        self.create(raw, "template1")
        migrate.upgrade(self.address(raw))
        # Without the coming set: its day is reckoned from today, and tests have sets and days of their own.
        load_if_empty(self.address(raw), argon2_profile="cheap", with_coming=False)
        self._number(raw)
        with self._admin.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{raw}" RENAME TO "{self._template}"'))

    def _number(self, name: str) -> None:
        """Number what loading has logged, as the worker would have."""
        database = Database(self.address(name))
        with database.transaction("gridops_system") as session:
            number_pending(session)
        database.close()

    def _drop_old(self) -> None:
        """Drop what a run of hours ago left; another run may be at work right now."""
        with self._admin.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT datname, shobj_description(oid, 'pg_database') AS made_at FROM pg_database"
                    " WHERE datname LIKE :p"
                ),
                {"p": f"{_PREFIX}%"},
            ).all()
        for row in rows:
            if not (row.made_at or "").isdigit() or time.time() - int(row.made_at) > 3 * 3600:
                self.drop(row.datname)

    def create(self, name: str, template: str) -> None:
        """A new database from a template."""
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
            connection.execute(text(f"COMMENT ON DATABASE \"{name}\" IS '{int(time.time())}'"))

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
