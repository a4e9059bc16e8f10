"""What a start says at its end: where every page is, who signs in or how the first one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridops.app import bare_app
from gridops.cli.starting import PAGES, Found, announce
from tests.conftest import settings_for

URL = "postgresql://u@127.0.0.1:9/d"


def test_every_page_is_named() -> None:
    rules = [rule for rule in bare_app().url_map.iter_rules() if rule.endpoint.startswith("web.get_")]
    pages = {r.rule for r in rules if not r.arguments and "." not in r.rule and "GET" in (r.methods or ())}
    # Each of the administrator's pages is one step from their choice.
    named = {path for path in pages if not path.startswith("/admin/")} | {"/admin/start"}
    assert {path for path, _ in PAGES} == named


@pytest.mark.parametrize(
    ("found", "said", "unsaid"),
    [
        (Found(is_demonstration=True, has_district=True), "gridops-demo", "gridops init"),
        (Found(is_demonstration=False, has_district=False), "gridops init CODE NAME", "gridops-demo"),
        (Found(is_demonstration=False, has_district=True), "/admin/start", "gridops-demo"),
    ],
    ids=["demonstration", "nothing yet", "a district"],
)
def test_it_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, found: Found, said: str, unsaid: str
) -> None:
    announce(settings_for(URL, tmp_path), found)
    told = capsys.readouterr().out
    assert said in told
    assert unsaid not in told
    for path, _ in PAGES:
        assert f"http://127.0.0.1:8000{path}" in told


def test_a_public_address_is_told_where_there_is_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings = settings_for(URL, tmp_path, GRIDOPS_PUBLIC_ORIGIN="https://grid.example")
    announce(settings, Found(is_demonstration=False, has_district=True))
    assert "https://grid.example/center" in capsys.readouterr().out
