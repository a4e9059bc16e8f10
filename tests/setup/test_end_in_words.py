"""A database that is not there ends every command in one line that says what to look at, and shows no password."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from gridops.cli.commands import main
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
