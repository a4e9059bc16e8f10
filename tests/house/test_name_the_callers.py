"""Who may call an endpoint stands at the endpoint, and in a table that agrees with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from gridops.app import bare_app
from gridops.cli import endpoints as command
from gridops.cli.endpoints import TABLE
from gridops.http.endpoint import described
from gridops.http.endpoint_table import COMMAND, endpoint_table
from tests.house.test_keep_the_rules import FILES, relative


def test_the_table_of_endpoints_is_as_the_endpoints_are() -> None:
    written = TABLE.read_text(encoding="utf-8")
    assert written == endpoint_table(bare_app()), f"docs/endpoints.md is stale: type `{COMMAND}`"


def test_every_endpoint_of_the_service_stands_in_the_table_once() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    for rule, method, about in described(bare_app()):
        found = [line for line in lines if line.startswith(f"| `{method} {rule}` |")]
        assert len(found) == 1, rule
        assert str("anybody" if about.public else about.roles) in found[0]


def declared(source: str) -> Iterator[tuple[int, set[str]]]:
    """(line, what is said) of every `endpoint(…)` in a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "endpoint":
            yield node.lineno, {word.arg for word in node.keywords if word.arg}


def test_every_endpoint_says_whom_it_admits_or_that_it_is_public() -> None:
    silent = [
        f"{relative(path)}:{line}"
        for path in FILES
        for line, said in declared(path.read_text(encoding="utf-8"))
        if len(said & {"roles", "public"}) != 1
    ]
    assert silent == []


def test_the_command_writes_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "TABLE", tmp_path / "endpoints.md")
    result = CliRunner().invoke(command.endpoints, ["--write"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "endpoints.md").read_text(encoding="utf-8") == TABLE.read_text(encoding="utf-8")
