"""A database that is not there ends every command in one line that says what to look at, and shows no password."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gridops.cli.commands import main
from gridops.config import PROJECT_ROOT, child_environment
from tests.service import free_port

COMMANDS = (
    ["db", "migrate"],
    ["log", "verify"],
    ["people", "issue-code", "worker.qingyang"],
    ["geodata", "sets"],
    ["duties", "export-sheet", "out.xlsx"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_does_not_answer_is_said_in_one_line(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://gridops:very-secret@127.0.0.1:{free_port()}/gridops")
    answer = CliRunner().invoke(main, command)
    assert answer.exit_code == 1
    assert "very-secret" not in answer.output
    assert answer.output.startswith("Error: The database does not answer")


def test_an_address_that_is_none_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    answer = CliRunner().invoke(main, ["db", "migrate"])
    assert (answer.exit_code, answer.output) == (
        1,
        "Error: DATABASE_URL: expected postgresql://user:password@host/name, not mysql://…\n",
    )


@pytest.mark.parametrize("port", ["x", "70000"])
def test_a_port_that_is_none_is_said_without_the_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, port: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://gridops:very-secret@127.0.0.1:{port}/gridops")
    monkeypatch.setenv("GRIDOPS_VAR", str(tmp_path))
    monkeypatch.setenv("GRIDOPS_BIND", f"127.0.0.1:{free_port()}")
    for command in (["serve"], ["db", "migrate"]):
        answer = CliRunner().invoke(main, command)
        assert (answer.exit_code, "very-secret" in answer.output) == (1, False)
        assert answer.output.startswith("Error: DATABASE_URL names a port that is none")
        assert answer.output.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://gridops:very-secret@127.0.0.1:9/gridops", "The database does not answer"),
        ("mysql://gridops:very-secret@127.0.0.1/gridops", "DATABASE_URL: expected postgresql://"),
    ],
)
def test_gunicorn_too_says_in_one_line_what_is_wrong_with_the_address(
    tmp_path: Path, url: str, words: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", "127.0.0.1:0"],
        cwd=PROJECT_ROOT,
        env=child_environment(DATABASE_URL=url, GRIDOPS_VAR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith(words)], done.stderr
    assert "Traceback" not in done.stderr
    assert "very-secret" not in done.stderr
