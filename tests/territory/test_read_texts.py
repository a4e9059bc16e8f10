"""Texts of boundary files: an odd value costs that value, a declared encoding is doubted by its bytes."""

from __future__ import annotations

import json
import sqlite3

import pytest

from gridops.errors import Problem
from gridops.territory.importing.reading import list_layers, read_layer
from tests.territory.files import archive_of, geojson, named, shapefile, squares, vector

NAMES = (
    "清洋街道南关社区第一网格",
    "清洋街道南关社区第二网格",
    "福山区东关社区第三网格",
    "河西社区",
    "䶮家村",
)


def texts(layer, field="name"):
    return [row[field] for row in layer.properties]


def remarks(layer):
    return " ".join(f"{zh} {en}" for zh, en in layer.reading.said)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("cpg", [True, False])
def test_a_value_cut_within_a_character_loses_that_character_and_its_row_is_named(tmp_path, encoding, cpg):
    whole = named(*NAMES)
    raw = [{"code": r["code"], "name": r["name"].encode(encoding).decode("latin-1")} for r in whole]
    raw[2]["name"] = raw[2]["name"][:-1]
    path = shapefile(tmp_path, squares(), raw, encoding="latin-1", cpg=encoding if cpg else None)
    layer = read_layer(path)
    assert texts(layer) == [*NAMES[:2], NAMES[2][:-1], *NAMES[3:]]
    assert "row 3 “福山区东关社区第三网”" in remarks(layer)
    assert texts(read_layer(path, encoding=encoding)) == texts(layer), "told, it is no other"


def test_a_value_broken_in_its_middle_costs_one_character(tmp_path):
    raw = [{"code": r["code"], "name": r["name"].encode("gb18030").decode("latin-1")} for r in named(*NAMES)]
    raw[0]["name"] = raw[0]["name"][:4] + "\xff" + raw[0]["name"][4:]
    layer = read_layer(shapefile(tmp_path, squares(), raw, encoding="latin-1"))
    assert texts(layer)[0] == NAMES[0][:2] + "�" + NAMES[0][2:]
    assert "row 1" in remarks(layer)


@pytest.mark.parametrize("declared", ["ISO-8859-1", "1252", "ANSI 1252", "LATIN1"])
def test_a_western_cpg_over_chinese_bytes_is_doubted_with_both_readings(tmp_path, declared):
    path = shapefile(tmp_path, squares(), named(*NAMES), encoding="gb18030", cpg=declared)
    layer = read_layer(path)
    assert texts(layer) == list(NAMES)
    said = remarks(layer)
    assert "doubtful" in said
    assert NAMES[0] in said
    assert NAMES[0].encode("gb18030").decode("cp1252", "replace")[:3] in said
    assert texts(read_layer(path, encoding=declared)) != list(NAMES), "who says so again is believed"


@pytest.mark.parametrize("declared", ["GBK", "ISO-8859-1"])
def test_another_cpg_over_utf8_bytes_is_doubted(tmp_path, declared):
    layer = read_layer(shapefile(tmp_path, squares(), named(*NAMES), encoding="utf-8", cpg=declared))
    assert texts(layer) == list(NAMES)
    assert "doubtful" in remarks(layer)


def test_a_western_table_is_western(tmp_path):
    names = ("Évreux", "Île-de-Bréhat", "Besançon", "Hérault", "Nîmes")
    declared = read_layer(shapefile(tmp_path, squares(), named(*names), encoding="latin-1", cpg="ISO-8859-1"))
    assert texts(declared) == list(names)
    assert "doubt" not in remarks(declared)
    assert texts(read_layer(shapefile(tmp_path, squares(), named(*names), encoding="cp1252"))) == list(names)


def test_a_declared_encoding_that_fits_nothing_is_refused_with_both_readings(tmp_path):
    path = shapefile(tmp_path, squares(), named(*NAMES), encoding="gb18030", cpg="UTF-8")
    with pytest.raises(Problem, match=rf"--encoding GB18030.*by GB18030 {NAMES[0]}"):
        read_layer(path)


def test_chinese_field_names_are_read_where_no_value_is_chinese(tmp_path):
    rows = [{"编码": f"99990100{n}", "户数": n} for n in range(5)]
    for encoding in ("gb18030", "utf-8"):
        layer = read_layer(shapefile(tmp_path, squares(), rows, encoding=encoding))
        assert list(layer.properties[0]) == ["编码", "户数"]


def test_controls_and_halves_of_characters_are_left_out_and_named(tmp_path):
    path = geojson(tmp_path / "a.geojson", squares(3), named("甲\x00村", "乙", "丙"))
    body = path.read_text().replace('"\\u4e19"', '"\\ud800\\u4e19"')
    path.write_text(body)
    layer = read_layer(path)
    assert texts(layer) == ["甲村", "乙", "丙"]
    assert "1 (999901001 甲" in remarks(layer)
    assert "3 (999901003" in remarks(layer)


def test_geojson_in_gb18030_is_read_and_said(tmp_path):
    path = geojson(tmp_path / "a.geojson", squares(2), named("东村", "西村"))
    path.write_bytes(json.dumps(json.loads(path.read_text()), ensure_ascii=False).encode("gb18030"))
    layer = read_layer(path)
    assert texts(layer) == ["东村", "西村"]
    assert "read as GB18030" in remarks(layer)


def test_geojson_with_one_broken_byte_is_read_and_the_character_marked(tmp_path):
    path = geojson(tmp_path / "a.geojson", squares(2), named("东村", "西村"))
    body = json.dumps(json.loads(path.read_text()), ensure_ascii=False).encode()
    path.write_bytes(body.replace("西村".encode(), "西村".encode()[:-1]))
    layer = read_layer(path)
    assert texts(layer) == ["东村", "西�"]
    assert "1 characters of the file are broken" in remarks(layer)


def test_one_broken_text_in_a_geopackage_costs_that_text(tmp_path):
    path = vector(tmp_path / "a.gpkg", squares(3), named("东村", "西村", "南村"), driver="GPKG")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE a SET name = CAST(x'E4B89CE69D' AS TEXT) WHERE name = '东村'")
    database.close()
    layer = read_layer(path)
    assert texts(layer) == ["东", "西村", "南村"]
    assert "row 1" in remarks(layer)


def kml_of(*names, encoding="UTF-8", declared=None):
    places = "".join(
        f"<Placemark><name>{name}</name><ExtendedData><Data name='code'><value>99990100{n}</value></Data>"
        "</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{120 + n / 100},36 {120.01 + n / 100},36 {120.01 + n / 100},36.01 {120 + n / 100},36"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for n, name in enumerate(names)
    )
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{places}</Document></kml>'.encode(
        encoding
    )


@pytest.mark.parametrize(
    ("encoding", "declared"), [("GBK", "GBK"), ("gb18030", "GB2312"), ("GBK", "UTF-8"), ("UTF-16", "UTF-16")]
)
def test_kml_in_any_encoding_is_read(tmp_path, encoding, declared):
    path = tmp_path / "a.kml"
    path.write_bytes(kml_of("东村", "西村", encoding=encoding, declared=declared))
    assert texts(read_layer(path), "Name") == ["东村", "西村"]


def test_a_bare_and_in_kml_is_text(tmp_path):
    path = tmp_path / "a.kml"
    path.write_bytes(kml_of("东村&西村", "A&amp;B &#21335;", "<![CDATA[R&D]]>"))
    layer = read_layer(path)
    assert texts(layer, "Name") == ["东村&西村", "A&B 南", "R&D"]
    assert "1 times a bare &" in remarks(layer)


def test_names_packed_by_a_chinese_windows_are_readable(tmp_path):
    one = shapefile(tmp_path, squares(), named(*NAMES), encoding="gb18030").read_bytes()
    (tmp_path / "one.zip").write_bytes(one)
    parts = {s: (tmp_path / "made" / f"layer.{s}").read_bytes() for s in ("shp", "shx", "dbf", "prj")}
    path = archive_of(
        tmp_path / "two.zip", {f"{name}.{s}": body for name in ("AAAA", "BBBB") for s, body in parts.items()}
    )
    # The same length in GB18030, without the mark that says UTF-8: as a Chinese Windows writes it.
    body = (
        path.read_bytes()
        .replace(b"AAAA.", "网格".encode("gb18030") + b".")
        .replace(b"BBBB.", "区界".encode("gb18030") + b".")
    )
    path.write_bytes(body)
    assert list_layers(path) == ["区界", "网格"]
    with pytest.raises(Problem, match="区界, 网格"):
        read_layer(path)
    assert texts(read_layer(path, layer="网格")) == list(NAMES)
