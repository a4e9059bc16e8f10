"""Fixes drawn around known points: what is stated as a probability is how often it is right."""

from __future__ import annotations

import numpy as np
import pytest

from gridops.territory.places.held_sets import held_set
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point, sigma_of
from gridops.territory.sets.queries.finding import get_set_in_force

SEED, COUNT = 370611, 30_000
#: Radii of 95 % for browsers, of 68 % for phones' systems, in metres: from a good fix to a cell tower.
RADII = (20.0, 120.0, 250.0, 400.0, 600.0)
#: Metres of a degree at 37.4 N; the offsets drawn are small against the bend of the earth.
METRES_OF_DEGREE = (88_520.0, 110_985.0)
FEWEST = 2_000


@pytest.fixture(scope="module")
def stated(shared_database):
    """(probability stated, whether it was right, method, whether it is of the grid that was taken)."""
    chance = np.random.default_rng(SEED)
    with shared_database.transaction("gridops_system") as session:
        held = held_set(session, get_set_in_force(session).id)
        west, south, east, north = held._box
        drawn = np.column_stack(
            (chance.uniform(west, east, 4 * COUNT), chance.uniform(south, north, 4 * COUNT))
        )
        truth = held.lookup.grids_at(drawn[:, 0], drawn[:, 1])
        known, truth = drawn[truth >= 0][:COUNT], truth[truth >= 0][:COUNT]
        radius = chance.choice(RADII, len(known))
        confidence = chance.choice((0.68, 0.95), len(known))
        sigma = [sigma_of(r, c) for r, c in zip(radius, confidence, strict=True)]
        fixes = known + chance.normal(size=known.shape) * np.array(sigma)[:, None] / METRES_OF_DEGREE
        points = [
            Point(lon, lat, r, "gps", confidence=c)
            for (lon, lat), r, c in zip(fixes.tolist(), radius.tolist(), confidence.tolist(), strict=True)
        ]
        places = locate_many(session, points)
        codes = [held.lookup.grids[n].code for n in truth]
    return [
        (c.probability, c.code == code, place.method, c.code == place.grid_code)
        for place, code in zip(places, codes, strict=True)
        for c in place.candidates
    ]


def shares_right(found):
    """Decile → (how many, how often right, mean of what was stated)."""
    table = np.array([(p, right) for p, right, _, _ in found], dtype=float)
    decile = np.minimum((table[:, 0] * 10).astype(int), 9)
    return {
        int(d): (int((decile == d).sum()), table[decile == d, 1].mean(), table[decile == d, 0].mean())
        for d in np.unique(decile)
    }


def test_the_probability_stated_is_right_within_two_points_in_every_decile(stated):
    found = shares_right([row for row in stated if row[2] != "nearest"])
    assert sorted(found) == list(range(10))
    assert all(n > FEWEST for n, _, _ in found.values())
    off = {d: round(100 * (right - said), 2) for d, (_, right, said) in found.items()}
    assert {d: points for d, points in off.items() if abs(points) > 2.0} == {}


def test_the_same_holds_of_the_grid_that_is_taken(stated):
    found = shares_right([row for row in stated if row[3] and row[2] != "nearest"])
    enough = {d: row for d, row in found.items() if row[0] > FEWEST}
    assert set(enough) >= {5, 6, 7, 8, 9}
    assert all(abs(right - said) <= 0.02 for _, right, said in enough.values())


def test_a_radius_read_by_the_wrong_convention_would_not_pass(shared_database):
    """The test can fail: 95 % radii taken for 68 % ones state a mass that is spread too wide."""
    chance = np.random.default_rng(SEED)
    with shared_database.transaction("gridops_system") as session:
        held = held_set(session, get_set_in_force(session).id)
        west, south, east, north = held._box
        drawn = np.column_stack((chance.uniform(west, east, 12_000), chance.uniform(south, north, 12_000)))
        truth = held.lookup.grids_at(drawn[:, 0], drawn[:, 1])
        known, truth = drawn[truth >= 0], truth[truth >= 0]
        sigma = sigma_of(150.0, 0.95)
        fixes = known + chance.normal(size=known.shape) * sigma / METRES_OF_DEGREE
        places = locate_many(session, [Point(lon, lat, 150.0, "gps") for lon, lat in fixes.tolist()])
        codes = [held.lookup.grids[n].code for n in truth]
    found = shares_right(
        [
            (c.probability, c.code == code, p.method, True)
            for p, code in zip(places, codes, strict=True)
            for c in p.candidates
        ]
    )
    assert max(abs(right - said) for _, right, said in found.values()) > 0.05
