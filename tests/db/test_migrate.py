"""Migrations: both directions, one head, and what they make is what the models say."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from gridops.cli.tables import import_all
from gridops.db import migrate
from gridops.db.base import SCHEMA
from tests.databases import Databases


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names(schema=SCHEMA))
    engine.dispose()
    return found - {"alembic_version"}


def test_migrations_go_up_and_down_and_up_again(databases: Databases) -> None:
    import_all()
    with databases.copy(is_empty=True) as url:
        migrate.upgrade(url)
        made = tables(url)
        assert {"incident", "incident_private", "log_entry", "area_version"} <= made
        assert migrate.check(url) == []
        migrate.downgrade(url)
        assert tables(url) == set()
        migrate.upgrade(url)
        assert tables(url) == made
        assert migrate.check(url) == []


def test_the_check_notices_a_difference(databases: Databases) -> None:
    import_all()
    with databases.copy(is_empty=True) as url:
        migrate.upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE gridops.incident DROP COLUMN disposition"))
        engine.dispose()
        assert any("disposition" in line for line in migrate.check(url))


def test_all_constraints_are_named_by_convention(databases: Databases) -> None:
    with databases.copy() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            names = connection.scalars(
                text("SELECT conname FROM pg_constraint WHERE connamespace = 'gridops'::regnamespace")
            ).all()
        engine.dispose()
    assert [
        n for n in names if not n.startswith(("pk_", "fk_", "ck_", "uq_", "ex_", "alembic_version"))
    ] == []


#: Holds a table until the end of its transaction, as a long question of somebody's would.
_HOLD = "LOCK TABLE gridops.incident IN ACCESS SHARE MODE"


def test_a_table_that_is_held_is_waited_for_in_turns_and_then_changed(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "PAUSE_S", 0.1)
    tried: list[int] = []

    def step(config: object) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        tried.append(1)
        connection.execute(text("SET LOCAL lock_timeout = '100ms'"))
        connection.execute(text("ALTER TABLE gridops.incident ADD COLUMN tried integer"))

    with databases.copy() as url:
        engine = create_engine(url)
        holder = engine.connect()
        holder.execute(text(_HOLD))
        timer = threading.Timer(0.5, holder.rollback)
        timer.start()
        migrate._run(url, step)
        timer.join(timeout=30)
        assert len(tried) > 1
        holder.execute(text(_HOLD))
        monkeypatch.setattr(migrate, "TRIES", 2)
        tried.clear()
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate._run(url, step)
        assert len(tried) == 2
        holder.close()
        engine.dispose()


def test_a_database_with_a_full_demonstration_in_an_older_schema_is_brought_up_whole(
    databases: Databases,
) -> None:
    with databases.copy() as url:
        before = contents(url)
        migrate.downgrade(url, OLDEST)
        assert contents(url) != before
        migrate.upgrade(url)
        assert contents(url) == before


#: The oldest schema to which a loaded database can be taken back without losing what it holds.
OLDEST = "20261127_0053"


def contents(url: str) -> dict[str, int]:
    """How many rows each table holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = {
            table: connection.scalar(text(f"SELECT count(*) FROM {SCHEMA}.{table}")) for table in tables(url)
        }
    engine.dispose()
    return counted
