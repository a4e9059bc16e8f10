"""What is wrong with a layer: every defect is found once, placed, measured, and told how severe it is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridops.territory.importing.reading.systems import from_metres, to_metres
from gridops.territory.importing.topology import (
    Areas,
    Context,
    Measure,
    Plane,
    check_codes,
    check_layer,
    count_by_kind,
    errors_of,
    report_of,
)
from tests.territory.synthetic import coverage, with_faults

METRES = Measure(4528)
#: The middle of zone 40, so that a metre is a metre.
X, Y = 40_500_000.0, 4_150_000.0


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


def degrees(*shapes):
    return from_metres(np.array(shapes, dtype=object), 4528)


def check(*shapes, uppers=None, codes=None, **more):
    """Check shapes given in metres, drawn in metres."""
    codes = codes or [f"37{n}" for n in range(1, len(shapes) + 1)]
    upper = {code: degrees(shape)[0] for code, shape in (uppers or {}).items()}
    parents = [next(iter(upper), None)] * len(shapes)
    context = Context(METRES, planes=(Plane(4528),), uppers=upper or None, **more)
    return check_layer(Areas(codes, parents, degrees(*shapes)), context)


def test_a_coverage_that_fills_its_parent_has_no_defect():
    assert check(box(0, 0, 500, 1000), box(500, 0, 1000, 1000), uppers={"37": box(0, 0, 1000, 1000)}) == []


def test_an_overlap_is_one_defect_a_pair_with_area_width_and_place():
    (found,) = check(box(0, 0, 503, 1000), box(500, 0, 1000, 1000))
    assert (found.kind, found.codes, found.severity) == ("overlap", ("371", "372"), "error")
    assert found.area_m2 == pytest.approx(3000, rel=1e-3)
    assert found.max_width_m == pytest.approx(3, rel=0.11)
    assert to_metres(np.array([found.geometry]), 4528)[0].equals_exact(
        box(500, 0, 503, 1000), 0.02, normalize=True
    )


def test_three_that_lie_over_each_other_are_three_pairs():
    found = check(box(0, 0, 600, 1000), box(500, 0, 1000, 1000), box(550, 0, 590, 1000))
    assert sorted(d.codes for d in found if d.kind == "overlap") == [
        ("371", "372"),
        ("371", "373"),
        ("372", "373"),
    ]


@pytest.mark.parametrize(("width", "severity"), [(3.0, "error"), (400.0, "warning")])
def test_a_hole_without_a_parent_is_an_error_only_where_it_is_narrow(width, severity):
    ring = shapely.difference(box(0, 0, 1000, 1000), box(200, 200, 200 + width, 800))
    (found,) = check(ring)
    assert (found.kind, found.severity) == ("gap", severity)
    assert found.area_m2 == pytest.approx(width * 600, rel=1e-3)


def test_what_no_child_covers_is_a_gap_that_names_its_neighbours():
    (found,) = check(box(0, 0, 495, 1000), box(500, 0, 1000, 1000), uppers={"37": box(0, 0, 1000, 1000)})
    assert (found.kind, found.codes, found.severity) == ("gap", ("37", "371", "372"), "error")
    assert found.area_m2 == pytest.approx(5000, rel=1e-3)


def test_what_lies_outside_the_parent_names_child_and_parent():
    (found,) = check(box(0, 0, 500, 1000), box(500, 0, 1020, 1000), uppers={"37": box(0, 0, 1000, 1000)})
    assert (found.kind, found.codes, found.severity) == ("outside_parent", ("372", "37"), "error")
    assert found.max_width_m == pytest.approx(20, rel=0.11)


def test_an_invalid_polygon_tells_its_reason_and_place_and_is_checked_further():
    bow_tie = shapely.Polygon([(X, Y), (X + 500, Y + 500), (X + 500, Y), (X, Y + 500)])
    found = check(bow_tie, box(0, 0, 60, 900))
    invalid = next(d for d in found if d.kind == "invalid")
    assert "Self-intersection at 120." in invalid.note
    place = to_metres(np.array([invalid.geometry]), 4528)[0]
    assert place.distance(shapely.Point(X + 250, Y + 250)) < 1
    assert "overlap" in {d.kind for d in found}


def test_a_border_with_other_vertices_on_each_side_is_a_warning():
    bent = shapely.Polygon([(X, Y), (X + 500, Y), (X + 500.004, Y + 400), (X + 500, Y + 1000), (X, Y + 1000)])
    (found,) = check(bent, box(500, 0, 1000, 1000))
    assert (found.kind, found.codes, found.severity) == ("edge_mismatch", ("371", "372"), "warning")
    assert not errors_of([found])


@pytest.mark.parametrize(
    ("shape", "severity"),
    [(box(2000, 0, 2009, 9), "error"), (box(2000, 0, 2001.5, 900), "warning")],
    ids=["too small", "too thin"],
)
def test_what_is_too_small_or_too_thin_is_a_sliver(shape, severity):
    found = check(box(0, 0, 500, 1000), shape)
    assert [(d.kind, d.codes, d.severity) for d in found] == [("sliver", ("372",), severity)]


def test_a_scrap_of_an_area_is_a_warning():
    scattered = shapely.MultiPolygon([box(0, 0, 500, 1000), box(800, 0, 803, 4)])
    assert [(d.kind, d.severity) for d in check(scattered)] == [("sliver", "warning")]


@pytest.mark.parametrize(
    ("codes", "more", "kind", "words"),
    [
        (["37001", "37001"], {}, "duplicate_code", "more than once"),
        (["37001", "37002"], {"taken": {"37002"}}, "duplicate_code", "more than once"),
        (["37001", "37002"], {"retired": {"37002"}}, "duplicate_code", "was retired"),
        (["37001", "47002"], {}, "outside_parent", "does not begin with 37"),
        (["37001", "37"], {}, "outside_parent", "does not begin with 37"),
        (["37001", "37 02"], {}, "invalid", "no code"),
        (["37001", ""], {}, "invalid", "no code"),
    ],
)
def test_a_code_that_cannot_be_is_an_error_nobody_waives(codes, more, kind, words):
    (found,) = check_codes(codes, ["37", "37"], known_parents={"37"}, **more)
    assert (found.kind, found.severity, found.is_waivable) == (kind, "error", False)
    assert words in found.note


def test_special_grids_may_lie_over_each_other_and_leave_room():
    grids = (box(0, 0, 300, 300), box(100, 100, 400, 400))
    assert check(*grids, uppers={"37": box(0, 0, 1000, 1000)}, is_complete=False) == []
    (found,) = check(box(900, 0, 1100, 300), uppers={"37": box(0, 0, 1000, 1000)}, is_complete=False)
    assert found.kind == "outside_parent"


def test_a_line_straight_in_degrees_is_no_gap_against_a_parent_drawn_in_metres():
    parent = box(0, 0, 30_000, 30_000)
    halves = [(0, 0, 15_000, 30_000), (15_000, 0, 30_000, 30_000)]
    shapes = degrees(*(box(*half) for half in halves))
    upper = degrees(parent)[0]
    areas = Areas(["371", "372"], ["37", "37"], shapes)
    one_plane = check_layer(areas, Context(METRES, uppers={"37": upper}))
    assert {d.kind for d in one_plane} <= {"gap", "outside_parent"}
    assert one_plane, "in degrees the middle of a 30 km side is metres off the straight line"
    assert check_layer(areas, Context(METRES, planes=(Plane(), Plane(4528)), uppers={"37": upper})) == []


def test_every_defect_is_a_feature_that_any_gis_opens(tmp_path):
    shapes = with_faults(coverage(6, 6), 9, shift_m=3.0)
    codes = [f"37{n:03d}" for n in range(len(shapes))]
    found = check_layer(Areas(codes, [None] * len(shapes), shapes), Context(METRES))
    report = report_of(found)
    assert len(report["features"]) == len(found) > 20
    for feature in report["features"]:
        about = feature["properties"]
        assert set(about) == {"kind", "codes", "area_m2", "max_width_m", "severity", "hint"}
        assert about["severity"] in {"error", "warning"}
        assert about["hint"]
        west, south, east, north = shapely.bounds(shapely.geometry.shape(feature["geometry"]))
        assert 120.9 < west <= east < 121.1
        assert 37.2 < south <= north < 37.4
    pairs = [d.codes for d in found if d.kind == "overlap"]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("every", [None, 3])
def test_pairs_are_those_that_a_search_without_any_shortcut_finds(every):
    shapes = coverage(9, 8)
    shapes = with_faults(shapes, every, shift_m=2.0) if every else shapes
    codes = [f"37{n:03d}" for n in range(len(shapes))]
    found = check_layer(Areas(codes, [None] * len(shapes), shapes), Context(METRES))
    expected = set()
    for i in range(len(shapes)):
        for j in range(i + 1, len(shapes)):
            common = shapely.intersection(shapes[i], shapes[j])
            if common.area > 0 and METRES.area(np.array([common], dtype=object))[0] > 1.0:
                expected.add((codes[i], codes[j]))
    assert {d.codes for d in found if d.kind == "overlap"} == expected
    assert bool(expected) == (every == 3)


def test_a_synthetic_coverage_is_clean_until_faults_are_put_in():
    shapes = coverage(15, 10)
    codes = [f"37{n:03d}" for n in range(len(shapes))]
    assert check_layer(Areas(codes, [None] * 150, shapes), Context(METRES)) == []
    found = check_layer(Areas(codes, [None] * 150, with_faults(shapes, 25)), Context(METRES))
    assert set(count_by_kind(found)) == {"overlap", "gap"}
