"""Roles, policies and grants: read from the catalogue, held against what the migrations make, set right."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from gridops.cli import main
from gridops.config import PROJECT_ROOT, child_environment
from gridops.db import migrate
from gridops.db.rights import (
    EXPECTED,
    RightsError,
    comparing,
    find_differences,
    make_roles,
    require_rights,
    write_expected,
)
from gridops.db.rights.queries import find_rights
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import free_port


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = create_engine(database_url, poolclass=NullPool)
    yield opened
    opened.dispose()


def run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [difference.words for difference in find_differences(connection)]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "REVOKE SELECT ON gridops.matter FROM gridops_map",
            ["missing: gridops_map's right to SELECT on gridops.matter"],
        ),
        (
            "GRANT SELECT ON gridops.incident_private TO PUBLIC",
            ["not meant: PUBLIC's right to SELECT on gridops.incident_private"],
        ),
        (
            "GRANT SELECT (incident_id) ON gridops.incident_private TO gridops_map",
            ["not meant: gridops_map's right to SELECT (incident_id) on gridops.incident_private"],
        ),
        (
            "DROP POLICY app_select ON gridops.incident",
            ["missing: the policy app_select on gridops.incident"],
        ),
        (
            "ALTER POLICY app_select ON gridops.incident USING (true)",
            [
                "not meant: the policy app_select on gridops.incident",
                "missing: the policy app_select on gridops.incident",
            ],
        ),
        (
            "ALTER TABLE gridops.incident_private DISABLE ROW LEVEL SECURITY",
            ["missing: row-level security on gridops.incident_private"],
        ),
        (
            "GRANT EXECUTE ON FUNCTION gridops.write_cases(jsonb) TO PUBLIC",
            ["not meant: PUBLIC's right to EXECUTE on FUNCTION gridops.write_cases(jsonb)"],
        ),
        (
            "ALTER FUNCTION gridops.actor_id() SECURITY DEFINER",
            ["not meant: gridops.actor_id() as its owner's function"],
        ),
        (
            "ALTER TABLE gridops.log_entry DISABLE TRIGGER log_entry_is_only_added_to",
            ["missing: the trigger log_entry_is_only_added_to on gridops.log_entry"],
        ),
    ],
)
def test_each_kind_of_difference_is_named_and_set_right(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, statement: str, named: list[str]
) -> None:
    assert words(engine) == []
    run(engine, statement)
    assert words(engine) == named
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    told = CliRunner().invoke(main, ["db", "rights"])
    assert told.exit_code == 1
    assert all(line in told.output for line in named)
    assert CliRunner().invoke(main, ["db", "rights", "--mend"]).exit_code == 0
    assert words(engine) == []
    require_rights(engine)


@pytest.mark.parametrize(
    ("right", "words", "mending"),
    [
        (
            "ALTER ROLE gridops_app BYPASSRLS",
            "the attribute BYPASSRLS of gridops_app",
            "ALTER ROLE gridops_app NOBYPASSRLS",
        ),
        (
            "GRANT gridops_system TO gridops_app",
            "gridops_app's membership of gridops_system",
            "REVOKE gridops_system FROM gridops_app",
        ),
        (
            "ALTER TABLE gridops.incident OWNER TO postgres",
            "postgres's ownership of gridops.incident",
            "ALTER TABLE gridops.incident OWNER TO CURRENT_USER",
        ),
    ],
)
def test_what_belongs_to_the_whole_cluster_is_named_too(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, right: str, words: str, mending: str
) -> None:
    # Roles are shared by all databases of the tests' cluster: none of them is really changed here.
    monkeypatch.setattr(comparing, "find_rights", lambda connection: find_rights(connection) | {right})
    with engine.connect() as connection:
        (found,) = find_differences(connection)
    assert (found.words, found.mending) == (f"not meant: {words}", mending)


def test_a_role_that_is_missing_is_named(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"CREATE ROLE gridops_map", "GRANT gridops_map TO CURRENT_USER"}
    monkeypatch.setattr(comparing, "find_rights", lambda connection: find_rights(connection) - gone)
    with pytest.raises(RightsError) as refused:
        require_rights(engine)
    assert "missing: the role gridops_map" in str(refused.value)
    assert "missing: the right to become gridops_map" in str(refused.value)
    assert "gridops db roles" in str(refused.value)


def test_conditions_that_versions_write_differently_are_the_same(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_another_version(connection: Connection) -> frozenset[str]:
        return frozenset(
            right.replace("((reporter_id =", "(incident.reporter_id =").replace("()));", "());")
            for right in find_rights(connection)
        )

    with engine.connect() as connection:
        assert as_another_version(connection) != find_rights(connection)
    monkeypatch.setattr(comparing, "find_rights", as_another_version)
    require_rights(engine)


def test_a_database_without_any_right_is_set_right_whole(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(
        engine,
        *(
            f"REVOKE ALL ON ALL {kind} IN SCHEMA gridops FROM gridops_app, gridops_map, gridops_system"
            for kind in ("TABLES", "SEQUENCES", "FUNCTIONS")
        ),
        "REVOKE ALL ON SCHEMA gridops FROM gridops_app, gridops_map, gridops_system",
        "DROP POLICY app_select ON gridops.incident",
    )
    with pytest.raises(RightsError, match=r"and [0-9]+ more"):
        require_rights(engine)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    assert CliRunner().invoke(main, ["db", "rights", "--mend"]).exit_code == 0
    require_rights(engine)


def test_the_file_of_expected_rights_is_what_the_migrations_make(databases: Databases) -> None:
    with databases.copy(is_empty=True) as url:
        migrate.upgrade(url)
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            made = write_expected(find_rights(connection))
    assert EXPECTED.read_text(encoding="utf-8") == made, "write it anew with `gridops db rights --write`"


def test_roles_that_are_there_are_let_be(engine: Engine) -> None:
    with engine.begin() as connection:
        assert make_roles(connection) == []


def test_nothing_is_served_from_a_database_with_other_rights(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    from gridops.app import create_app

    run(engine, "REVOKE SELECT ON gridops.matter FROM gridops_map")
    with pytest.raises(RightsError, match=r"gridops_map's right to SELECT on gridops.matter"):
        create_app(settings_for(database_url, tmp_path), starts_tail=False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["-m", "gridops", "worker"], 1),
        (["-m", "gridops", "live"], 1),
        (["-m", "gridops", "serve"], 1),
        (["-m", "gunicorn", "wsgi:app", "--bind", "127.0.0.1:0"], 3),
    ],
    ids=["worker", "live", "serve", "gunicorn"],
)
def test_each_process_ends_with_the_difference_and_what_to_type(
    engine: Engine, database_url: str, tmp_path: Path, command: list[str], code: int
) -> None:
    run(engine, "DROP POLICY app_select ON gridops.incident")
    done = subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT_ROOT,
        env=child_environment(
            DATABASE_URL=database_url,
            GRIDOPS_VAR=str(tmp_path),
            GRIDOPS_LIVE_SOCKET=str(tmp_path / "live.sock"),
            GRIDOPS_BIND=f"127.0.0.1:{free_port()}",
        ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "missing: the policy app_select on gridops.incident" in done.stderr
    assert "gridops db rights" in done.stderr
    assert "Traceback" not in done.stderr
