"""The only-here rules: each is a few lines that read the house's own code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "gridops"
FILES = sorted(p for p in HOUSE.rglob("*.py") if "vendor" not in p.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls_of(path: Path, *names: str) -> Iterator[int]:
    """Lines on which a method of one of the names is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node.lineno


def breaches(allowed: set[str], *names: str) -> list[str]:
    return [
        f"{relative(path)}:{line}"
        for path in FILES
        if relative(path) not in allowed
        for line in calls_of(path, *names)
    ]


def text_breaches(pattern: str, allowed: set[str]) -> list[str]:
    found = []
    for path in FILES:
        if relative(path) in allowed:
            continue
        code = "\n".join(
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if not line.lstrip().startswith("#")
        )
        found += [f"{relative(path)}: {m.group(0)}" for m in re.finditer(pattern, code)]
    return found


def test_only_the_session_commits_and_rolls_back() -> None:
    assert breaches({"gridops/db/session.py"}, "commit", "rollback") == []


def test_only_the_hub_emits() -> None:
    assert breaches({"gridops/live/hub.py"}, "emit") == []


def test_only_the_clock_is_read_in_one_place() -> None:
    allowed = {"gridops/clock.py"}
    assert text_breaches(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(", allowed) == []


def test_only_config_reads_the_environment() -> None:
    assert text_breaches(r"os\.environ|getenv", {"gridops/config.py"}) == []


def test_postgis_is_spoken_only_in_queries() -> None:
    found = [
        hit
        for hit in text_breaches(r"\bST_[A-Z]\w+", set())
        if "/queries.py" not in hit and "/queries/" not in hit
    ]
    assert found == []


def test_no_savepoint_but_for_a_group_of_reports_and_a_timer() -> None:
    assert breaches({"gridops/intake/reporting.py", "gridops/worker/firing.py"}, "begin_nested") == []


def test_migrations_import_no_models() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) gridops", path.read_text(encoding="utf-8"), re.M), path.name


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_every_file_says_what_passes_through_here_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text)), "a file opens with what passes through here"


def test_functions_stay_short() -> None:
    long = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 60 and "Out(" not in ast.unparse(node):
                    long.append(f"{relative(path)}:{node.name} has {length} lines")
    assert long == []


def test_no_address_of_a_registry_stands_in_the_house() -> None:
    pattern = re.compile(r"https?://[a-z0-9.-]*(registry|pypi|pythonhosted|npmjs|debian)")
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "tests/bench/requirements.txt",
        "tests/bench/rivals/requirements.txt",
        "tests/bench/rivals/package-lock.json",
        "Makefile",
        "gridops/web/package-lock.json",
        "gridops/web/checking/package-lock.json",
    ):
        assert not pattern.search((ROOT / name).read_text(encoding="utf-8")), name
