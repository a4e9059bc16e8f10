"""What is measured stands here: a durable cluster of the benchmark's own, its databases, the real processes.

Nothing of the default cluster or of the tests' is touched; whatever is started here is stopped at the end.
"""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from gridops import config
from gridops.cli import cluster, demonstration
from gridops.cli.cluster.scratch import create_database, database_url, drop_database
from gridops.cli.serve import web_command
from gridops.db import migrate
from gridops.db.session import Database, Session
from gridops.demonstration.load import load_if_empty
from gridops.log.sequencing import number_pending
from gridops.people import queries as people_queries
from gridops.people.rules import Actor
from tests.bench import people

ROOT = Path(__file__).resolve().parents[2]
FOLDER = config.PROJECT_ROOT / "var" / "bench"
SPEC = cluster.ClusterSpec("bench", config.PROJECT_ROOT / "var" / "bench-cluster")
TEMPLATE = "bench_template"


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
            drop_database(self.info, f"bench_{name}")

    def exists(self, name: str) -> bool:
        """Whether the cluster has a database of this name."""
        return bool(self.scalar("SELECT count(*) FROM pg_database WHERE datname = :n", n=name))

    def execute(self, statement: str) -> None:
        """A statement beside the databases that are measured, outside a transaction."""
        admin = database_url(self.info, "postgres")
        engine = create_engine(admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))

    def drop_kept(self, rows: int) -> None:
        """Let kept databases of a size go: they were filled for another schema."""
        engine = create_engine(database_url(self.info, "postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            found = text("SELECT datname FROM pg_database WHERE starts_with(datname, :p)")
            names = list(connection.scalars(found, {"p": f"bench_rows_{rows}_"}))
        for name in names:
            drop_database(self.info, name)

    def scalar(self, statement: str, **values: Any) -> Any:
        """One value from the cluster, asked beside the databases that are measured."""
        engine = create_engine(database_url(self.info, "postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            return connection.execute(text(statement), values).scalar()


@contextmanager
def prepared(rows: int, rounds: int, *, fresh: bool = False) -> Iterator[Ground]:
    """The cluster with the template of the demonstration; stopped at the end unless another run is at work on it."""
    if fresh:
        cluster.remove(SPEC)
    info = cluster.up(SPEC)
    try:
        ground = Ground(info, rows, rounds)
        if ground.scalar("SHOW fsync") != "on" or ground.scalar("SHOW synchronous_commit") != "on":
            raise SystemExit("The benchmark's cluster is not durable: its figures would mean nothing.")
        _build_template(ground)
        yield ground
    finally:
        cluster.down(SPEC, only_if_idle=True)


def schema_mark() -> str:
    """A few digits that change with any migration and with the demonstration that is loaded."""
    found = hashlib.sha256()
    data = Path(demonstration.__file__).parent
    for file in sorted([*(ROOT / "migrations" / "versions").glob("*.py"), *data.rglob("*.csv")]):
        found.update(file.read_bytes())
    return found.hexdigest()[:8]


def _build_template(ground: Ground) -> None:
    """Copies are only as new as the schema they were made from, and as the people added here."""
    mark = schema_mark() + hashlib.sha256(Path(people.__file__).read_bytes()).hexdigest()[:8]
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


@dataclass
class Served:
    """The service as it runs: gunicorn with the real command line, and a worker."""

    url: str
    port: int
    pids: dict[str, int]

    def token(self, username: str) -> str:
        """A bearer token of an account of the template; nobody signs in, since that writes to the log."""
        return people.token_of(username)

    def megabytes(self, name: str = "web") -> float:
        """Resident memory of a process and its children."""
        pids = [self.pids[name]]
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = entry.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.pids[name]:
                    pids.append(int(entry.parent.name))
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids[1:] or pids)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(url: str, *, max_sockets: int = 50, with_worker: bool = True) -> Iterator[Served]:
    """Start a web process (and a worker) on a database, stop both at the end."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    changes = {
        "DATABASE_URL": url,
        "GRIDOPS_BIND": f"127.0.0.1:{port}",
        "GRIDOPS_VAR": str(FOLDER),
        "GRIDOPS_MAX_SOCKETS": str(max_sockets),
        "GRIDOPS_ARGON2": "cheap",
    }
    commands = {"web": web_command(config.load(changes), 1)}
    if with_worker:
        commands["worker"] = [sys.executable, "-m", "gridops", "worker"]
    with running(commands, changes) as processes:
        found = Served(f"http://127.0.0.1:{port}", port, {n: p.pid for n, p in processes.items()})
        wait_for(f"{found.url}/readyz", processes)
        yield found


@contextmanager
def running(
    commands: dict[str, list[str]], changes: dict[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Processes for the length of a block; what they say goes to files under var/bench."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            with (FOLDER / f"{name}.log").open("wb") as log:
                processes[name] = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=config.child_environment(PYTHONPATH=str(ROOT), **changes),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until an address answers 200; raises SystemExit when a process has ended or a minute is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until and all(p.poll() is None for p in processes.values()):
        with suppress(requests.RequestException):
            if requests.get(url, timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer; see {FOLDER}/*.log")
