"""Points against the demonstration's grids, in the database."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, text

from gridops.errors import Problem
from gridops.territory.areas.queries import chains_of
from gridops.territory.places.locating import BATCH, locate_many, place_of_area
from gridops.territory.places.rules import Point

QINGYANG = (121.27, 37.50)


def at(lon, lat, accuracy_m=None, source="gps"):
    """A fix."""
    return Point(lon, lat, accuracy_m, source)


def beside_the_border(session, metres):
    """A point `metres` outside the district, due away from a point of its border, and the grid there."""
    row = session.execute(
        text(
            """
            WITH d AS (SELECT v.set_id, v.geom_m, ST_ExteriorRing(ST_GeometryN(v.geom_m, 1)) AS ring
                       FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id
                       WHERE s.state = 'in_force' AND v.level = 'district'),
            b AS (SELECT ST_Boundary(ST_Buffer(geom_m, :m)) AS line, set_id, geom_m FROM d),
            p AS (SELECT ST_LineInterpolatePoint(ST_GeometryN(line, 1), 0.3) AS p, set_id FROM b)
            SELECT ST_X(ST_Transform(p, 4490)) AS lon, ST_Y(ST_Transform(p, 4490)) AS lat,
                   (SELECT g.code FROM gridops.area_version g WHERE g.set_id = p.set_id AND g.kind = 'base'
                    ORDER BY ST_Distance(g.geom_m, p) LIMIT 1) AS code FROM p
            """
        ),
        {"m": metres},
    ).one()
    return row.lon, row.lat, row.code


def shared_border(session):
    """A point on the border of two base grids, with both codes."""
    return session.execute(
        text(
            """
            SELECT ST_X(m.p) AS lon, ST_Y(m.p) AS lat, a.code AS one, b.code AS other
            FROM gridops.area_version a
            JOIN gridops.boundary_set s ON s.id = a.set_id AND s.state = 'in_force'
            JOIN gridops.area_version b ON b.set_id = a.set_id AND b.kind = 'base' AND a.code < b.code
                 AND ST_Touches(a.geom, b.geom)
            CROSS JOIN LATERAL ST_Intersection(a.geom, b.geom) i
            CROSS JOIN LATERAL (SELECT ST_LineInterpolatePoint(ST_GeometryN(ST_LineMerge(i), 1), 0.5) AS p) m
            WHERE a.kind = 'base' AND ST_Dimension(i) = 1 AND ST_Length(i::geography) > 400
              AND ST_GeometryType(ST_GeometryN(ST_LineMerge(i), 1)) = 'ST_LineString'
            ORDER BY a.code, b.code LIMIT 1
            """
        )
    ).one()


def test_a_point_well_inside_a_grid_is_inside_it(session):
    (place,) = locate_many(session, [at(*QINGYANG, 8.0)])
    assert place.method == "inside"
    assert place.grid_code.startswith("370611001")
    assert (place.probability, place.outside_m, place.is_flagged) == (1.0, 0.0, False)
    assert place.scope_code == place.grid_code
    assert [c.code for c in place.candidates] == [place.grid_code]
    assert "清洋街道" in place.grid_name


def test_an_exact_pin_is_inside_wherever_it_stands(session):
    border = shared_border(session)
    (place,) = locate_many(session, [at(border.lon, border.lat, None, "manual")])
    assert (place.method, place.probability) == ("inside", 1.0)
    assert place.grid_code in (border.one, border.other)


def test_a_vague_fix_on_a_border_is_probable_and_names_both_grids(session):
    border = shared_border(session)
    (place,) = locate_many(session, [at(border.lon, border.lat, 25.0)])
    assert place.method == "probable"
    assert {border.one, border.other} <= {c.code for c in place.candidates}
    assert place.probability < 0.8
    assert place.probability == max(c.probability for c in place.candidates)
    assert sum(c.probability for c in place.candidates) <= 1.001


def test_a_workers_own_grid_decides_on_a_border(session):
    border = shared_border(session)
    vague = at(border.lon, border.lat, 25.0)
    for own in (border.one, border.other):
        (place,) = locate_many(session, [vague], worker_grids=[own])
        assert (place.grid_code, place.scope_code) == (own, own)
        assert place.method == "worker_default"


def test_just_outside_the_district_the_nearest_grid_is_taken_and_flagged(session):
    lon, lat, code = beside_the_border(session, 40)
    (place,) = locate_many(session, [at(lon, lat)])
    assert (place.method, place.grid_code, place.probability) == ("nearest", code, None)
    assert place.outside_m == pytest.approx(40, abs=1)
    assert place.is_flagged


def test_how_near_is_near_grows_with_the_vagueness_of_the_fix(session):
    lon, lat, _ = beside_the_border(session, 300)
    sharp, vague = locate_many(session, [at(lon, lat, 10.0), at(lon, lat, 200.0)])
    assert (sharp.method, sharp.scope_code, sharp.grid_version_id) == ("unresolved", "370611", None)
    assert vague.method == "nearest"
    assert 0 < vague.probability < 1


def test_far_points_are_unresolved_at_an_infinite_distance_and_raise_nothing(session):
    for lon, lat in [
        (0.0, 0.0),
        (-71.06, 42.35),
        (116.38, 39.91),
        (-59.0, -37.5),
        (121.27, -90.0),
        (180.0, 90.0),
    ]:
        (place,) = locate_many(session, [at(lon, lat, 30.0)])
        assert (place.method, place.scope_code) == ("unresolved", "370611")
        assert math.isinf(place.outside_m)


def test_twenty_kilometres_are_measured_in_metres(session):
    east = at(121.70, 37.50)
    (place,) = locate_many(session, [east])
    assert 25_000 < place.outside_m < 45_000


def test_a_special_grid_is_told_beside_the_base_grid(session):
    row = session.execute(
        text(
            "SELECT v.code, v.label_lon, v.label_lat FROM gridops.area_version v JOIN gridops.boundary_set s"
            " ON s.id = v.set_id WHERE s.state = 'in_force' AND v.kind = 'special' ORDER BY v.code LIMIT 1"
        )
    ).one()
    (place,) = locate_many(session, [at(row.label_lon, row.label_lat)])
    assert place.special_code == row.code
    assert place.grid_code != row.code
    assert place.grid_code[:12] == row.code[:12]


def test_many_points_come_back_in_their_order(session):
    points = [at(121.20 + n / 500, 37.40 + n / 700, 5.0) for n in range(40)]
    together = locate_many(session, points)
    assert together == [locate_many(session, [point])[0] for point in points]
    assert len({place.grid_code for place in together}) > 10


def test_any_number_of_sharp_points_takes_one_statement(session):
    statements = []
    connection = session.connection()

    def count(conn, cursor, statement, parameters, context, executemany):
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", count)
    try:
        locate_many(session, [at(121.20 + n / 2000, 37.45, None, "manual") for n in range(BATCH - 1)])
    finally:
        event.remove(connection, "before_cursor_execute", count)
    assert len(statements) == 1


def test_a_batch_is_answered_from_memory_as_the_database_answers_each(session):
    points = [
        at(121.0 + n % 40 / 90, 37.30 + n // 40 / 60, (None, 4.0, 30.0, 180.0)[n % 4], "gps")
        for n in range(400)
    ]
    own = ["370611001001001", "370611001002002"]
    together = locate_many(session, points, worker_grids=own)
    one_by_one = [locate_many(session, [point], worker_grids=own)[0] for point in points]
    for mine, theirs in zip(together, one_by_one, strict=True):
        assert replace(mine, outside_m=0.0) == replace(theirs, outside_m=0.0)
        assert mine.outside_m == pytest.approx(theirs.outside_m, abs=1e-3)
    methods = {place.method for place in together}
    assert {"inside", "probable", "nearest", "unresolved"} <= methods
    assert {place.scope_code for place in together if place.method == "unresolved"} == {"370611"}


def test_no_point_takes_no_statement_and_gives_no_place(session):
    assert locate_many(session, []) == []


def test_a_day_before_any_set_has_no_places(session):
    with pytest.raises(Problem) as refusal:
        locate_many(session, [at(*QINGYANG)], on=date(1990, 1, 1))
    assert refusal.value.kind.code == "not-found"


def test_a_village_named_instead_of_a_point_keeps_its_own_scope(session):
    place = place_of_area(session, "370611001001")
    assert (place.method, place.scope_code, place.grid_code) == ("unresolved", "370611001001", None)
    assert locate_many(session, [at(place.lon, place.lat)])[0].grid_code.startswith("370611001001")


def test_a_grid_named_instead_of_a_point_is_inside_itself(session):
    (known,) = locate_many(session, [at(*QINGYANG)])
    place = place_of_area(session, known.grid_code)
    assert (place.method, place.grid_version_id) == ("inside", known.grid_version_id)


def test_a_special_grid_named_instead_of_a_point_belongs_to_the_base_grid_under_it(session):
    code = session.scalar(text("SELECT min(code) FROM gridops.area_version WHERE kind = 'special'"))
    place = place_of_area(session, code)
    assert (place.special_code, place.method) == (code, "inside")
    assert place.scope_code == place.grid_code != code


@pytest.mark.parametrize("code", ["370611999", "", "370611001001001001"])
def test_an_unknown_area_is_not_found(session, code):
    with pytest.raises(Problem) as refusal:
        place_of_area(session, code)
    assert refusal.value.kind.code == "not-found"


def test_a_chain_leads_from_the_district_down_to_the_code_itself(session):
    (place,) = locate_many(session, [at(*QINGYANG)])
    chains = chains_of(session, [place.grid_code, "370611102", "none"])
    assert [a.level for a in chains[place.grid_code]] == ["district", "township", "village", "grid"]
    assert chains[place.grid_code][-1].code == place.grid_code
    assert [(a.code, a.kind) for a in chains["370611102"]] == [("370611", "district"), ("370611102", "town")]
    assert "none" not in chains
