"""What is measured stands here: a durable cluster of the benchmark's own, and its databases.

Nothing of the default cluster or of the tests' is touched; the cluster stops at the end.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from gridops import config, demonstration
from gridops.cli import cluster
from gridops.cli.cluster.scratch import create_database, database_url, drop_database
from gridops.cli.cluster.server import Server, server_of
from gridops.cli.cluster.spec import read_state
from gridops.db import migrate
from gridops.db.session import Database, Session
from gridops.demonstration.load import load_if_empty
from gridops.log.sequencing import number_pending
from gridops.people import queries as people_queries
from gridops.people.rules import Actor
from tests.bench import people

ROOT = Path(__file__).resolve().parents[2]
SPEC = cluster.ClusterSpec("bench", config.PROJECT_ROOT / "var" / "bench-cluster")
TEMPLATE = "bench_template"
#: A copy of the kept database that may be written to; it lives for one run.
WRITTEN = "bench_written"


#: Settings of a load alone, see `loading`.
LOAD = {"wal_level": "minimal", "max_wal_senders": 0}


@dataclass(frozen=True)
class Ground:
    """The running cluster, how many rows the large tables get, and how often each figure is measured."""

    info: cluster.Info
    rows: int
    rounds: int

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """A fresh copy of the loaded demonstration for the length of a block."""
        url = create_database(self.info, f"bench_{name}", template=TEMPLATE)
        try:
            yield url
        finally:
            _let_go(self.info, f"bench_{name}")

    def exists(self, name: str) -> bool:
        """Whether the cluster has a database of this name."""
        return bool(self.scalar("SELECT count(*) FROM pg_database WHERE datname = :n", n=name))

    def execute(self, statement: str) -> None:
        """A statement beside the databases that are measured, outside a transaction."""
        admin = database_url(self.info, "postgres")
        engine = create_engine(admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))

    def copy(self, name: str, template: str) -> str:
        """A copy by files, which writes no log of its own: a large one is made in seconds."""
        _let_go(self.info, name)
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return database_url(self.info, name)

    def drop_kept(self, rows: int) -> None:
        """Let kept databases of a size go: they were filled for another schema."""
        engine = create_engine(database_url(self.info, "postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            found = text("SELECT datname FROM pg_database WHERE starts_with(datname, :p)")
            names = list(connection.scalars(found, {"p": f"bench_rows_{rows}_"}))
        for name in names:
            _let_go(self.info, name)

    def let_go(self, name: str) -> None:
        """Drop a database, if there is one of this name."""
        _let_go(self.info, name)

    def scalar(self, statement: str, **values: Any) -> Any:
        """One value from the cluster, asked beside the databases that are measured."""
        engine = create_engine(database_url(self.info, "postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            return connection.execute(text(statement), values).scalar()


@contextmanager
def prepared(rows: int, rounds: int, *, fresh: bool = False, stays_up: bool = False) -> Iterator[Ground]:
    """The cluster with the template of the demonstration.

    Stopped at the end unless another run is at work on it, or it `stays_up` for somebody who looks at it by hand.
    """
    if fresh:
        cluster.remove(SPEC)
    info = _up()
    try:
        ground = Ground(info, rows, rounds)
        if ground.scalar("SHOW fsync") != "on" or ground.scalar("SHOW synchronous_commit") != "on":
            raise SystemExit("The benchmark's cluster is not durable: its figures would mean nothing.")
        _build_template(ground)
        try:
            yield ground
        finally:
            _let_go(info, WRITTEN)
    finally:
        if not stays_up:
            cluster.down(SPEC, only_if_idle=True)


def superuser() -> Server:
    """The cluster's server as its own account reaches it."""
    state = read_state(SPEC)
    assert state is not None, "the cluster is up"
    return server_of(state, is_durable=SPEC.is_durable)


def _up() -> cluster.Info:
    """The cluster with pg_stat_statements loaded and silent: who wants it counts the statements of one database."""
    info = cluster.up(SPEC)
    server = superuser()
    if "pg_stat_statements" not in server.execute("SHOW shared_preload_libraries"):
        server.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
        cluster.down(SPEC)
        info = cluster.up(SPEC)
        server = superuser()
        server.execute("ALTER SYSTEM SET pg_stat_statements.track = 'none'")
        # A load of gigabytes would make a checkpoint every few seconds, each followed by whole pages in the log.
        server.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        server.execute("SELECT pg_reload_conf()")
    if server.execute("SHOW wal_level") == LOAD["wal_level"] and server.count_clients() == 0:
        # A load was cut short.
        _as_always()
    return info


@contextmanager
def loading() -> Iterator[None]:
    """The server as a load wants it, for a block: what a transaction writes to a table it has emptied is not logged.

    Measured is on the server as it always runs. Where somebody else is at work on it, it stays as it is.
    """
    was_idle = cluster.down(SPEC, only_if_idle=True)
    if not was_idle:
        yield
        return
    cluster.up(SPEC)
    for name, value in LOAD.items():
        superuser().execute(f"ALTER SYSTEM SET {name} = {value}")
    _start_again()
    try:
        yield
    finally:
        _as_always()


def _as_always() -> None:
    for name in LOAD:
        superuser().execute(f"ALTER SYSTEM RESET {name}")
    _start_again()


def _start_again() -> None:
    # Or the server would have to write all that waits while it is asked to stop.
    superuser().execute("CHECKPOINT")
    cluster.down(SPEC)
    cluster.up(SPEC)


def _let_go(info: cluster.Info, name: str) -> None:
    """Drop a database; a vacuum of the server's own cannot be sent away by us, it ends by itself."""
    for attempt in range(60):
        try:
            drop_database(info, name)
        except DBAPIError:
            if attempt == 59:
                raise
            time.sleep(0.5)
        else:
            return


def schema_mark() -> str:
    """A few digits that change with any migration, with the demonstration that is loaded, and with our people."""
    found = hashlib.sha256()
    data = Path(demonstration.__file__).parent
    migrations = (ROOT / "migrations" / "versions").glob("*.py")
    for file in [*sorted(migrations), *sorted(data.rglob("*.csv")), Path(people.__file__)]:
        found.update(file.read_bytes())
    return found.hexdigest()[:8]


def _build_template(ground: Ground) -> None:
    """Copies are only as new as the schema they were made from, and as the people added here."""
    mark = schema_mark()
    known = ground.scalar(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :n", n=TEMPLATE
    )
    if known == mark:
        return
    url = create_database(ground.info, TEMPLATE)
    migrate.upgrade(url)
    load_if_empty(url, argon2_profile="cheap")
    database = Database(url, pool_size=1)
    with database.transaction("gridops_system") as session:
        number_pending(session)
    with database.transaction() as session:
        people.add_people(session)
        session.execute(text(f"COMMENT ON DATABASE {TEMPLATE} IS '{mark}'"))
    database.close()


@contextmanager
def opened(url: str, *, pool_size: int = 4) -> Iterator[Database]:
    """The service's own door to a database."""
    database = Database(url, pool_size=pool_size)
    try:
        yield database
    finally:
        database.close()


def actor_of(session: Session, username: str) -> Actor:
    """A demonstration account as the rooms know it."""
    account = people_queries.find_account(session, username)
    assert account is not None, username
    actor = people_queries.find_actor(session, account.id)
    assert actor is not None, username
    return actor
