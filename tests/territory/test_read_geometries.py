"""Geometries of boundary files: a feature without one costs that feature, archives and folders are told by content."""

from __future__ import annotations

import json

import numpy as np
import pyogrio
import pytest
import shapely

from gridops.errors import Problem
from gridops.territory.importing.checking import check_file
from gridops.territory.importing.reading import ReadOptions, list_layers, read_layer
from tests.territory.files import archive_of, geojson, named, shapefile, squares, vector

NAMES = "甲乙丙丁戊"


def remarks(layer):
    return " ".join(f"{zh} {en}" for zh, en in layer.reading.said)


def with_geometry(path, n, geometry):
    """The GeoJSON with another geometry for feature n (from 0)."""
    document = json.loads(path.read_text())
    document["features"][n]["geometry"] = geometry
    path.write_text(json.dumps(document))
    return path


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(ring)]}


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "has no geometry"),
        ({}, "has no geometry"),
        ({"type": "Polygon", "coordinates": []}, "has no geometry"),
        ({"type": "Circle", "coordinates": [1, 2]}, "GeoJSON does not know"),
        ("POLYGON", "GeoJSON does not know"),
        (polygon([120, 36], [120.1, 36], [120.1, 36.1]), "ring that is not closed"),
        ({"type": "Polygon", "coordinates": "x"}, "not written as GeoJSON's are"),
        (polygon(["120", 36], [120.1, 36], [120.1, 36.1], ["120", 36]), "not written as GeoJSON's are"),
        (polygon([120, 36], [120.1, 1e999], [120.1, 36.1], [120, 36]), "not written as GeoJSON's are"),
        (polygon([120, 36], [0, 0], [120.1, 36.1], [120, 36]), "spans 120° by 36°"),
        (polygon([999, 36], [999.1, 36], [999.1, 36.1], [999, 36]), "outside the globe"),
    ],
)
def test_an_odd_geometry_costs_that_feature_which_is_named(tmp_path, geometry, words):
    path = with_geometry(geojson(tmp_path / "a.geojson", squares(), named(*NAMES)), 1, geometry)
    layer = read_layer(path)
    assert [row["name"] for row in layer.properties] == ["甲", "丙", "丁", "戊"]
    assert layer.numbers == [1, 3, 4, 5]
    said = remarks(layer)
    assert "Feature 2 (999901002 乙)" in said
    assert words in said
    assert check_file(path, ReadOptions()).defects == [], "the rest is checked"


def test_a_shapefile_s_row_without_a_shape_costs_that_row(tmp_path):
    shapes = np.array(squares(3), dtype=object)
    made = tmp_path / "layer.shp"
    wkb = shapely.to_wkb(shapes)
    wkb[1] = None
    pyogrio.raw.write(
        made,
        geometry=wkb,
        field_data=[np.array(["1001", "1002", "1003"], dtype=object)],
        fields=["code"],
        geometry_type="Polygon",
        crs="EPSG:4490",
        driver="ESRI Shapefile",
    )
    path = archive_of(tmp_path / "a.zip", {p.name: p.read_bytes() for p in tmp_path.glob("layer.*")})
    layer = read_layer(path)
    assert [row["code"] for row in layer.properties] == ["1001", "1003"]
    assert "Feature 2 (1002): has no geometry" in remarks(layer)


def test_labels_among_polygons_are_left_out_and_told(tmp_path):
    shapes = [*squares(2), shapely.Point(120.005, 36.005), shapely.MultiPoint([(120.015, 36.005)])]
    path = geojson(tmp_path / "a.geojson", shapes, named(*"甲乙丙丁"))
    checked = check_file(path, ReadOptions())
    assert checked.defects == []
    assert len(checked.layer.shapes) == 2
    assert "2 points, mostly labels, are left out: feature 3 (999901003 丙), 4" in remarks(checked.layer)
    assert read_layer(path).types == {"Polygon": 2, "Point": 1, "MultiPoint": 1}, (
        "places are points, after all"
    )


def test_points_alone_and_lines_among_polygons_are_refused_by_name(tmp_path):
    path = geojson(tmp_path / "a.geojson", [shapely.Point(120, 36)], named("甲"))
    with pytest.raises(Problem, match=r"it holds 1 Point\. Feature 1 \(999901001 甲\) is a Point"):
        check_file(path, ReadOptions())
    line = shapely.LineString([(120, 36), (120.1, 36.1)])
    path = geojson(tmp_path / "b.geojson", [*squares(1), line], named("甲", "乙"))
    with pytest.raises(Problem, match=r"Feature 2 \(999901002 乙\) is a LineString"):
        check_file(path, ReadOptions())


def test_of_a_collection_its_polygons_are_read(tmp_path):
    mixed = shapely.GeometryCollection([squares(1)[0], shapely.Point(120.005, 36.005)])
    path = geojson(tmp_path / "a.geojson", [mixed, squares(2)[1]], named("甲", "乙"))
    checked = check_file(path, ReadOptions())
    assert checked.layer.types == {"Polygon": 2}
    assert "1 (999901001 甲) is made of several geometries" in remarks(checked.layer)


def feature(n=0):
    return {
        "type": "Feature",
        "properties": named(*NAMES)[n],
        "geometry": json.loads(shapely.to_geojson(squares()[n])),
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (json.dumps(feature()), 1),
        (json.dumps([feature(), feature(1)]), 2),
        ("\n".join(json.dumps(feature(n)) for n in range(3)), 3),
        ("\n".join("\x1e" + json.dumps(feature(n)) for n in range(3)), 3),
        (json.dumps(feature()["geometry"]), 1),
        ("\ufeff" + json.dumps(feature()), 1),
    ],
)
def test_any_root_of_geojson_is_read(tmp_path, text, count):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    assert len(read_layer(path).shapes) == count


def test_utf16_geojson_is_read(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_bytes(json.dumps(feature()).encode("utf-16"))
    assert read_layer(path).properties[0]["name"] == "甲"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "Topology", "objects": {}}', "but TopoJSON: export it as GeoJSON"),
        ('{"features": [{"attributes": {}, "geometry": {"rings": []}}]}', "but Esri JSON"),
        ('{"a": 1,\n "b" 2}', "line 2, character 6 is not JSON"),
        ("[1, 2]", "no GeoJSON FeatureCollection or Feature"),
        ('{"type": "FeatureCollection", "features": 5}', "no GeoJSON FeatureCollection or Feature"),
    ],
)
def test_other_json_is_refused_by_what_it_is(tmp_path, text, words):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    with pytest.raises(Problem, match=words):
        read_layer(path)


def parts_of(tmp_path, *suffixes):
    shapefile(tmp_path, squares(), named(*NAMES), encoding="gb18030")
    return {f"grids.{s}": (tmp_path / "made" / f"layer.{s}").read_bytes() for s in suffixes}


def test_a_missing_or_broken_index_is_made_anew_and_told(tmp_path):
    missing = read_layer(archive_of(tmp_path / "a.zip", parts_of(tmp_path, "shp", "dbf", "prj")))
    assert shapely.equals(missing.shapes, squares()).all()
    assert ".shx is missing" in remarks(missing)
    parts = parts_of(tmp_path, "shp", "shx", "dbf", "prj")
    broken = archive_of(tmp_path / "b.zip", {**parts, "grids.shx": parts["grids.shx"][:50]})
    assert len(read_layer(broken).shapes) == 5


def test_a_table_with_too_few_rows_is_told(tmp_path):
    parts = parts_of(tmp_path, "shp", "shx", "prj")
    other = tmp_path / "other"
    other.mkdir()
    shapefile(other, squares(3), named(*"甲乙丙"), encoding="gb18030")
    parts["grids.dbf"] = (other / "made" / "layer.dbf").read_bytes()
    layer = read_layer(archive_of(tmp_path / "a.zip", parts))
    assert "holds 3 rows for 5 shapes" in remarks(layer)
    assert [row["name"] for row in layer.properties] == ["甲", "乙", "丙"]


def geodatabase(tmp_path, *layers):
    folder = tmp_path / "grids.gdb"
    for n, name in enumerate(layers):
        vector(
            folder,
            squares(),
            named(*NAMES),
            driver="OpenFileGDB",
            layer=name,
            append=n > 0,
            geometry_type="MultiPolygon",
        )
    return {f"data/grids.gdb/{p.name}": p.read_bytes() for p in folder.iterdir()}


def test_a_geodatabase_in_an_archive_is_read(tmp_path):
    layer = read_layer(archive_of(tmp_path / "a.zip", geodatabase(tmp_path, "wg")))
    assert layer.reading.format == "gdb"
    assert [row["name"] for row in layer.properties] == list(NAMES)


def test_the_layers_of_a_geodatabase_are_asked_for(tmp_path):
    path = archive_of(tmp_path / "a.zip", geodatabase(tmp_path, "网格", "社区"))
    assert sorted(list_layers(path)) == ["社区", "网格"]
    with pytest.raises(Problem, match="say which with --layer"):
        read_layer(path)
    assert len(read_layer(path, layer="网格").shapes) == 5


@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", "gpkg"), ("KML", "kml"), ("GeoJSON", "geojson")])
def test_any_format_in_an_archive_is_read(tmp_path, driver, suffix):
    crs = "EPSG:4490" if driver == "GPKG" else "EPSG:4326"
    made = vector(tmp_path / f"a.{suffix}", squares(), named(*NAMES), driver=driver, crs=crs)
    path = archive_of(
        tmp_path / "a.zip",
        {f"网格/网格.{suffix}": made.read_bytes(), f"__MACOSX/._网格.{suffix}": b"x", "说明.txt": b"x"},
    )
    layer = read_layer(path)
    assert (layer.reading.format, len(layer.shapes)) == (suffix, 5)


def test_an_archive_of_other_things_says_what_is_in_it(tmp_path):
    path = archive_of(tmp_path / "a.zip", {"图/网格.dwg": b"x", "说明.docx": b"x"})
    with pytest.raises(Problem, match=r"in the archive there are: 图/网格\.dwg, 说明\.docx"):
        read_layer(path)


def test_a_json_beside_a_layer_is_no_layer_and_alone_it_is(tmp_path):
    body = json.dumps(feature()).encode()
    beside = {**parts_of(tmp_path, "shp", "shx", "dbf", "prj"), "metadata.json": b"{}"}
    assert list_layers(archive_of(tmp_path / "a.zip", beside)) == ["grids"]
    assert list_layers(archive_of(tmp_path / "b.zip", {"grids.json": body})) == ["grids"]


def test_the_parents_file_s_oddities_are_told_too(tmp_path):
    parents = geojson(
        tmp_path / "p.geojson", [shapely.box(120, 36, 120.05, 36.01)], [{"code": "9999", "name": "镇"}]
    )
    document = json.loads(parents.read_text())
    document["features"].append({"type": "Feature", "properties": {"code": "8888"}, "geometry": None})
    parents.write_text(json.dumps(document))
    children = geojson(tmp_path / "c.geojson", squares(), named(*NAMES))
    checked = check_file(children, ReadOptions(), parent=parents)
    assert checked.defects == []
    assert "p.geojson: Feature 2 (8888): has no geometry" in remarks(checked.layer)


def test_contents_of_two_kinds_are_named_apart(tmp_path):
    body = json.dumps(feature()).encode()
    path = archive_of(
        tmp_path / "a.zip", {**parts_of(tmp_path, "shp", "shx", "dbf", "prj"), "区界.geojson": body}
    )
    assert list_layers(path) == ["grids", "区界"]
    assert read_layer(path, layer="区界").reading.format == "geojson"


def test_a_shapefile_without_its_table_is_told_beside_one_that_has_it(tmp_path):
    members = parts_of(tmp_path, "shp", "shx", "dbf", "prj")
    path = archive_of(
        tmp_path / "a.zip", {**members, "社区/村界.shp": members["grids.shp"], "村界.prj": b"x"}
    )
    assert list_layers(path) == ["grids"]
    (words,) = [w for w in read_layer(path).reading.said if "dbf" in w.en]
    assert words.zh == "没有读 社区/村界：缺少 .dbf，名称和编码在其中"
    assert "Not read: 社区/村界, without a .dbf" in words.en
    with pytest.raises(Problem, match=r"社区/村界.shp comes without its .dbf"):
        read_layer(path, layer="社区/村界")
