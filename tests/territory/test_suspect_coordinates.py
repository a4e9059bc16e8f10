"""Coordinates that are not what they are said to be: elsewhere, swapped, or of a map maker's datum."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from gridops.config import PROJECT_ROOT
from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.territory.importing.checking import ReadOptions, check_file
from gridops.territory.importing.reading import read_layer
from gridops.territory.importing.suspecting import suspect_datum, suspect_place
from gridops.territory.importing.topology import Measure
from gridops.territory.importing.writing import import_layer
from tests.territory.files import geojson

FUSHAN = PROJECT_ROOT / "geodata" / "fushan"
METRES = Measure(4528)


@pytest.fixture(scope="module")
def townships():
    """The seven of the demonstration, by code."""
    layer = read_layer(FUSHAN / "townships.geojson")
    codes = [p["code"] for p in layer.properties]
    return dict(zip(codes, layer.shapes, strict=True))


def as_datum(shapes, datum):
    return np.array(
        shapely.transform(list(shapes), lambda x, y: convert(x, y, "cgcs2000", datum), interleaved=False)
    )


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", 455), ("bd09", 1261)])
def test_a_mistaken_datum_is_named_with_its_shift(townships, datum, shift):
    found = suspect_datum(as_datum(townships.values(), datum), list(townships), townships, METRES)
    assert found.kind == datum
    said = int(found.words[1].split("about ")[1].split(" m")[0])
    assert said == pytest.approx(shift, rel=0.02)
    assert f"--crs {datum}" in found.words[1]
    assert datum == "bd09" or "towards 78°" in found.words[1]


def test_children_of_a_mistaken_datum_are_recognised_by_their_parents(townships):
    villages = read_layer(FUSHAN / "villages.geojson")
    parents = [p["parent_code"] for p in villages.properties]
    found = suspect_datum(as_datum(villages.shapes, "gcj02"), parents, townships, METRES)
    assert found.kind == "gcj02"


@pytest.mark.parametrize("east_m", [0.0, 3.0, 200.0, -455.0])
def test_another_shift_is_no_datum(townships, east_m):
    moved = shapely.transform(list(townships.values()), lambda xy: xy + np.array([east_m / 88_300, 0.0]))
    assert suspect_datum(np.array(moved), list(townships), townships, METRES) is None


def test_a_border_redrawn_by_half_a_kilometre_is_no_datum(townships):
    grown = [shapely.buffer(shape, 0.005) for shape in townships.values()]
    assert suspect_datum(np.array(grown), list(townships), townships, METRES) is None


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda xy: xy, None),
        (lambda xy: xy[:, ::-1], "swapped_axes"),
        (lambda xy: xy + np.array([2.0, 0.0]), "outside_extent"),
    ],
)
def test_a_layer_elsewhere_or_turned_round_is_said(townships, change, kind):
    # In the far west longitudes are below 90, so that swapped they are still degrees.
    west = shapely.transform(list(townships.values()), lambda xy: xy - np.array([40.0, 0.0]))
    extent = shapely.total_bounds(west)
    found = suspect_place(np.array(shapely.transform(west, change)), extent)
    assert (found.kind if found else None) == kind


def test_a_check_against_the_parents_says_it_and_fails(tmp_path):
    document = json.loads((FUSHAN / "villages.geojson").read_text())
    shapes = [shapely.geometry.shape(f["geometry"]) for f in document["features"]]
    rows = [f["properties"] for f in document["features"]]
    path = geojson(tmp_path / "amap.geojson", as_datum(shapes, "gcj02"), rows)
    assert check_file(path, ReadOptions(), parent=FUSHAN / "townships.geojson").suspicion.kind == "gcj02"
    told = check_file(path, ReadOptions(crs="gcj02"), parent=FUSHAN / "townships.geojson")
    assert told.suspicion is None
    assert {d.kind for d in told.defects if d.is_error} == set()


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (lambda x, y: convert(x, y, "cgcs2000", "gcj02"), "GCJ-02 coordinates taken for WGS-84"),
        (lambda x, y: (x + 1.0, y), "outside the deployment"),
    ],
)
def test_an_import_is_refused_with_the_reason(load_in_district, session, tmp_path, move, words):
    halves = [shapely.box(120.0, 36.0, 120.01, 36.02), shapely.box(120.01, 36.0, 120.02, 36.02)]
    rows = [{"code": f"99990100{n}", "name": name} for n, name in enumerate(("西镇", "东镇"), start=1)]
    shifted = shapely.transform(halves, move, interleaved=False)
    path = geojson(tmp_path / "moved.geojson", shifted, rows)
    waivers = dict.fromkeys(("gap", "outside_parent"), "试")
    with pytest.raises(Problem, match=words):
        import_layer(session, path, level="township", set_name="trial", waivers=waivers)


def test_a_district_is_held_against_the_one_in_force(session, tmp_path):
    (district,) = read_layer(FUSHAN / "district.geojson").shapes
    path = geojson(
        tmp_path / "d.geojson", as_datum([district], "gcj02"), [{"code": "370611", "name": "福山区"}]
    )
    with pytest.raises(Problem, match="GCJ-02"):
        import_layer(session, path, level="district", set_name="next")
    assert import_layer(session, path, level="district", set_name="next", crs="gcj02").count == 1
