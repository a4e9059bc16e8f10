"""A file held against the file of its parents, whichever of the two says which field is the parent's code."""

from __future__ import annotations

import json

import pytest

from gridops.errors import Problem
from gridops.territory.importing.checking import ReadOptions, check_file
from tests.territory.trial import SHAPES


@pytest.fixture
def numbered_parents(tmp_path):
    """The townships with their code in a field that only they have, and a running number that misleads."""
    document = json.loads((SHAPES / "townships.geojson").read_text())
    for n, feature in enumerate(document["features"]):
        feature["properties"] = {"code": f"99990100{n}9", "town_no": feature["properties"]["code"]}
    path = tmp_path / "towns.geojson"
    path.write_text(json.dumps(document))
    return path


def check_grids(parents, field):
    """The kinds of defects of the trial's grids within `parents`."""
    asked = ReadOptions(fields={"parent": field})
    return {d.kind for d in check_file(SHAPES / "grids.geojson", asked, parent=parents).defects}


def test_a_field_that_neither_file_has_is_refused(numbered_parents):
    with pytest.raises(Problem, match="no field nowhere"):
        check_grids(numbered_parents, "nowhere")


def test_the_parents_field_is_found_in_their_own_file(numbered_parents):
    assert "outside_parent" in check_grids(numbered_parents, None), "by the misleading numbers"
    assert check_grids(numbered_parents, "town_no") == set()
