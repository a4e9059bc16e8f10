"""Importing a layer: what is let in, what is refused and by which words, what a waiver leaves behind."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select, text

from gridops.errors import Problem
from gridops.log.models import LogEntry
from gridops.territory.importing.writing import LayerRefused, import_layer
from gridops.territory.models import AreaGroup, AreaVersion, BoundarySet, MapFeature, Waiver
from gridops.territory.sets.queries.finding import find_set
from tests.territory.trial import SHAPES, make_room


def areas(session, level):
    """Areas of the trial set of one level, by code."""
    found = session.scalars(
        select(AreaVersion)
        .join(BoundarySet, BoundarySet.id == AreaVersion.set_id)
        .where(BoundarySet.name == "trial", AreaVersion.level == level)
        .order_by(AreaVersion.code)
    )
    return {area.code: area for area in found}


def entries(session, action):
    """Log entries of the trial set."""
    trial = find_set(session, "trial")
    found = session.scalars(select(LogEntry).where(LogEntry.entity_id == trial.id, LogEntry.action == action))
    return found.all()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("townships_overlapping", "overlap"),
        ("townships_with_gap", "gap"),
        ("townships_outside", "outside_parent"),
        ("townships_self_crossing", "invalid"),
    ],
)
def test_a_layer_with_a_defect_is_refused_and_named(load_in_district, session, name, kind):
    with pytest.raises(LayerRefused) as refusal:
        load_in_district(name, "township")
    assert kind in {d.kind for d in refusal.value.defects}
    assert f"{kind}: " in refusal.value.detail[1]
    assert "999901" in refusal.value.detail[1]
    assert not areas(session, "township")


@pytest.mark.parametrize(
    ("name", "kind"), [("townships_overlapping", "overlap"), ("townships_with_gap", "gap")]
)
def test_a_waived_defect_is_let_in_counted_and_logged(load_in_district, session, name, kind):
    report = load_in_district(name, "township", waivers={kind: "界线正在核定"})
    assert report.waived == {kind: 1}
    assert len(areas(session, "township")) == 2
    waiver = session.scalars(select(Waiver).where(Waiver.set_id == report.set_id)).one()
    assert (waiver.level, waiver.kind, waiver.reason, waiver.count) == ("township", kind, "界线正在核定", 1)
    (entry,) = entries(session, "boundary_set.waived")
    assert entry.data == {"layer": "township", "kind": kind, "count": 1, "reason": "界线正在核定"}


def test_waiving_one_kind_does_not_let_in_another(load_in_district):
    with pytest.raises(LayerRefused) as refusal:
        load_in_district("townships_overlapping", "township", waivers={"gap": "不相干"})
    assert {d.kind for d in refusal.value.defects} == {"overlap"}


def test_a_waiver_that_was_not_needed_is_not_kept(load_in_district, session):
    report = load_in_district("townships", "township", waivers={"overlap": "以防万一"})
    assert report.waived == {}
    assert session.scalar(select(func.count()).where(Waiver.set_id == report.set_id)) == 0


def test_an_invalid_polygon_is_made_valid_only_when_it_is_waived(load_in_district, session):
    kinds = ("invalid", "overlap", "gap", "outside_parent")
    report = load_in_district("townships_self_crossing", "township", waivers=dict.fromkeys(kinds, "旧图"))
    assert report.waived["invalid"] == 1
    assert session.scalar(
        text(
            "SELECT bool_and(ST_IsValid(geom) AND ST_IsValid(geom_m))"
            " FROM gridops.area_version WHERE set_id = :s"
        ),
        {"s": report.set_id},
    )


def test_codes_that_are_double_or_foreign_are_refused_all_at_once(load_in_district):
    with pytest.raises(LayerRefused) as refusal:
        load_in_district("townships_bad_codes", "township")
    found = {(d.kind, d.codes) for d in refusal.value.defects}
    assert ("duplicate_code", ("999901001",)) in found
    assert ("outside_parent", ("888801003", "999901")) in found


@pytest.mark.parametrize("kind", ["duplicate_code", "bad_code", "ugly"])
def test_what_cannot_be_waived_is_said(load_in_district, kind):
    with pytest.raises(Problem, match="cannot be waived"):
        load_in_district("townships_bad_codes", "township", waivers={kind: "理由"})


def test_a_waiver_without_a_reason_is_refused(load_in_district):
    with pytest.raises(Problem, match="needs a reason"):
        load_in_district("townships_overlapping", "township", waivers={"overlap": "  "})


def test_numbers_that_cannot_be_degrees_are_refused_with_the_way_out(load_in_district):
    with pytest.raises(Problem, match="--crs EPSG:4528"):
        load_in_district("townships_in_metres_undeclared", "township")


def test_a_system_that_does_not_fit_the_numbers_is_refused(load_in_district):
    with pytest.raises(Problem):
        load_in_district("townships_in_metres_undeclared", "township", crs="EPSG:4490")


def test_an_unknown_system_is_refused(load_in_district):
    with pytest.raises(Problem, match="no known coordinate"):
        load_in_district("townships", "township", crs="EPSG:1")


@pytest.mark.parametrize(
    ("name", "crs"), [("townships_in_metres_undeclared", "EPSG:4528"), ("townships_in_metres", None)]
)
def test_metres_become_the_same_degrees_whether_told_or_declared(load_in_district, session, name, crs):
    report = load_in_district(name, "township", crs=crs)
    west, south, east, north = session.execute(
        text(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM"
            " (SELECT ST_Extent(geom) AS e FROM gridops.area_version"
            " WHERE set_id = :s AND level = 'township') t"
        ),
        {"s": report.set_id},
    ).one()
    assert (west, south, east, north) == pytest.approx((120.0, 36.0, 120.02, 36.02), abs=2e-8)


def test_stored_degrees_are_rounded_to_the_seventh_place(load_in_district, session):
    report = load_in_district("townships_in_metres", "township")
    points = session.execute(
        text(
            "SELECT ST_X(d.geom), ST_Y(d.geom) FROM gridops.area_version v, ST_DumpPoints(v.geom) d"
            " WHERE v.set_id = :s"
        ),
        {"s": report.set_id},
    )
    numbers = [n for point in points for n in point]
    assert len(numbers) > 30
    assert numbers == [round(n, 7) for n in numbers]


def test_a_sound_set_is_measured_in_metres_and_finds_its_parents_by_code(whole_draft, session):
    grids = areas(session, "grid")
    assert {code: g.parent_code for code, g in grids.items()} == {
        "999901001001": "999901001",
        "999901001002": "999901001",
        "999901002001": "999901002",
        "999901002002": "999901002",
    }
    district = areas(session, "district")["999901"]
    assert sum(g.area_m2 for g in grids.values()) == pytest.approx(district.area_m2, abs=120)
    assert district.area_m2 == pytest.approx(1803 * 2219, rel=0.01)
    assert {g.kind for g in grids.values()} == {"base"}


def test_a_label_stands_within_its_area(whole_draft, session):
    outside = session.scalars(
        text(
            "SELECT code FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id"
            " WHERE s.name = 'trial' AND NOT ST_Contains(geom,"
            " ST_SetSRID(ST_MakePoint(label_lon, label_lat), 4490))"
        )
    )
    assert list(outside) == []


def test_each_import_is_logged_with_its_count(whole_draft, session):
    assert [e.data for e in entries(session, "boundary_set.imported")] == [
        {"layer": "district", "count": 1},
        {"layer": "township", "count": 2},
        {"layer": "grid", "count": 4},
    ]
    assert {tuple(e.areas) for e in entries(session, "boundary_set.imported")} == {("999901",)}


def test_nothing_is_loaded_before_the_district(load):
    with pytest.raises(Problem, match="district first"):
        load("townships", "township")


def test_a_layer_is_replaced_only_on_demand(whole_draft, session):
    with pytest.raises(Problem, match="holds township already"):
        whole_draft("townships", "township")
    before = areas(session, "township")
    assert whole_draft("townships", "township", replace_layer=True).replaced == 2
    session.expire_all()
    after = areas(session, "township")
    assert after.keys() == before.keys()


def test_a_set_that_is_no_draft_is_left_alone(whole_draft, session):
    trial = find_set(session, "trial")
    trial.state, trial.valid_from = "retired", date(2020, 1, 1)
    with pytest.raises(Problem, match="only a draft is changed"):
        whole_draft("special_grids", "special_grid")


def test_an_area_keeps_its_stable_id_from_set_to_set(session):
    make_room(session, "999901", 4528)
    for name in ("one", "two"):
        import_layer(session, SHAPES / "district.geojson", level="district", set_name=name)
    ids = session.scalars(select(AreaVersion.area_id).where(AreaVersion.code == "999901"))
    assert len(set(ids)) == 1


def test_a_special_grid_lies_over_base_grids_without_having_to_cover(whole_draft, session):
    assert whole_draft("special_grids", "special_grid").count == 1
    special = areas(session, "grid")["999901001901"]
    assert (special.kind, special.parent_code) == ("special", "999901001")


def test_a_special_grid_outside_its_parent_is_refused(whole_draft, tmp_path):
    with pytest.raises(LayerRefused) as refusal:
        whole_draft("special_grids", "special_grid", parent_of=lambda _: "999901002")
    assert {d.kind for d in refusal.value.defects} == {"outside_parent"}


def test_groups_are_held_against_their_members(whole_draft, session, tmp_path):
    document = json.loads((SHAPES / "district.geojson").read_text())
    about = document["features"][0]["properties"]
    about |= {"code": "999901E01", "name": "全区片区", "member_codes": ["999901001", "999901002"]}
    path = tmp_path / "enforcement.geojson"
    path.write_text(json.dumps(document))
    import_layer(session, path, level="enforcement_area", set_name="trial")
    group = session.scalars(select(AreaGroup).where(AreaGroup.code == "999901E01")).one()
    assert (group.member_codes, group.parent_code) == (["999901001", "999901002"], "999901")

    about |= {"code": "999901E02", "member_codes": ["999901009"]}
    path.write_text(json.dumps(document))
    with pytest.raises(LayerRefused, match="members that are not in the set"):
        import_layer(session, path, level="enforcement_area", set_name="trial", replace_layer=True)


def test_map_features_may_be_lines_and_points_without_a_name(whole_draft, session, tmp_path):
    path = tmp_path / "roads.geojson"
    line = {"type": "LineString", "coordinates": [[120.001, 36.001], [120.002, 36.002]]}
    feature = {"type": "Feature", "properties": {"class": "town", "name": None}, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    report = import_layer(session, path, level="road", set_name="trial")
    road = session.scalars(select(MapFeature).where(MapFeature.set_id == report.set_id)).one()
    assert (road.kind, road.feature_class, road.name) == ("road", "town", "")


def test_a_line_is_no_area(whole_draft, tmp_path, session):
    path = tmp_path / "lines.geojson"
    line = {"type": "LineString", "coordinates": [[120.001, 36.001], [120.002, 36.002]]}
    feature = {"type": "Feature", "properties": {"code": "999901001901"}, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(Problem, match="polygons throughout"):
        import_layer(session, path, level="special_grid", set_name="trial")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not GeoJSON"),
        ('{"type": "Feature"}', "no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "holds no feature"),
        ('{"type": "FeatureCollection", "features": [{"properties": {}, "geometry": null}]}', "no geometry"),
        (
            '{"type": "FeatureCollection", "features":'
            ' [{"geometry": {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]}}]}',
            "Feature 1",
        ),
    ],
)
def test_a_file_that_is_no_layer_is_refused_by_what_is_wrong(load, session, tmp_path, content, words):
    path = tmp_path / "broken.geojson"
    path.write_text(content)
    with pytest.raises(Problem, match=words):
        import_layer(session, path, level="district", set_name="trial")


def test_households_that_are_no_number_are_refused(load, session, tmp_path):
    document = json.loads((SHAPES / "district.geojson").read_text())
    document["features"][0]["properties"]["households"] = "很多"
    path = tmp_path / "district.geojson"
    path.write_text(json.dumps(document))
    with pytest.raises(Problem, match="whole numbers"):
        import_layer(session, path, level="district", set_name="trial")
