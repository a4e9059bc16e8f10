"""`gridops doctor`: what is well is a line, what is not says what to type."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from gridops import clock
from gridops.cli import main
from gridops.cli.doctor.deployment import judge_address, judge_answer, judge_certificate, of_address
from gridops.cli.doctor.findings import QUIET, judge_clock, judge_log, judge_versions
from gridops.config import Settings
from gridops.db.queries import Server
from tests.conftest import settings_for
from tests.databases import take_mark_off
from tests.service import free_port

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


def settings_of(tmp_path: Path, **environ: str) -> Settings:
    return settings_for("postgresql://somewhere/gridops", tmp_path, **environ)


def test_a_deployment_is_told_of_its_calendar_and_of_backups_that_are_missing_or_old(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "backup" not in examine(monkeypatch, database_url, tmp_path).output
    take_mark_off(database_url)
    told = examine(monkeypatch, database_url, tmp_path).output
    assert "FAULT  no backup was ever taken\n       Type: gridops backup FOLDER" in told
    engine = create_engine(database_url)
    taken = (
        "INSERT INTO gridops.backup (id, taken_at, log_seq, size, is_encrypted)"
        " VALUES (gen_random_uuid(), :at, 1, 1, true)"
    )
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM gridops.work_day"))
        connection.execute(text(taken), {"at": clock.now() - timedelta(days=5)})
    told = examine(monkeypatch, database_url, tmp_path).output
    assert "FAULT  the last backup is 5 days old, 2 are allowed" in told
    assert f"warn   work calendar of {clock.now().year} is unknown" in told
    assert "Type: gridops duties import-calendar FILE" in told
    with engine.begin() as connection:
        connection.execute(text(taken), {"at": clock.now()})
    engine.dispose()
    assert "ok     the last backup is of " in examine(monkeypatch, database_url, tmp_path).output


def test_an_address_that_is_reached_in_the_clear_or_hides_who_asks_is_a_fault(tmp_path: Path) -> None:
    def judged(**environ: str) -> str:
        finding = judge_address(settings_of(tmp_path, **environ))
        return finding.to_type or finding.words

    outside, origin = {"GRIDOPS_BIND": "0.0.0.0:8000"}, {"GRIDOPS_PUBLIC_ORIGIN": "https://grid.example"}
    assert "for this machine alone" in judged()
    assert "behind a proxy as https://grid.example" in judged(**origin)
    assert "docs/deployment/nginx.conf" in judged(**outside)
    assert "set GRIDOPS_PROXIES" in judged(**outside, **origin)
    assert "behind a proxy" in judged(**outside, **origin, GRIDOPS_PROXIES="10.0.0.5")


def test_a_certificate_near_its_end_is_a_fault() -> None:
    def judged(days: float) -> tuple[str, bool]:
        finding = judge_certificate("grid.example", NOW + timedelta(days=days), NOW)
        return finding.words, finding.is_well

    assert judged(-1) == ("the certificate of grid.example ended on 2026-11-26", False)
    assert judged(20.5) == ("the certificate of grid.example ends in 20 days", False)
    assert judged(60) == ("the certificate of grid.example holds until 2027-01-26", True)


def test_what_answers_at_the_public_address_must_know_that_address() -> None:
    origin, kept = "https://grid.example", {"Strict-Transport-Security": "max-age=31536000"}
    assert judge_answer(origin, 200, kept).is_well
    assert "GRIDOPS_PUBLIC_ORIGIN=https://grid.example" in judge_answer(origin, 200, {}).to_type
    assert "answers 502" in judge_answer(origin, 502, kept).words


def test_a_proxy_that_does_not_answer_is_told(tmp_path: Path) -> None:
    port = free_port()
    origin = f"https://127.0.0.1:{port}"
    found = list(of_address(settings_of(tmp_path, GRIDOPS_PUBLIC_ORIGIN=origin)))
    assert [finding.is_well for finding in found] == [True, False, False]
    assert f"127.0.0.1:{port} does not answer by TLS" in found[1].words
    assert f"{origin} does not answer from here" in found[2].words
