"""Nothing in a test waits without an end: one that hangs costs a whole run. The benchmark is watched by who runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted(path for path in TESTS.rglob("*.py") if "bench" not in path.relative_to(TESTS).parts)
#: Methods that wait for ever when they are given nothing.
WAITING = frozenset({"wait", "join", "communicate", "result"})
#: Functions whose end is named.
NAMED = frozenset(
    {f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output")}
    | {f"requests.{name}" for name in ("get", "post", "put", "patch", "delete", "head", "request")}
    | {"http.client.HTTPConnection", "urlopen", "urllib.request.urlopen"}
)


def waits_without_end(code: str) -> Iterator[int]:
    """Lines of calls that may never return."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        named = {word.arg for word in node.keywords}
        is_waiting = isinstance(node.func, ast.Attribute) and node.func.attr in WAITING and not node.args
        # What is handed on by ** is looked at where it is made.
        if (is_waiting or ast.unparse(node.func) in NAMED) and not named & {"timeout", None}:
            yield node.lineno


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("thread.join()", [1]),
        ("thread.join(60)", []),
        ("', '.join(words)", []),
        ("process.wait()\nprocess.wait(timeout=3)", [1]),
        ("subprocess.run(words, check=True)", [1]),
        ("subprocess.run(words, check=True, timeout=60)", []),
        ("requests.get(url)", [1]),
        ("requests.get(url, **kw)", []),
        ("future.result()", [1]),
    ],
)
def test_a_wait_without_an_end_is_seen(code: str, lines: list[int]) -> None:
    assert list(waits_without_end(code)) == lines


def test_no_test_waits_without_an_end() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{line}"
        for path in FILES
        for line in waits_without_end(path.read_text(encoding="utf-8"))
    ]
    assert found == []
