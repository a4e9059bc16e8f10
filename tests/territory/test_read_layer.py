"""Reading what offices hold: four formats, the system read, declared or overridden, text in its encoding."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.territory.importing.guessing import guess_fields, samples_of
from gridops.territory.importing.reading import list_layers, read_layer, to_metres
from tests.territory.files import geojson, named, shapefile, squares, vector

#: Village names with a character that GBK lacks and GB18030 holds.
VILLAGES = ("东陌堂村", "西陌堂村", "䶮家村", "河西社区", "福海社区")


def names_in(path, **more):
    layer = read_layer(path, **more)
    return samples_of(layer.properties, guess_fields(layer.properties).found["name"]), layer


@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", "gpkg"), ("KML", "kml"), ("GeoJSON", "geojson")])
def test_each_format_gives_the_same_areas(tmp_path, driver, suffix):
    crs = "EPSG:4326" if driver != "GPKG" else "EPSG:4490"
    path = vector(tmp_path / f"villages.{suffix}", squares(), named(*VILLAGES), driver=driver, crs=crs)
    layer = read_layer(path)
    assert layer.reading.format == suffix
    assert layer.types == {"Polygon": 5}
    assert shapely.equals(layer.shapes, squares()).all()
    name = "Name" if driver == "KML" else "name"
    assert [p[name] for p in layer.properties] == list(VILLAGES)


def test_a_zipped_shapefile_gives_the_same_areas(tmp_path):
    found, layer = names_in(shapefile(tmp_path, squares(), named(*VILLAGES), cpg="UTF-8"))
    assert found == list(VILLAGES)
    assert shapely.equals(layer.shapes, squares()).all()
    assert (layer.reading.format, layer.reading.system.name) == ("shapefile", "EPSG:4490")


@pytest.mark.parametrize(
    ("encoding", "cpg", "read_as"),
    [
        ("utf-8", "UTF-8", "utf-8"),
        ("gb18030", "GB18030", "gb18030"),
        ("gb18030", "936", "gb18030"),
        ("gb18030", "ANSI 936", "gb18030"),
        ("gb18030", None, "gb18030"),
    ],
)
def test_the_cpg_is_obeyed_and_without_one_gb18030_comes_first(tmp_path, encoding, cpg, read_as):
    found, layer = names_in(shapefile(tmp_path, squares(), named(*VILLAGES), encoding=encoding, cpg=cpg))
    assert found == list(VILLAGES)
    assert layer.reading.encoding == read_as


def test_utf8_is_tried_where_the_bytes_are_no_gb18030(tmp_path):
    # Three bytes a character: an odd number of them leaves GB18030 half a character.
    found, layer = names_in(shapefile(tmp_path, squares(), named("村", "东村庄", "河西社区", "南村", "北村")))
    assert layer.reading.encoding == "utf-8"
    assert found[0] == "村"


def test_bytes_that_fit_both_are_read_as_utf8_with_both_readings_said(tmp_path):
    path = shapefile(tmp_path, squares(2), named("东村", "西村"))
    found, layer = names_in(path)
    assert found == ["东村", "西村"]
    assert layer.reading.encoding == "utf-8"
    assert any("东村" in zh and "say GB18030" in en for zh, en in layer.reading.said)
    assert names_in(path, encoding="GB18030")[0] != ["东村", "西村"]


def test_bytes_that_fit_neither_are_refused(tmp_path):
    with pytest.raises(Problem, match="neither GB18030 nor UTF-8"):
        read_layer(shapefile(tmp_path, squares(1), [{"code": "1", "name": "\xff\xfe"}], encoding="latin-1"))


def test_a_cpg_that_does_not_fit_is_refused_and_outweighed(tmp_path):
    path = shapefile(tmp_path, squares(), named(*VILLAGES), encoding="gb18030", cpg="UTF-8")
    with pytest.raises(Problem, match=r"The .cpg's UTF-8 does not fit"):
        read_layer(path)
    assert names_in(path, encoding="GB18030")[0] == list(VILLAGES)


@pytest.mark.parametrize("told", ["klingon", ""])
def test_an_unknown_encoding_is_refused(tmp_path, told):
    path = shapefile(tmp_path, squares(), named(*VILLAGES), cpg="klingon")
    with pytest.raises(Problem, match="no known encoding"):
        read_layer(path, encoding=told or None)


def test_field_names_cut_inside_a_character_are_still_found(tmp_path):
    rows = [{"网格编": f"99990100{n}", "网格名": name} for n, name in enumerate(VILLAGES)]
    path = shapefile(tmp_path, squares(), rows, cpg="UTF-8")
    layer = read_layer(path)
    assert set(guess_fields(layer.properties).found) >= {"code", "name"}


def test_a_system_is_read_declared_or_overridden(tmp_path):
    metres = to_metres(np.array(squares(), dtype=object), 4528)
    rows = named(*VILLAGES)
    declared = vector(tmp_path / "a.gpkg", list(metres), rows, driver="GPKG", crs="EPSG:4528")
    assert read_layer(declared).reading.system.known_by == "declared"
    path = shapefile(tmp_path, list(metres), rows, cpg="UTF-8", prj=False)
    with pytest.raises(Problem, match="--crs EPSG:4528, whose eastings look like these"):
        read_layer(path)
    told = read_layer(path, "EPSG:4528")
    assert told.reading.system.known_by == "told"
    for layer in (read_layer(declared), told):
        assert shapely.hausdorff_distance(layer.shapes, squares()).max() < 2e-7


def test_a_map_maker_s_coordinates_are_converted_when_told(tmp_path):
    shifted = shapely.transform(squares(), lambda x, y: convert(x, y, "cgcs2000", "gcj02"), interleaved=False)
    path = geojson(tmp_path / "amap.geojson", shifted, named(*VILLAGES))
    assert shapely.hausdorff_distance(read_layer(path, "gcj02").shapes, squares()).max() < 2e-7
    assert shapely.hausdorff_distance(read_layer(path).shapes, squares()).max() > 3e-3


def test_an_old_datum_is_said_to_be_vague(tmp_path):
    path = vector(tmp_path / "a.gpkg", squares(), named(*VILLAGES), driver="GPKG", crs="EPSG:4610")
    assert any("another datum" in en for _, en in read_layer(path).reading.said)


def test_heights_are_left_out_and_said(tmp_path):
    path = geojson(tmp_path / "z.geojson", shapely.force_3d(squares(), 12.0), named(*VILLAGES))
    layer = read_layer(path)
    assert not shapely.has_z(layer.shapes).any()
    assert any("Heights" in en for _, en in layer.reading.said)


def test_a_file_of_several_layers_asks_which(tmp_path):
    path = tmp_path / "two.gpkg"
    vector(path, squares(), named(*VILLAGES), driver="GPKG", layer="villages")
    vector(path, squares(2), named("甲", "乙"), driver="GPKG", layer="grids", append=True)
    assert sorted(list_layers(path)) == ["grids", "villages"]
    with pytest.raises(Problem, match="say which with --layer"):
        read_layer(path)
    assert len(read_layer(path, layer="grids").shapes) == 2
    with pytest.raises(Problem, match="no layer roads"):
        read_layer(path, layer="roads")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (("XZQDM", "XZQMC"), {"code": "XZQDM", "name": "XZQMC"}),
        (("网格编码", "网格名称"), {"code": "网格编码", "name": "网格名称"}),
        (("CODE", "Name"), {"code": "CODE", "name": "Name"}),
        (("a1", "b2"), {"code": "a1", "name": "b2"}),
    ],
)
def test_fields_are_guessed_by_name_and_by_what_stands_in_them(fields, found):
    rows = [{fields[0]: f"37061100{n}", fields[1]: name, "OBJECTID": n} for n, name in enumerate(VILLAGES)]
    assert guess_fields(rows).found == found


def test_parent_kind_and_households_are_guessed_too_and_outweighed():
    rows = [
        {
            "编码": "370611001001",
            "名称": "南关",
            "上级编码": "370611001",
            "类型": "社区",
            "户数": 400,
            "备注": "x",
        }
    ]
    assert guess_fields(rows).found == {
        "code": "编码",
        "name": "名称",
        "parent": "上级编码",
        "kind": "类型",
        "households": "户数",
    }
    assert guess_fields(rows, {"name": "备注"}).found["name"] == "备注"
    with pytest.raises(Problem, match="There is no field 别名"):
        guess_fields(rows, {"name": "别名"})


def test_a_running_number_is_taken_for_no_code():
    rows = [{"OBJECTID": n, "mc": name} for n, name in enumerate(VILLAGES, start=1)]
    assert "code" not in guess_fields(rows).found
