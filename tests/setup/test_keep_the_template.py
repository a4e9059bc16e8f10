"""The template of the test databases: kept while what fills it is the same, built anew when not, dropped unused."""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from gridops.cli import cluster
from gridops.db.session import Database
from tests.databases import LIMITS, Databases
from tests.template import ROOT, files_of_template, key_of_template


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The files that decide, copied so that a test may change them."""
    for path in files_of_template(ROOT):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_the_key_covers_migrations_data_and_the_code_that_loads() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files_of_template(ROOT)}
    assert any(name.startswith("migrations/versions/") for name in names)
    assert any(name.endswith(".csv") for name in names)
    assert {
        "gridops/demonstration/load.py",
        "gridops/territory/models.py",
        "gridops/db/session.py",
    } <= names
    assert "gridops/app.py" not in names


def test_the_same_files_give_the_same_key_and_each_change_another(copied: Path) -> None:
    first = key_of_template(copied)
    assert first == key_of_template(ROOT)
    with (copied / "gridops/territory/models.py").open("a") as file:
        file.write("# more\n")
    second = key_of_template(copied)
    next((copied / "migrations/versions").glob("*.py")).unlink()
    assert len({first, second, key_of_template(copied)}) == 3


def test_a_template_is_found_again_and_one_that_nobody_asks_for_is_dropped(databases: Databases) -> None:
    admin = create_engine(databases.address("postgres"), isolation_level="AUTOCOMMIT")
    old, other = "gridops_t_0123456789ab", "gridops_t_ba9876543210"
    with admin.connect() as connection:
        for name, hours in ((old, 4), (other, 1)):
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
            connection.execute(text(f"COMMENT ON DATABASE \"{name}\" IS '{int(time.time()) - hours * 3600}'"))
    before = _oid(databases)
    again = Databases(cluster.up(cluster.cluster_for_tests()).url)
    assert _oid(again) == before
    assert old not in again.names()
    assert other in again.names()
    again.drop(other)
    admin.dispose()


def test_no_wait_in_the_database_and_for_a_byte_is_without_an_end(database: Database) -> None:
    assert socket.getdefaulttimeout()
    with database.transaction("gridops_system") as session:
        for name in LIMITS:
            assert session.scalar(text(f"SELECT setting::int > 0 FROM pg_settings WHERE name = '{name}'")), (
                name
            )


def _oid(databases: Databases) -> int:
    engine = create_engine(databases.address("postgres"))
    with engine.connect() as connection:
        found = connection.scalar(
            text("SELECT oid FROM pg_database WHERE datname = :n"), {"n": f"gridops_t_{key_of_template()}"}
        )
    engine.dispose()
    return int(found)
