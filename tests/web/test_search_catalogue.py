"""The phone's search of matters: local words first, and of two that answer as well the one that is in season."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "gridops" / "web" / "static" / "js" / "field" / "catalogue.js"
#: The module asks the service only in what is not tried here.
SOURCE = SCRIPT.read_text(encoding="utf-8").replace(
    "import { api } from '../shared/api.js';", "const api = null;"
)
LOAD = "await import('data:text/javascript;charset=utf-8,' + encodeURIComponent(source))"
SEASONS = (
    f"async ([source, asked]) => {{ const m = {LOAD}; return asked.map(([s, n]) => m.inSeason(s, n)); }}"
)
SEARCH = f"""async ([source, items, text]) => {{
    const m = {LOAD};
    const catalogue = new m.Catalogue(null, 'x');
    catalogue.set(items);
    return catalogue.search(text).map((item) => item.service_code);
}}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty page."""
    opened = browser.new_page()
    yield opened
    opened.close()


def matter(code: str, name: str, season: str = "") -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "service_group": "大类",
        "aliases": [],
        "season": season,
    }


def test_a_season_may_run_over_the_new_year(page: Any) -> None:
    asked = [["", 5], ["6-9", 6], ["6-9", 9], ["6-9", 10], ["11-3", 12], ["11-3", 3], ["11-3", 4], ["7-7", 7]]
    assert page.evaluate(SEASONS, [SOURCE, asked]) == [True, True, True, False, True, True, False, True]


def test_of_two_that_answer_as_well_the_one_in_season_comes_first(page: Any) -> None:
    month = page.evaluate("() => new Date().getMonth() + 1")
    over = (month + 5) % 12 + 1
    items = [
        matter("A", "道路积水", f"{over}-{over}"),
        matter("B", "道路积雪", f"{month}-{month}"),
        matter("C", "道路破损"),
    ]
    assert page.evaluate(SEARCH, [SOURCE, items, "道路"]) == ["B", "A", "C"]


def test_a_name_that_answers_better_stays_first_out_of_season(page: Any) -> None:
    month = page.evaluate("() => new Date().getMonth() + 1")
    items = [matter("A", "道路积雪结冰", f"{month}-{month}"), matter("B", "积雪")]
    assert page.evaluate(SEARCH, [SOURCE, items, "积雪"]) == ["B", "A"]
