"""Codes are text from the first byte on: every digit arrives, or the number is refused; an object is no code."""

from __future__ import annotations

import json
import sqlite3
import zipfile

import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner

from gridops.cli.geodata import geodata
from gridops.errors import Problem
from gridops.territory.importing.checking import check_file
from gridops.territory.importing.content import content_of
from gridops.territory.importing.guessing import guess_fields
from gridops.territory.importing.reading import ReadOptions, read_layer
from tests.territory.files import geojson, named, shapefile, squares

LONG = [37061100100100110101 + n for n in range(3)]
WIDE = [3706110010010010011 + n for n in range(3)]


def codes_in(path, **fields):
    layer = read_layer(path)
    return content_of(layer, fields=guess_fields(layer.properties, fields).fields, readers={}).codes


def numeric(path, field=b"code"):
    """The Shapefile with a text field declared as numbers, as offices keep their codes."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            content = bytearray(body)
            if name.endswith(".dbf"):
                content[content.index(field) + 11] = ord("N")
            archive.writestr(name, bytes(content))
    return path


def texts(values):
    return [str(value) for value in values]


def test_twenty_digits_of_a_shapefile_s_number_arrive(tmp_path):
    rows = [{"code": str(code), "name": f"第{n}网格"} for n, code in enumerate(LONG)]
    assert codes_in(numeric(shapefile(tmp_path, squares(3), rows, encoding="gb18030"))) == texts(LONG)


def test_decimals_zeros_and_overflow_of_a_shapefile_s_number(tmp_path):
    rows = [
        {"code": "370611001.000", "n": "007"},
        {"code": "370611002", "n": "****"},
        {"code": "370611003", "n": ""},
    ]
    path = numeric(numeric(shapefile(tmp_path, squares(3), rows)), b"n\x00\x00")
    layer = read_layer(path)
    assert [row["code"] for row in layer.properties] == [370611001, 370611002, 370611003]
    assert [row["n"] for row in layer.properties] == ["007", None, None]
    assert any("row 2" in en and "did not fit" in en for _, en in layer.reading.said)


def test_digits_that_a_table_lost_already_are_refused_by_name(tmp_path):
    rows = [{"code": f"3.7061100100100{n}e+19", "name": f"第{n}网格"} for n in range(3)]
    path = numeric(shapefile(tmp_path, squares(3), rows, encoding="gb18030", cpg="GBK"))
    with pytest.raises(
        Problem, match=r"Feature 1: code is 3\.7061100100100e\+19|Feature 1: code is 3\.70611001001e\+19"
    ):
        codes_in(path)


def test_twenty_digits_of_a_json_number_arrive(tmp_path):
    rows = [{"code": code, "name": f"第{n}网格"} for n, code in enumerate(LONG)]
    assert codes_in(geojson(tmp_path / "a.geojson", squares(3), rows)) == texts(LONG)


def test_a_json_number_with_a_point_beyond_exactness_is_refused_by_name(tmp_path):
    path = geojson(tmp_path / "a.geojson", squares(2), [{"code": 1, "name": "甲"}, {"code": 2, "name": "乙"}])
    path.write_text(path.read_text().replace('"code": 2', '"code": 37061100100100110101.0'))
    with pytest.raises(Problem, match=r"Feature 2: code is 3\.706"):
        codes_in(path)


def geopackage(path, column):
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(squares(3), dtype=object)),
        field_data=[column, np.array(["甲", "乙", "丙"], dtype=object)],
        fields=["code", "name"],
        geometry_type="Polygon",
        crs="EPSG:4490",
        driver="GPKG",
    )
    return path


def test_nineteen_digits_of_a_geopackage_arrive_beside_a_gap(tmp_path):
    path = geopackage(tmp_path / "a.gpkg", np.array(WIDE))
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE a SET code = NULL WHERE name = '乙'")
    database.close()
    assert codes_in(path) == [str(WIDE[0]), "#2", str(WIDE[2])]


def test_a_geopackage_s_floating_codes_are_refused_by_name(tmp_path):
    with pytest.raises(Problem, match=r"Feature 1: code is 3\.7"):
        codes_in(geopackage(tmp_path / "a.gpkg", np.array(LONG, dtype=float)))
    exact = np.array([370611001001.0, 370611001002.0, 370611001003.0])
    assert codes_in(geopackage(tmp_path / "b.gpkg", exact))[0] == "370611001001"


def test_typed_numbers_of_kml_arrive_digit_by_digit(tmp_path):
    places = "".join(
        "<Placemark><ExtendedData><SchemaData schemaUrl='#s'>"
        f"<SimpleData name='code'>0{code}</SimpleData><SimpleData name='nr'>{code}</SimpleData>"
        "</SchemaData></ExtendedData>"
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{120 + n},36 {121 + n},36 {121 + n},37 {120 + n},36"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for n, code in enumerate(LONG)
    )
    path = tmp_path / "a.kml"
    path.write_text(
        "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Schema name='s' id='s'>"
        "<SimpleField name='code' type='int'/><SimpleField type=\"double\" name='nr'/></Schema>"
        f"{places}</Document></kml>"
    )
    assert codes_in(path) == [f"0{code}" for code in LONG]
    assert codes_in(path, code="nr") == texts(LONG)


PUBLISHED = [
    {
        "adcode": 370611,
        "name": "福山区",
        "parent": {"adcode": 370600},
        "center": [121.26, 37.49],
        "acroutes": [1, 2],
    },
    {
        "adcode": 370612,
        "name": "牟平区",
        "parent": {"adcode": 370600},
        "center": [121.6, 37.38],
        "acroutes": [1, 2],
    },
]


def test_an_object_is_looked_into_and_a_list_passed_over(tmp_path):
    layer = read_layer(geojson(tmp_path / "a.geojson", squares(2), PUBLISHED))
    guess = guess_fields(layer.properties)
    assert guess.found == {"code": "adcode", "name": "name", "parent": "parent"}
    found = content_of(layer, fields=guess.fields, readers={})
    assert (found.codes, found.parents) == (["370611", "370612"], ["370600", "370600"])


def test_an_object_without_a_code_in_it_is_no_parent(tmp_path):
    rows = [{"code": "370611", "name": {"name": "福山区"}, "parent": {"level": "city"}, "code_list": ["1"]}]
    layer = read_layer(geojson(tmp_path / "a.geojson", squares(1), rows))
    guess = guess_fields(layer.properties)
    assert "parent" not in guess.found
    found = content_of(layer, fields=guess.fields, readers={})
    assert (found.names, found.parents) == (["福山区"], [None])


def test_an_object_that_a_table_holds_as_text_is_looked_into_too(tmp_path):
    rows = [
        {**row, "parent": json.dumps(row["parent"]), "center": "[1, 2]", "acroutes": ""} for row in PUBLISHED
    ]
    layer = read_layer(shapefile(tmp_path, squares(2), rows, encoding="utf-8", cpg="UTF-8"))
    found = content_of(layer, fields=guess_fields(layer.properties).fields, readers={})
    assert found.parents == ["370600", "370600"]


def test_a_feature_without_a_code_is_named_by_its_number(tmp_path):
    path = geojson(tmp_path / "a.geojson", squares(3), [*named("甲", "乙"), {"code": None, "name": "丙"}])
    notes = [d.note for d in check_file(path, ReadOptions()).defects]
    assert notes == ["'#3' is no code of letters and digits"]


@pytest.fixture
def national(tmp_path):
    """Regions and municipalities of a national list: short codes of regions, and both files with a field for them."""
    whole = [shapely.box(10, 40, 11, 41), shapely.box(11, 40, 12, 41)]
    halves = [shapely.box(10 + n / 2, 40, 10.5 + n / 2, 41) for n in range(4)]
    regions = [
        {"reg_name": name, "reg_istat_code_num": n, "reg_istat_code": f"0{n}"}
        for n, name in enumerate(("Piemonte", "Valle d'Aosta"), start=1)
    ]
    towns = [
        {
            "name": f"Comune {n}",
            "com_istat_code": f"00100{n}",
            "reg_istat_code": f"0{1 + n // 2}",
            "reg_name": "x",
        }
        for n in range(4)
    ]
    return geojson(tmp_path / "regions.geojson", whole, regions), geojson(
        tmp_path / "towns.geojson", halves, towns
    )


def test_a_field_of_both_files_is_the_code_there_and_the_reference_here(national):
    regions, towns = national
    asked = ReadOptions(fields={"code": "com_istat_code", "parent": "reg_istat_code"})
    assert check_file(towns, asked, parent=regions).defects == []


def test_a_reference_that_is_wrong_is_found(national):
    regions, towns = national
    document = json.loads(towns.read_text())
    document["features"][0]["properties"]["reg_istat_code"] = "02"
    towns.write_text(json.dumps(document))
    asked = ReadOptions(fields={"code": "com_istat_code", "parent": "reg_istat_code"})
    assert {d.kind for d in check_file(towns, asked, parent=regions).defects} >= {"gap", "outside_parent"}


def test_repaired_areas_are_written_with_every_digit(tmp_path):
    rows = [{"code": code, "name": f"第{n}网格"} for n, code in enumerate(LONG)]
    path, out = geojson(tmp_path / "a.geojson", squares(3), rows), tmp_path / "out.geojson"
    answer = CliRunner().invoke(geodata, ["check", str(path), "--repair", "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    assert [f["properties"]["code"] for f in json.loads(out.read_text())["features"]] == LONG
