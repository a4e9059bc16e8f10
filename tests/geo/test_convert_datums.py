"""Conversions between the datums: known pairs, round trips, and the slip that a faulty copy makes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from gridops.geo import datums
from gridops.geo.datums import COORD_SYSTEMS, convert, gcj02_to_bd09, gcj02_to_wgs84, wgs84_to_gcj02

VECTORS = Path(__file__).parent / "vectors.json"
GEOD = Geod(ellps="GRS80")
FUSHAN = (121.27, 37.50)

lons = st.floats(73.0, 135.0)
lats = st.floats(4.0, 53.0)
datum = st.sampled_from(COORD_SYSTEMS)


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between two points in degrees."""
    return float(GEOD.inv(lon, lat, other_lon, other_lat)[2])


@pytest.mark.parametrize(
    ("lon", "lat", "gcj_lon", "gcj_lat"),
    [
        (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),
        (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),
    ],
)
def test_published_pairs_of_gcj02_are_met_to_a_tenth_of_a_millimetre(lon, lat, gcj_lon, gcj_lat):
    x, y = wgs84_to_gcj02(lon, lat)
    assert metres(float(x), float(y), gcj_lon, gcj_lat) < 1e-4


def test_a_published_pair_of_bd09_is_met_to_a_millimetre():
    x, y = gcj02_to_bd09(116.404, 39.915)
    assert metres(float(x), float(y), 116.41036949371029, 39.92133699351021) < 1e-3


@given(lons, lats, datum, datum)
def test_there_and_back_is_the_same_place(lon, lat, source, target):
    there = convert(lon, lat, source, target)
    back = convert(*there, target, source)
    assert metres(lon, lat, float(back[0]), float(back[1])) < 1e-4


@given(lons, lats)
def test_bd09_lies_beyond_gcj02_by_about_nine_hundred_metres(lon, lat):
    gcj = [float(v) for v in convert(lon, lat, "wgs84", "gcj02")]
    bd = [float(v) for v in convert(lon, lat, "wgs84", "bd09")]
    assert 500 < metres(*gcj, *bd) < 1300


def test_near_fushan_the_shifts_are_those_measured():
    to_gcj = GEOD.inv(*FUSHAN, *map(float, convert(*FUSHAN, "wgs84", "gcj02")))
    to_bd = GEOD.inv(*FUSHAN, *map(float, convert(*FUSHAN, "wgs84", "bd09")))
    assert to_gcj[2] == pytest.approx(455, abs=15)
    assert to_gcj[0] == pytest.approx(78, abs=2)
    assert to_bd[2] == pytest.approx(1261, abs=15)


def test_the_faulty_angle_of_a_copy_in_circulation_would_be_noticed(monkeypatch):
    gcj = wgs84_to_gcj02(np.linspace(121.0, 121.4, 50), np.linspace(37.2, 37.6, 50))
    right = gcj02_to_bd09(*gcj)
    monkeypatch.setattr(datums, "_BD_FACTOR", np.pi)
    faulty = gcj02_to_bd09(*gcj)
    slips = [metres(*map(float, pair)) for pair in zip(*right, *faulty, strict=True)]
    assert min(slips) > 1
    assert 10 < np.median(slips) < 60


def test_one_step_of_the_inverse_would_not_be_enough():
    gcj = wgs84_to_gcj02(*FUSHAN)
    shift = wgs84_to_gcj02(*gcj)
    one_step = (2 * gcj[0] - shift[0], 2 * gcj[1] - shift[1])
    iterated = gcj02_to_wgs84(*gcj)
    assert metres(*FUSHAN, *map(float, one_step)) > 0.1
    assert metres(*FUSHAN, *map(float, iterated)) < 1e-6


outside = st.one_of(
    st.tuples(st.floats(-180, 72.0039999), st.floats(-90, 90)),
    st.tuples(st.floats(137.8347001, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0.8292999)),
    st.tuples(st.floats(-180, 180), st.floats(55.8271001, 90)),
)


@given(outside, datum, datum)
def test_outside_the_rectangle_nothing_moves(point, source, target):
    x, y = convert(*point, source, target)
    assert (float(x), float(y)) == point


@pytest.mark.parametrize("source", COORD_SYSTEMS)
@pytest.mark.parametrize("target", COORD_SYSTEMS)
def test_the_whole_mainland_comes_back_within_a_millimetre(source, target):
    lon, lat = np.meshgrid(np.linspace(73.5, 135.0, 400), np.linspace(18.2, 53.5, 300))
    back = convert(*convert(lon, lat, source, target), target, source)
    off = GEOD.inv(lon.ravel(), lat.ravel(), back[0].ravel(), back[1].ravel())[2]
    assert float(np.max(off)) < 1e-3
    assert float(np.max(np.abs(back[0] - lon))) < 1e-9
    assert float(np.max(np.abs(back[1] - lat))) < 1e-9


def test_the_vectors_shared_with_the_page_are_met():
    vectors = json.loads(VECTORS.read_text())
    for source, target, lon, lat, there_lon, there_lat in vectors["exact"] + vectors["pairs"]:
        x, y = convert(lon, lat, source, target)
        assert float(x) == pytest.approx(there_lon, abs=1e-9)
        assert float(y) == pytest.approx(there_lat, abs=1e-9)


def test_cgcs2000_and_wgs84_have_the_same_numbers():
    assert [float(v) for v in convert(*FUSHAN, "wgs84", "cgcs2000")] == list(FUSHAN)


def test_arrays_keep_their_shape_and_agree_with_single_points():
    x = np.full((3, 2), FUSHAN[0]) + np.arange(6).reshape(3, 2) / 100
    y = np.full((3, 2), FUSHAN[1])
    lon, lat = convert(x, y, "bd09", "wgs84")
    assert lon.shape == lat.shape == (3, 2)
    single = convert(x[2, 1], y[2, 1], "bd09", "wgs84")
    assert metres(lon[2, 1], lat[2, 1], float(single[0]), float(single[1])) < 1e-5


@pytest.mark.parametrize(("source", "target"), [("wgs72", "wgs84"), ("wgs84", "GCJ02"), ("", "bd09")])
def test_a_datum_that_is_none_of_the_four_is_refused(source, target):
    with pytest.raises(ValueError, match="unknown coordinate system"):
        convert(*FUSHAN, source, target)
