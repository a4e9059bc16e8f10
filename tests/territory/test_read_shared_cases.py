"""The small inputs that went wrong once, with the right answer of each; skipped where they are not at hand."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from gridops.cli.geodata import geodata
from gridops.territory.importing.content import content_of
from gridops.territory.importing.guessing import guess_fields
from gridops.territory.importing.reading import list_layers, read_layer

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
NAMES = ["清洋街道南关社区第一网格", "清洋街道南关社区第二网格", "清洋街道东关社区第三网格"]
CODES = ["370611001001001", "370611001001002", "370611001001003"]


def case(name):
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{name} is not at hand: it lies in ../shared/cases")
    return path


def check(name, *words):
    """The answer of `gridops geodata check`."""
    return CliRunner().invoke(geodata, ["check", str(case(name)), *words])


def content(name, **more):
    layer = read_layer(case(name), **more)
    found = content_of(layer, fields=guess_fields(layer.properties).fields, readers={})
    return found.codes, found.names, " ".join(words.en for words in layer.reading.said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c02_cpg_latin1_but_gbk.zip", "ISO-8859-1 is doubtful: by it the text is ÇåÑó½ÖµÀ"),
        ("c03_utf8_no_cpg.zip", "read as UTF-8 the text is 清洋街道"),
        ("c04_no_shx.zip", ".shx is missing"),
        ("c06_flat.kmz", ""),
        ("c07_folders.kml", "2 folders are read as one layer: 南关社区、东关社区"),
        ("c10_null_geometry.geojson", "Feature 4 (370611001001004 待划定网格): has no geometry; left out"),
        ("c17_filegdb.zip", ""),
        ("c17_geojson_in_zip.zip", ""),
    ],
)
def test_it_is_read_as_it_was_meant_with_a_word_on_what_is_odd(name, said):
    codes, names, remarks = content(name)
    assert (codes, names) == (CODES, NAMES)
    assert said in remarks
    answer = check(name)
    assert answer.exit_code == 0, answer.output
    assert orjson.loads(answer.stdout)["features"] == 3
    assert said in answer.stderr


def test_half_a_character_is_dropped_and_the_rows_named():
    codes, names, remarks = content("c01_gbk_value_cut_mid_char.zip")
    assert (codes, names) == (CODES, [name[:-1] for name in NAMES])
    assert f"row 1 “{NAMES[0][:-1]}”, 2" in remarks


def test_labels_are_told_and_polygons_read():
    answer = check("c08_labels_among_polygons.kml")
    assert answer.exit_code == 0, answer.output
    assert orjson.loads(answer.stdout)["features"] == 3
    assert "3 points, mostly labels, are left out: feature 2" in answer.stderr


def test_one_feature_is_a_layer():
    assert content("c09_single_feature.geojson")[:2] == (["370611"], ["福山区"])


def test_metres_without_a_zone_are_told_by_meridian():
    answer = check("c12_gk_no_zone_prefix_no_prj.zip")
    assert answer.exit_code == 1
    assert "--crs EPSG:4549" in answer.output
    assert "EPSG:4528" not in answer.output
    assert check("c12_gk_no_zone_prefix_no_prj.zip", "--crs", "EPSG:4549").exit_code == 0


def test_swapped_metres_are_told_and_read_when_told():
    answer = check("c13_gk_x_is_north_no_prj.zip")
    assert answer.exit_code == 1
    assert "x is the northing" in answer.output
    assert "feet" not in answer.output
    assert check("c13_gk_x_is_north_no_prj.zip", "--crs", "EPSG:4528", "--swap-axes").exit_code == 0


def test_twenty_digits_are_twenty_digits():
    codes, names, _ = content("c19_numeric_code_20digits.zip")
    assert codes == ["37061100100100110101", "37061100100200220202", "37061100100300330303"]
    assert names == NAMES


def test_layers_packed_in_gbk_are_asked_for_by_readable_names():
    assert list_layers(case("c20_gbk_names_two_layers.zip")) == ["区界", "网格"]
    answer = check("c20_gbk_names_two_layers.zip")
    assert answer.exit_code == 1
    assert "区界, 网格" in answer.output
    assert check("c20_gbk_names_two_layers.zip", "--layer", "网格").exit_code == 0


def test_codes_saved_by_a_chinese_spreadsheet_are_entered(database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database.url)
    answer = CliRunner().invoke(geodata, ["codes", str(case("k01_codes_gbk.csv")), "--from", "2035-01-01"])
    assert answer.exit_code == 0, answer.output
    assert "1 codes of the system district" in answer.output
