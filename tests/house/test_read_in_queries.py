"""Reading stands in queries: no SELECT, written in either language, anywhere else. Get-by-id is not asked about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_keep_the_rules import FILES, relative

#: Not our tables: other databases of a server, Alembic's own table, a file of tiles. And one write that returns rows.
ELSEWHERE = {
    "gridops/cli/cluster/server.py",
    "gridops/cli/replay/database.py",
    "gridops/db/migrate.py",
    "gridops/log/appending.py",
    "gridops/web/basemap/archives.py",
}
_TEXT = re.compile(r"\s*(SELECT\b|WITH\b.*\bSELECT\b).*\bFROM\b", re.S)


def selects(source: str) -> Iterator[tuple[int, str]]:
    """(line, what) of every place that reads tables: `select(…)`, `exists(…)`, `session.query(…)`, SQL as text."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"select", "exists", "sqlalchemy.select"} or called.endswith("session.query"):
                yield node.lineno, called
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            if _TEXT.match("…".join(parts)):
                yield node.lineno, "SQL"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _TEXT.match(node.value):
            yield node.lineno, "SQL"


def is_queries(path: Path) -> bool:
    return path.name == "queries.py" or "queries" in path.parts


def test_tables_are_read_only_in_queries() -> None:
    found = [
        f"{relative(path)}:{line} {what}"
        for path in FILES
        if not is_queries(path) and relative(path) not in ELSEWHERE
        for line, what in selects(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_exception_outlives_its_reason() -> None:
    by_name = {relative(path): path for path in FILES}
    idle = [name for name in ELSEWHERE if not list(selects(by_name[name].read_text(encoding="utf-8")))]
    assert idle == []


@pytest.mark.parametrize(
    "source",
    [
        "session.scalars(select(Unit))",
        "call.session.query(Unit)",
        'text("SELECT 1 FROM gridops.unit")',
        'f"SELECT {columns} FROM gridops.unit"',
        'text("WITH x AS (SELECT 1) SELECT * FROM x")',
    ],
)
def test_each_way_to_read_is_found(source: str) -> None:
    assert list(selects(source))


@pytest.mark.parametrize(
    "source",
    ["session.get(Unit, unit_id)", "text(\"SELECT set_config('role', :r, true)\")", 'text("DELETE FROM t")'],
)
def test_what_reads_no_table_is_let_be(source: str) -> None:
    assert not list(selects(source))
