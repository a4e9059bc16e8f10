"""The replay's own database, beside the configured one on the same server; made empty, dropped at the end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from gridops import config
from gridops.cli import cluster

PREFIX = "gridops_replay_"


@contextmanager
def server_url() -> Iterator[str]:
    """The configured database's address; a private cluster that was started for this is stopped again."""
    if not config.load(needs_database=False).is_private_cluster:
        yield config.load().database_url
        return
    spec = cluster.default_cluster()
    info = cluster.up(spec)
    try:
        yield info.url
    finally:
        if info.was_started:
            cluster.down(spec)


def name_of(files: Sequence[Path], *words: str | None, is_kept: bool) -> str:
    """A kept database has the name that its input gives, so that it is found again; any other one by chance."""
    if not is_kept:
        return PREFIX + secrets.token_hex(6)
    found = hashlib.sha256(repr(words).encode())
    for path in files:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return PREFIX + found.hexdigest()[:12]


@contextmanager
def own_database(url: str, name: str, *, is_kept: bool) -> Iterator[str]:
    """A database for the length of a block; yields its address. Kept ones stay, and are found again.

    Raises ClickException where the server refuses to make one.
    """
    own = make_url(url).set(database=name).render_as_string(hide_password=False)
    try:
        if not (is_kept and _run(url, "SELECT 1 FROM pg_database WHERE datname = :name", name=name)):
            _run(url, f'CREATE DATABASE "{name}"')
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise click.ClickException(f"No database for the replay can be made: {reason}") from error
    try:
        yield own
    finally:
        if not is_kept:
            _run(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(url: str, statement: str, **values: str) -> bool:
    """Run one statement beside the databases; returns whether it found a row."""
    admin = make_url(url).set(database="postgres")
    engine = create_engine(admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        result = connection.execute(text(statement), values)
        return result.returns_rows and result.first() is not None
