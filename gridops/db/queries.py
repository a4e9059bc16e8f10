"""Reading the stamp of the reference data, for who did not sign in; rows that a statement wrote; what the server is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, Connection, func, select, text

from gridops.db.models import ReferenceStamp
from gridops.db.session import Session


def read_stamp(session: Session) -> int:
    """Which reference data there is at this moment."""
    return session.scalars(select(ReferenceStamp.stamp)).one()


def count_each(session: Session, parts: Sequence[CTE]) -> Sequence[int]:
    """How many rows each of several writes touched, all of them done by this one statement."""
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return session.connection().execute(select(*counts)).one()


@dataclass(frozen=True)
class Server:
    """What a database's server is and how it is set; `settings` by name, None for what it does not know."""

    version: int
    encoding: str
    extensions: Mapping[str, str]
    settings: Mapping[str, str | None]
    now: datetime


def read_server(connection: Connection, settings: Sequence[str]) -> Server:
    """The server behind a connection, its extensions and the settings that are named, as this account has them."""
    row = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int AS version,"
            " current_setting('server_encoding') AS encoding, clock_timestamp() AS now"
        )
    ).one()
    extensions = connection.execute(text("SELECT extname, extversion FROM pg_catalog.pg_extension"))
    held = connection.execute(
        text("SELECT name, current_setting(name, true) AS value FROM unnest(CAST(:names AS text[])) AS name"),
        {"names": list(settings)},
    )
    return Server(
        version=row.version,
        encoding=row.encoding,
        extensions={one.extname: one.extversion for one in extensions},
        settings={one.name: one.value for one in held},
        now=row.now,
    )
