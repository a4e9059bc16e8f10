"""The pure part of point → grid: the mass of a fix, and which grid it speaks for."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridops.territory.places.rules import GridNear, choose_grid, is_doubtful, mass_in, sigma_of, unit_sample
from gridops.territory.rules import codes_begin_with


def near(code: str, distance_m: float = 0.0) -> GridNear:
    """A grid in reach."""
    return GridNear(uuid4(), code, f"grid {code}", distance_m)


def integrated(shape: shapely.Polygon, x: float, y: float, sigma: float) -> float:
    """The mass of a round normal within `shape`, by summing its density over a fine lattice."""
    steps = np.linspace(-4 * sigma, 4 * sigma, 241)
    dx, dy = np.meshgrid(steps, steps)
    density = np.exp(-(dx**2 + dy**2) / (2 * sigma**2))
    inside = shapely.contains_xy(shape, x + dx, y + dy)
    return float(density[inside].sum() / density.sum())


@pytest.mark.parametrize("accuracy", [5.0, 20.0, 250.0])
@pytest.mark.parametrize(("confidence", "divisor"), [(0.68, 1.5096), (0.95, 2.4477)])
def test_an_accuracy_is_the_radius_of_its_share_of_the_mass(accuracy, confidence, divisor):
    sigma = sigma_of(accuracy, confidence)
    assert sigma == pytest.approx(accuracy / divisor, rel=1e-3)
    circle = shapely.Point(0, 0).buffer(accuracy, quad_segs=64)
    assert mass_in(0, 0, sigma, [circle])[0] == pytest.approx(confidence, abs=0.005)


@settings(deadline=None, max_examples=60)
@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(4, 60))
def test_the_sampled_mass_agrees_with_numerical_integration(x, y, sigma):
    shape = shapely.Polygon([(-40, -35), (30, -20), (45, 30), (5, 12), (-30, 38)])
    assert mass_in(x, y, sigma, [shape])[0] == pytest.approx(integrated(shape, x, y, sigma), abs=0.025)


def test_the_sample_is_the_same_every_time_and_favours_no_side():
    sample = unit_sample()
    assert len(sample) >= 400
    assert np.array_equal(sample, unit_sample())
    assert np.abs(sample.mean(axis=0)).max() < 0.01
    assert sample.std(axis=0) == pytest.approx([1, 1], abs=0.02)


def test_the_parts_of_a_plane_hold_the_whole_mass():
    west, east = shapely.box(-1000, -1000, 13, 1000), shapely.box(13, -1000, 1000, 1000)
    assert sum(mass_in(0, 0, 20, [west, east])) == pytest.approx(1.0)


def test_a_fix_that_is_sure_stays_in_the_grid_that_contains_it():
    chosen = choose_grid([near("a"), near("b", 12)], "a", {"a": 0.85, "b": 0.15})
    assert (chosen.grid.code, chosen.method, chosen.probability) == ("a", "inside", 0.85)
    assert [(c.code, c.probability) for c in chosen.candidates] == [("a", 0.85), ("b", 0.15)]


def test_a_fix_that_is_not_sure_goes_to_the_greatest_mass_as_probable():
    chosen = choose_grid([near("a"), near("b", 3)], "a", {"a": 0.4, "b": 0.6})
    assert (chosen.grid.code, chosen.method, chosen.probability) == ("b", "probable", 0.6)


def test_the_containing_grid_gives_way_only_to_more_than_noise():
    chosen = choose_grid([near("b", 0.1), near("a")], "a", {"a": 0.499, "b": 0.501})
    assert chosen.grid.code == "a"


def test_a_workers_own_grid_is_preferred_where_the_fix_does_not_decide():
    grids, masses = [near("a"), near("b", 3)], {"a": 0.7, "b": 0.3}
    chosen = choose_grid(grids, "a", masses, own=["b"], circle_m=5.0)
    assert (chosen.grid.code, chosen.method, chosen.probability) == ("b", "worker_default", 0.3)


@pytest.mark.parametrize(
    ("masses", "own", "circle_m"),
    [
        ({"a": 0.82, "b": 0.18}, "b", 5.0),
        ({"a": 0.75, "b": 0.19}, "b", 2.5),
        ({"a": 0.6, "b": 0.4}, "z", 5.0),
        ({"a": 0.7, "b": 0.0}, "b", 5.0),
    ],
)
def test_a_workers_own_grid_is_not_preferred_where_the_fix_is_sure_or_its_circle_does_not_reach(
    masses, own, circle_m
):
    chosen = choose_grid([near("a"), near("b", 3)], "a", masses, own=[own], circle_m=circle_m)
    assert chosen.grid.code == "a"
    assert chosen.method != "worker_default"


def test_outside_every_grid_the_nearest_counts_and_not_the_heaviest():
    chosen = choose_grid([near("a", 30), near("b", 12)], None, {"a": 0.2, "b": 0.1})
    assert (chosen.grid.code, chosen.method, chosen.probability) == ("b", "nearest", 0.1)


def test_the_nearest_to_an_exact_point_has_no_probability():
    chosen = choose_grid([near("b", 12)], None, {})
    assert (chosen.method, chosen.probability, chosen.candidates) == ("nearest", None, ())


def test_without_a_grid_in_reach_nothing_is_chosen():
    assert choose_grid([], None, {}) is None


@pytest.mark.parametrize(
    ("method", "probability", "outside_m", "doubtful"),
    [
        ("inside", 1.0, 0.0, False),
        ("probable", 0.81, 0.0, False),
        ("probable", 0.79, 0.0, True),
        ("worker_default", 0.3, 0.0, True),
        ("nearest", None, 0.0, True),
        ("unresolved", None, 0.0, True),
        ("inside", 1.0, 3.0, True),
    ],
)
def test_somebody_is_asked_to_look_where_the_place_is_doubtful(method, probability, outside_m, doubtful):
    assert is_doubtful(method, probability, outside_m) is doubtful


@pytest.mark.parametrize(
    ("code", "parent", "begins"),
    [("B0102", "B01", True), ("B01", "B01", False), ("B0202", "B01", False), ("37", "370611", False)],
)
def test_a_childs_code_is_longer_and_begins_with_its_parents(code, parent, begins):
    assert codes_begin_with(code, parent) is begins
