"""Statements that many read take a case's place from `incidents/shown.py`: each exception is named, with its reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOMS = Path(__file__).resolve().parents[2] / "gridops"
PLACE = re.compile(
    r"\bi\.(lon|lat|geom|(today_)?grid_(code|name)|special_grid_(code|name)|recorded_special_code)\b"
)
#: Lines that name where a case is and say nothing of restricted ones themselves.
EXCEPTIONS = {
    "insight/queries/counts.py": 1,  # heat, without restricted cases by its next line
    "insight/queries/location_faults.py": 4,  # displacements of devices; repeated points without restricted cases
    "insight/queries/basis.py": 2,  # branches for cases that are not restricted
    "insight/queries/tiles.py": 1,  # in the sight of whoever has a special grid, not what is told of it
    "insight/rollups/queries/polygons.py": 2,  # cases that are not restricted; a selection of shown places
    "insight/rollups/queries/recounting.py": 1,  # `i` is a selection of places that are shown already
    "intake/queries.py": 3,  # similar cases, never restricted ones
}


def test_no_list_layer_count_or_stream_names_where_a_case_is() -> None:
    found: Counter[str] = Counter()
    for room in ("insight", "intake", "live"):
        for path in sorted((ROOMS / room).rglob("*.py")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if PLACE.search(line) and "restricted" not in line:
                    found[path.relative_to(ROOMS).as_posix()] += 1
    assert dict(found) == EXCEPTIONS
