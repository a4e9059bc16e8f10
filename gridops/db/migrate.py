"""Running and checking migrations. The database's schema comes from migrations/ alone, in tests too."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from gridops.db.base import SCHEMA, Base
from gridops.db.rights import make_roles

if TYPE_CHECKING:
    from alembic.config import Config

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
_LOCK = 731_042_197
#: A table that somebody holds is waited for by a migration's own limit, let go of, and asked for again so often.
TRIES, PAUSE_S = 6, 5.0
_LOCK_NOT_AVAILABLE = "55P03"


def _config(connection: Connection | None = None) -> Config:
    # Loaded where it is used: a process that answers reports never needs it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _engine(url: str) -> Engine:
    # A login role of the schema's name would make ours the default schema, which Alembic then leaves unnamed.
    return create_engine(url, connect_args={"options": "-c search_path=public"})


def _run(url: str, step: Any) -> None:
    """Run a step in one transaction; anew where a lock was not to be had: who waits for one holds up all others."""
    for left in reversed(range(TRIES)):
        try:
            _run_once(url, step)
        except OperationalError as error:
            if getattr(error.orig, "pgcode", None) != _LOCK_NOT_AVAILABLE or not left:
                raise
            logger.warning(
                "a table is held by somebody; tried again in %s s, %s times at most", PAUSE_S, left
            )
            time.sleep(PAUSE_S)
        else:
            return


def _run_once(url: str, step: Any) -> None:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            # Two processes that start at once must not both migrate.
            connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _LOCK})
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            step(_config(connection))
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to `revision`, its roles first; nothing happens where it is there already."""
    from alembic import command

    def step(config: Config) -> None:
        make_roles(config.attributes["connection"])
        command.upgrade(config, revision)

    _run(url, step)


def downgrade(url: str, revision: str = "base") -> None:
    """Take a database back to `revision`."""
    from alembic import command

    _run(url, lambda config: command.downgrade(config, revision))


def head() -> str:
    """The newest revision; raises where there are two heads."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config()).get_heads()
    if len(found) != 1:
        raise RuntimeError(f"migrations have {len(found)} heads: {', '.join(found)}")
    return found[0]


def is_known(revision: str) -> bool:
    """Whether this version's migrations come past a revision."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def current(connection: Connection) -> str | None:
    """The revision a database is at."""
    exists = connection.scalar(text("SELECT to_regclass(:name)"), {"name": f"{SCHEMA}.alembic_version"})
    if exists is None:
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {SCHEMA}.alembic_version"))
    return str(found) if found else None


def check(url: str) -> list[str]:
    """What differs between the models that are imported and a database at head; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    problems = []
    try:
        newest = head()
    except RuntimeError as error:
        return [str(error)]
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if current(connection) != newest:
                problems.append(f"the database is at {current(connection)}, the newest revision is {newest}")
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_schemas": True,
                    "include_name": lambda name, kind, _: name == SCHEMA if kind == "schema" else True,
                    "include_object": _include,
                    "compare_type": True,
                    "version_table_schema": SCHEMA,
                },
            )
            problems += [str(diff) for diff in compare_metadata(context, Base.metadata)]
    finally:
        engine.dispose()
    return problems


def _include(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    if kind == "table" and name == "alembic_version":
        return False
    from geoalchemy2 import alembic_helpers

    return bool(alembic_helpers.include_object(thing, name, kind, reflected, other))  # type: ignore[no-untyped-call]
