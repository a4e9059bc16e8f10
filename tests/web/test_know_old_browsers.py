"""That the spelling check finds what it is for, and leaves alone what Chrome 80 knows."""

from __future__ import annotations

import pytest

from tests.web.old_browsers import newer_css, newer_script


@pytest.mark.parametrize(
    "text",
    [
        "a ??= 1;",
        "await start();",
        "const a = await start();",
        "import {Map} from 'maplibre-gl';",
        "  async #read() {",
        "list.at(-1)",
        "text.replaceAll('a', 'b')",
        "const b = structuredClone(a);",
        "crypto.randomUUID()",
        "class A { static { } }",
        "const n = 10_000;",
    ],
)
def test_a_newer_spelling_in_a_script_is_found(text: str) -> None:
    assert newer_script(text)


@pytest.mark.parametrize(
    "text", ["const a = b?.c ?? 1;", "  const a = await b();", "import { h } from './dom.js';", "a.b('at(')"]
)
def test_what_the_old_browser_knows_is_left_alone(text: str) -> None:
    assert newer_script(text) == []


@pytest.mark.parametrize(
    "text",
    [":is(a, b) {}", "a { aspect-ratio: 1; }", "a { inset: 0; }", "a { gap: 1rem; }", "a { height: 1dvh; }"],
)
def test_a_newer_spelling_in_a_style_is_found(text: str) -> None:
    assert newer_css(text)


def test_an_inset_shadow_is_no_inset() -> None:
    assert newer_css("a { box-shadow: inset 0 3px 0 red; }") == []
