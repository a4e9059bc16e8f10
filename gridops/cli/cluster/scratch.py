"""Databases that live for a moment, on the tests' cluster: made by the owner role, dropped with sessions.

The default cluster's data never passes through here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from gridops.cli.cluster.spec import Info


def database_url(info: Info, name: str) -> str:
    """The address of another database of the same cluster."""
    return make_url(info.url).set(database=name).render_as_string(hide_password=False)


def create_database(info: Info, name: str, *, template: str = "template1") -> str:
    """Make a database as a copy of `template`, replacing one of that name; return its address.

    Nobody may be connected to the template meanwhile (PostgreSQL's rule).
    """
    drop_database(info, name)
    _run(info, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return database_url(info, name)


def drop_database(info: Info, name: str) -> None:
    """Drop a database if it exists, cutting its connections."""
    _run(info, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def scratch_database(info: Info) -> Iterator[str]:
    """An empty database with PostGIS for the length of a block; yields its address."""
    name = f"scratch_{secrets.token_hex(6)}"
    url = create_database(info, name)
    try:
        yield url
    finally:
        drop_database(info, name)


def _run(info: Info, statement: str) -> None:
    engine = create_engine(database_url(info, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
