"""The phone page's datums.js in a browser: the same vectors as the service's own conversions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "gridops" / "web" / "static" / "js" / "shared" / "datums.js"
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
CONVERT_ALL = """async ([source, vectors]) => {
    const {convert} = await import('data:text/javascript;charset=utf-8,' + encodeURIComponent(source));
    return vectors.map(([from, to, lon, lat]) => convert(lon, lat, from, to));
}"""
REFUSED = """async (source) => {
    const {convert} = await import('data:text/javascript;charset=utf-8,' + encodeURIComponent(source));
    try { return convert(121, 37, 'wgs72', 'wgs84') && 'accepted'; } catch (error) { return error.name; }
}"""


@pytest.fixture
def page(browser):
    """An empty page."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("which", ["exact", "pairs"])
def test_the_page_meets_the_same_vectors(page, which):
    vectors = VECTORS[which]
    found = page.evaluate(CONVERT_ALL, [SCRIPT.read_text(), vectors])
    off = [
        max(abs(x - lon), abs(y - lat)) for (x, y), (_, _, _, _, lon, lat) in zip(found, vectors, strict=True)
    ]
    assert len(off) >= 3
    assert max(off) < 1e-9


def test_the_page_comes_back_to_where_it_began(page):
    there = [v for v in VECTORS["pairs"] if v[:2] == ["wgs84", "bd09"] and 73 < v[2] < 135 and 18 < v[3] < 54]
    back = page.evaluate(CONVERT_ALL, [SCRIPT.read_text(), [["bd09", "wgs84", v[4], v[5]] for v in there]])
    assert all(abs(x - v[2]) < 1e-9 and abs(y - v[3]) < 1e-9 for (x, y), v in zip(back, there, strict=True))


def test_a_faulty_angle_would_be_noticed(page):
    faulty = SCRIPT.read_text().replace("(Math.PI * 3000.0) / 180.0", "Math.PI")
    assert faulty != SCRIPT.read_text()
    vectors = [v for v in VECTORS["exact"] if v[1] == "bd09"]
    ((x, y),) = page.evaluate(CONVERT_ALL, [faulty, vectors])
    assert max(abs(x - vectors[0][4]), abs(y - vectors[0][5])) > 1e-5


def test_a_datum_that_is_none_of_the_four_is_refused_in_the_page(page):
    assert page.evaluate(REFUSED, SCRIPT.read_text()) == "RangeError"
