"""Repair: cracks are closed and slivers trimmed, and no edge moves further than it was allowed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridops.territory.importing.reading.systems import to_metres
from gridops.territory.importing.repairing import repair_areas
from gridops.territory.importing.topology import Areas, Context, Measure, check_layer, errors_of
from tests.territory.synthetic import coverage, with_faults

METRES = Measure(4528)


def areas_of(shapes, parent=None):
    return Areas([f"37{n:03d}" for n in range(len(shapes))], [parent] * len(shapes), shapes)


def defects(shapes, uppers=None):
    parent = next(iter(uppers)) if uppers else None
    return errors_of(check_layer(areas_of(shapes, parent), Context(METRES, uppers=uppers, has_codes=False)))


def furthest_m(before, after):
    """How far any edge moved, either way, measured apart from the repair (metres)."""
    old, new = shapely.boundary(to_metres(before, 4528)), shapely.boundary(to_metres(after, 4528))
    fine = [shapely.segmentize(shape, 5.0) for shape in (old, new)]
    return max(
        float(shapely.hausdorff_distance(fine[0], fine[1]).max()),
        float(shapely.hausdorff_distance(fine[1], fine[0]).max()),
    )


def test_cracks_within_the_tolerance_are_closed_and_counted():
    before = with_faults(coverage(6, 5), 7, shift_m=0.4)
    assert defects(before)
    done = repair_areas(areas_of(before), {}, 1.0, METRES)
    assert defects(done.shapes) == []
    assert done.left_alone == ()
    assert len(done.changes) > 10
    taken = METRES.area(shapely.symmetric_difference(before, done.shapes)).sum()
    assert done.changed_m2 == pytest.approx(taken, rel=1e-6)
    assert 0.1 < max(c.moved_m for c in done.changes) <= 1.0


@settings(max_examples=12, deadline=None)
@given(
    shift=st.floats(0.05, 8.0),
    tolerance=st.floats(0.05, 5.0),
    every=st.integers(2, 9),
    seed=st.integers(1, 50),
)
def test_no_edge_moves_by_more_than_the_tolerance(shift, tolerance, every, seed):
    before = with_faults(coverage(4, 4, points_per_edge=8, seed=seed), every, shift_m=shift)
    done = repair_areas(areas_of(before), {}, tolerance, METRES)
    assert furthest_m(before, done.shapes) <= tolerance
    assert all(c.moved_m <= tolerance for c in done.changes)
    assert shapely.is_valid(done.shapes).all()


def test_what_needs_more_than_the_tolerance_is_left_exactly_as_it_was():
    before = with_faults(coverage(4, 4), 5, shift_m=6.0)
    done = repair_areas(areas_of(before), {}, 0.5, METRES)
    alone = [int(code[2:]) for code in done.left_alone]
    assert alone
    assert shapely.equals_exact(done.shapes[alone], before[alone], 0.0).all()
    assert defects(done.shapes)


def test_a_sound_coverage_is_not_touched():
    before = coverage(5, 5)
    done = repair_areas(areas_of(before), {}, 2.0, METRES)
    assert done.changes == ()
    assert shapely.equals_exact(done.shapes, before, 0.0).all()


def test_children_are_trimmed_and_filled_along_their_parent():
    whole = coverage(4, 3, points_per_edge=6)
    parent = shapely.coverage_union_all(whole)
    moved = shapely.transform(whole, lambda xy: xy + np.array([0.3 / 88_000, 0.0]))
    uppers = {"37": parent}
    assert {d.kind for d in defects(moved, uppers)} == {"gap", "outside_parent"}
    done = repair_areas(areas_of(moved, "37"), uppers, 1.0, METRES)
    assert defects(done.shapes, uppers) == []
    assert furthest_m(moved, done.shapes) <= 1.0


def test_a_polygon_that_crosses_itself_is_split_where_it_stands():
    bow_tie = shapely.Polygon([(121.0, 37.3), (121.01, 37.31), (121.01, 37.3), (121.0, 37.31)])
    done = repair_areas(areas_of(np.array([bow_tie], dtype=object)), {}, 0.5, METRES)
    assert shapely.is_valid(done.shapes[0])
    assert done.shapes[0].geom_type == "MultiPolygon"
    assert [c.code for c in done.changes] == ["37000"]
