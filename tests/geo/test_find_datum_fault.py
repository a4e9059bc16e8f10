"""A device that names the wrong datum is told from its constant displacement; a merely bad one is not."""

from __future__ import annotations

import numpy as np
import pytest

from gridops.geo.datums import convert
from gridops.geo.faults import Compared, find_datum_fault

PLACES = [(121.20 + n * 0.013, 37.35 + n * 0.011) for n in range(8)]


def sent(actual, declared, *, noise_m=8.0, count=8, seed=1):
    chance = np.random.default_rng(seed)
    found = []
    for lon, lat in PLACES[:count]:
        east, north = chance.normal(size=2) * noise_m
        x, y = convert(lon + east / 88_500, lat + north / 111_000, "cgcs2000", actual)
        found.append(Compared(float(x), float(y), declared, lon, lat))
    return found


@pytest.mark.parametrize(
    ("actual", "declared", "distance_m", "azimuth"),
    [
        ("gcj02", "wgs84", 455, 78),
        ("bd09", "wgs84", 1261, None),
        ("wgs84", "gcj02", 455, 258),
        ("bd09", "gcj02", None, None),
        ("gcj02", "bd09", None, None),
        ("wgs84", "bd09", 1261, None),
        ("gcj02", "cgcs2000", 455, 78),
    ],
)
def test_every_mix_up_is_named_with_its_vector(actual, declared, distance_m, azimuth):
    fault = find_datum_fault(sent(actual, declared))
    assert (fault.actual, fault.declared, fault.count) == (actual, declared, 8)
    assert fault.left_m < 20
    if distance_m is not None:
        assert fault.distance_m == pytest.approx(distance_m, abs=20)
    if azimuth is not None:
        assert fault.azimuth_deg == pytest.approx(azimuth, abs=3)


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_a_device_that_tells_the_truth_is_left_in_peace_also_a_bad_one(datum):
    assert find_datum_fault(sent(datum, datum)) is None
    assert find_datum_fault(sent(datum, datum, noise_m=250.0)) is None


def test_two_comparisons_prove_nothing():
    assert find_datum_fault(sent("gcj02", "wgs84", count=2)) is None


def test_points_that_are_far_off_in_all_directions_are_no_datum_fault():
    assert find_datum_fault(sent("wgs84", "wgs84", noise_m=900.0)) is None


def test_one_wrong_pin_among_many_changes_nothing():
    found = sent("gcj02", "wgs84")
    found[3] = Compared(found[3].lon, found[3].lat, "wgs84", 121.05, 37.30)
    fault = find_datum_fault(found)
    assert fault.actual == "gcj02"
    assert fault.distance_m == pytest.approx(455, abs=25)
