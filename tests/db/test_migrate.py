"""Migrations: both directions, one head, and what they make is what the models say."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text

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
