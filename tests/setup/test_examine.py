"""`gridops doctor`: what is well is a line, what is not says what to type."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from gridops.cli import main
from gridops.cli.doctor.findings import QUIET, judge_clock, judge_log, judge_versions
from gridops.db.queries import Server

NOW = datetime(2026, 11, 27, tzinfo=UTC)
WELL = Server(
    150_008,
    "UTF8",
    {"postgis": "3.3.2"},
    {**{name: values[0] for name, values in QUIET.items()}, "auto_explain.log_min_duration": None},
    NOW,
)


def examine(monkeypatch: pytest.MonkeyPatch, url: str, var: Path, **environ: str) -> Result:
    for name, value in {"DATABASE_URL": url, "GRIDOPS_VAR": str(var), **environ}.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["doctor"])


def test_what_is_well_is_a_line_each(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That a whole deployment has no fault: tests/setup/test_bring_back.py, on a cluster started for it.
    lines = examine(monkeypatch, database_url, tmp_path).output.splitlines()
    well = [line.removeprefix("ok     ") for line in lines if line.startswith("ok     ")]
    for part in (
        "PostgreSQL 1",
        "PostGIS 3",
        "the schema is at its newest",
        "roles, policies",
        "the clocks",
        "photos",
    ):
        assert any(line.startswith(part) for line in well), part


def test_each_fault_says_what_to_type(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("REVOKE SELECT ON gridops.matter FROM gridops_map"))
    engine.dispose()
    (tmp_path / "in the way").write_text("")
    reserve = str(shutil.disk_usage(tmp_path).free // 1_000_000 + 1_000)
    told = examine(
        monkeypatch,
        database_url,
        tmp_path,
        GRIDOPS_MEDIA=str(tmp_path / "in the way" / "media"),
        GRIDOPS_DISK_RESERVE=reserve,
    )
    assert told.exit_code == 1
    assert "FAULT  missing: gridops_map's right to SELECT on gridops.matter" in told.output
    assert "Type: gridops db rights --mend" in told.output
    assert "cannot be written" in told.output
    assert "GRIDOPS_MEDIA" in told.output
    assert "nearly full" in told.output
    assert "Error: Faults: " in told.output


def test_an_older_schema_is_migrated(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE gridops.alembic_version SET version_num = '20261122_0001'"))
    engine.dispose()
    told = examine(monkeypatch, database_url, tmp_path)
    assert told.exit_code == 1
    assert "Type: gridops db migrate" in told.output


def test_a_database_that_does_not_answer_is_told_and_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = examine(monkeypatch, "postgresql://u:secret@127.0.0.1:1/d", tmp_path)
    assert told.exit_code == 1
    assert "The database does not answer" in told.output
    assert "photos can be written" in told.output
    assert "secret" not in told.output


@pytest.mark.parametrize("name", QUIET)
def test_each_setting_that_lets_words_into_the_log_is_named(name: str) -> None:
    loud = Server(WELL.version, WELL.encoding, WELL.extensions, {**WELL.settings, name: "250"}, NOW)
    (found,) = judge_log(loud, account="gridops", is_private=False)
    assert found.words.startswith(f"{name} is 250")
    assert f"SET {name} = '{QUIET[name][0]}'" in found.to_type
    (found,) = judge_log(loud, account="gridops", is_private=True)
    assert found.to_type == "gridops db down; gridops db up"


def test_old_servers_foreign_encodings_and_missing_extensions_are_named() -> None:
    assert [found.is_well for found in judge_versions(WELL)] == [True, True]
    old = Server(130_004, "SQL_ASCII", {}, {}, NOW)
    assert [found.is_well for found in judge_versions(old)] == [False, False, False]
    (_, found) = judge_versions(Server(160_000, "UTF8", {"postgis": "3.1.11"}, {}, NOW))
    assert found.to_type.endswith("ALTER EXTENSION postgis UPDATE;")


def test_clocks_that_are_apart_are_named_and_a_slow_answer_is_not() -> None:
    assert judge_clock(NOW, NOW + timedelta(seconds=9), NOW + timedelta(seconds=10)).is_well
    for hours in (-1, 1):
        found = judge_clock(NOW, NOW + timedelta(hours=hours), NOW)
        assert "3600 s apart" in found.words
