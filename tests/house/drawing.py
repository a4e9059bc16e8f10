"""The drawing of the house: rooms as boxes in the order of the street, imports as arrows, read from the code itself.

`make drawing` writes docs/house.svg; a test of this folder says when it is stale.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "docs" / "house.svg"
BOX_WIDTH, BOX_HEIGHT = 118, 30
COLUMN, ROW = 190, 64
WIDTH = 900
STYLE = (
    "text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#123}"
    "rect{fill:#eef4f2;stroke:#2f6f62;rx:5}"
    "path{fill:none;stroke:#2f6f62;stroke-width:1.4;marker-end:url(#tip)}"
    "path.far{stroke:#9db8b1;stroke-width:.7;opacity:.55}"
)

Rooms = list[list[str]]
Arrows = set[tuple[str, str]]


def rooms_of_the_street() -> Rooms:
    """The rooms, one list for each line of the street, as the import contract has them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip().removeprefix("gridops.") for room in layer.split("|")] for layer in layers]


def arrows_between(rooms: Rooms) -> Arrows:
    """(importing room, imported room) for each pair of rooms of which one imports the other."""
    graph = grimp.build_graph("gridops", cache_dir=None)
    names = [room for layer in rooms for room in layer]
    return {
        (one, other)
        for one in names
        for other in names
        if one != other and _imports(graph, f"gridops.{one}", f"gridops.{other}")
    }


def _imports(graph: grimp.ImportGraph, importer: str, imported: str) -> bool:
    return graph.direct_import_exists(importer=importer, imported=imported, as_packages=True)


def near(arrows: Arrows) -> Arrows:
    """The arrows that no longer way through other rooms stands for."""
    return {
        (one, other)
        for one, other in arrows
        if not any(
            _leads(arrows, through, other) for start, through in arrows if start == one and through != other
        )
    }


def _leads(arrows: Arrows, one: str, other: str) -> bool:
    return (one, other) in arrows or any(
        _leads(arrows, through, other) for start, through in arrows if start == one
    )


def draw(rooms: Rooms, arrows: Arrows) -> str:
    """The drawing as SVG: strong arrows where a room is reached first, pale ones where it is reached through others."""
    places = {
        room: (WIDTH / 2 + (n - (len(layer) - 1) / 2) * COLUMN, 40 + row * ROW)
        for row, layer in enumerate(rooms)
        for n, room in enumerate(layer)
    }
    height = 40 + len(rooms) * ROW
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The rooms of gridops and what they import</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<polygon points="0,0 8,4 0,8" fill="#2f6f62"/></marker></defs>',
        '<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>',
        *_paths(places, arrows),
        *_boxes(places),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _paths(places: dict[str, tuple[float, float]], arrows: Arrows) -> Iterator[str]:
    strong = near(arrows)
    for one, other in sorted(arrows, key=lambda arrow: (arrow in strong, arrow)):
        kind = "" if (one, other) in strong else ' class="far"'
        yield f'<path{kind} d="{_curve(places[one], places[other])}"><title>{one} → {other}</title></path>'


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """From the lower edge of a box to the upper edge of another; a long way bends around the boxes between."""
    (x1, y1), (x2, y2) = (start[0], start[1] + BOX_HEIGHT / 2), (end[0], end[1] - BOX_HEIGHT / 2)
    rows = round((end[1] - start[1]) / ROW)
    if rows <= 1:
        return f"M{x1:g} {y1:g}L{x2:g} {y2:g}"
    side = -1 if (x1 + x2) / 2 < WIDTH / 2 or (x1 == x2 and rows % 2) else 1
    bend = side * (BOX_WIDTH * 0.6 + 26 * rows)
    return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1 + ROW * 0.6:g} {x2 + bend:g} {y2 - ROW * 0.6:g} {x2:g} {y2:g}"


def _boxes(places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for room, (x, y) in places.items():
        left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
        yield f'<rect x="{left:g}" y="{top:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}"/>'
        yield f'<text x="{x:g}" y="{y + 5:g}">{escape(room)}</text>'


def drawn() -> str:
    """The drawing of the code as it stands."""
    rooms = rooms_of_the_street()
    return draw(rooms, arrows_between(rooms))


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
    print(f"{DRAWING.relative_to(ROOT)} is drawn.")
