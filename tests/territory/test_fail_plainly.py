"""Commands on boundaries end in one message where the world outside is not as it should be."""

from __future__ import annotations

import errno

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.geodata import geodata
from gridops.cli.refusals import words_of
from tests.territory.trial import SHAPES


def ends_plainly(*words):
    answer = CliRunner().invoke(geodata, [str(w) for w in words])
    assert answer.exit_code == 1, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    assert "Traceback" not in answer.output
    return answer.output


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody:secret@127.0.0.1:9/none", "does not answer"),
        ("postgresql://nobody:secret@no.such.host.invalid/none", "DATABASE_URL"),
        ("postgresql://nobody:secret@127.0.0.1:99999/none", "DATABASE_URL"),
    ],
)
def test_a_database_that_is_not_there_is_told_without_its_password(monkeypatch, url, words):
    monkeypatch.setenv("DATABASE_URL", url)
    said = ends_plainly("sets")
    assert words in said
    assert "secret" not in said


def test_a_database_without_tables_is_told(monkeypatch, database):
    with database.transaction() as session:
        session.execute(text("ALTER SCHEMA gridops RENAME TO elsewhere"))
    monkeypatch.setenv("DATABASE_URL", database.url)
    assert "gridops db migrate" in ends_plainly("sets")


def test_a_folder_without_room_or_leave_is_told(tmp_path):
    said = ends_plainly("check", SHAPES / "grids.geojson", "--report", tmp_path / "nowhere" / "a.geojson")
    assert "cannot be used: No such file or directory" in said


def test_a_full_disk_and_a_missing_part_are_told():
    assert words_of(OSError(errno.ENOSPC, "x")) == "There is no room left on the disk"
    assert "setup" in words_of(ModuleNotFoundError("No module named 'pyogrio'", name="pyogrio"))
    assert words_of(RuntimeError("our own fault")) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "needs the columns"),
        (b"a,b\r\n1,2\r\n", "it has: a, b"),
        ("code;other_code\n370611001;QY01\n".encode("utf-8-sig"), "does not answer"),
        ("code\tother_code\t名称\n370611001\tQY01\t清洋\n".encode("gb18030"), "does not answer"),
    ],
)
def test_a_sheet_of_codes_in_any_encoding_is_read_or_told(monkeypatch, tmp_path, body, words):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:9/none")
    path = tmp_path / "codes.csv"
    path.write_bytes(body)
    assert words in ends_plainly("codes", path, "--from", "2035-01-01")
