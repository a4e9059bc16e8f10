"""docs/security.md names tests that are there, each requirement once, and says of each that is not met why."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.*?) \|$", TEXT, flags=re.MULTILINE)
#: Levels 1 and 2 of the standard, by chapter.
REQUIREMENTS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29,
    11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip


def test_each_requirement_stands_in_the_table_once() -> None:
    ids = [row[0] for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert Counter(int(one.split(".")[0]) for one in ids) == REQUIREMENTS


def test_each_requirement_is_judged_and_what_is_missing_says_why() -> None:
    for number, _, judged, where in ROWS:
        assert judged in {"met", "in part", "**not met**", "does not arise"}, number
        if judged in {"in part", "**not met**"}:
            assert len(where) > 8, number


def test_the_numbers_at_its_head_are_those_of_the_table() -> None:
    count = Counter(judged for _, _, judged, _ in ROWS)
    said = re.search(r"(\d+) of\s+them, (\d+) met, (\d+) in part, (\d+) not met, (\d+) about", TEXT)
    assert said is not None
    of_all = (len(ROWS), count["met"], count["in part"], count["**not met**"], count["does not arise"])
    assert tuple(map(int, said.groups())) == of_all


def test_every_test_that_it_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", TEXT))
    assert len(named) > 60
    for one in named:
        path, _, function = one.partition("::")
        assert (ROOT / path).exists(), one
        if function:
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), one
