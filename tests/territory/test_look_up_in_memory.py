"""The look-up in memory agrees with PostGIS, on borders too, and follows the set that is in force."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gridops.territory.places import held_sets
from gridops.territory.places.held_sets import held_set
from gridops.territory.places.lookup import NOWHERE, AreaIndex, Lattice
from gridops.territory.sets.queries.finding import get_set_in_force

COUNT = 100_000

_POSTGIS = text(
    "SELECT t.n, (SELECT v.code FROM gridops.area_version v WHERE v.set_id = :set AND v.kind = :kind"
    " AND ST_Intersects(v.geom, ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490)) ORDER BY v.code LIMIT 1) AS code"
    " FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[])) WITH ORDINALITY AS t(lon, lat, n) ORDER BY t.n"
)


def postgis(session, set_id, lons, lats, kind="base"):
    asked = {"set": set_id, "kind": kind, "lons": lons.tolist(), "lats": lats.tolist()}
    return [row.code for row in session.execute(_POSTGIS, asked)]


@pytest.fixture
def held(session):
    return held_set(session, get_set_in_force(session).id)


def codes_of(found, held):
    return [held[n].code if n != NOWHERE else None for n in found]


def test_a_hundred_thousand_random_points_fall_into_the_same_grids_as_in_the_database(session, held):
    chance = np.random.default_rng(11)
    west, south, east, north = held._box
    lons, lats = (
        chance.uniform(west - 0.02, east + 0.02, COUNT),
        chance.uniform(south - 0.02, north + 0.02, COUNT),
    )
    set_id = get_set_in_force(session).id
    mine = codes_of(held.lookup.grids_at(lons, lats), held.lookup.grids)
    theirs = postgis(session, set_id, lons, lats)
    assert mine == theirs
    assert 0.3 < sum(code is not None for code in mine) / COUNT < 0.9
    special = codes_of(held.lookup.specials_at(lons, lats), held.lookup.specials)
    assert special == postgis(session, set_id, lons, lats, "special")
    assert any(special)


def test_every_vertex_of_a_border_belongs_to_the_lower_code_in_both(session, held):
    at = shapely.get_coordinates(held.lookup.base.shapes)[::7]
    set_id = get_set_in_force(session).id
    mine = codes_of(held.lookup.grids_at(at[:, 0], at[:, 1]), held.lookup.grids)
    assert mine == postgis(session, set_id, at[:, 0], at[:, 1])
    assert None not in mine


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=60))
def test_the_lattice_says_what_the_tree_says_also_on_the_lines(points):
    edges = (0.0, 7.5, 13.0, 20.0, 31.0, 40.0)
    shapes = np.array(
        [shapely.box(a, c, b, d) for a, b in pairwise(edges) for c, d in ((0.0, 18.0), (18.0, 33.0))]
    )
    lons, lats = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    assert Lattice(shapes).first_at(lons, lats).tolist() == AreaIndex(shapes).first_at(lons, lats).tolist()


def test_a_layer_without_any_area_holds_nothing():
    empty = np.array([], dtype=object)
    assert AreaIndex(empty).first_at(np.array([1.0]), np.array([2.0])).tolist() == [NOWHERE]


def test_a_set_is_read_once_and_the_oldest_are_let_go(session, monkeypatch):
    set_id = get_set_in_force(session).id
    first = held_set(session, set_id)
    assert held_set(session, set_id) is first
    assert held_sets.is_held(set_id)
    monkeypatch.setattr(held_sets, "_kept", type(held_sets._kept)())
    assert not held_sets.is_held(set_id)
    assert held_set(session, set_id) is not first
