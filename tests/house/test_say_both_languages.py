"""A text in both languages is a pair of words; nothing splits a string to get at them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.test_keep_the_rules import FILES, relative

_PAIR = re.compile(r"[\u4e00-\u9fff][^|]*\|\s*[A-Z`A-Za-z]+ [A-Za-z]")


def glued(source: str) -> Iterator[int]:
    """Lines of strings that hold Chinese, a bar, and English after it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            text = "x".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if _PAIR.search(text):
            yield node.lineno


def test_no_string_holds_two_languages_with_a_bar_between() -> None:
    found = {f"{relative(path)}:{line}" for path in FILES for line in glued(path.read_text(encoding="utf-8"))}
    assert found == set(), "raise gridops.errors.Unfit, or write gridops.words.Words"


@pytest.mark.parametrize(
    "source", ['ValueError("没有这一天|There is no such day")', 'f"第 {n} 行缺少列|Line {n} has no column"']
)
def test_what_is_glued_is_found(source: str) -> None:
    assert list(glued(source))


@pytest.mark.parametrize("source", ['re.compile(r"紧急(?:日|天)|工作日")', 'Words("没有", "Not found")'])
def test_a_pattern_and_a_pair_are_let_be(source: str) -> None:
    assert not list(glued(source))
