"""Coordinates whose system nobody knows, or that are another than they say: hints by zone, meridian and axes."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
import shapely

from gridops.errors import Problem
from gridops.territory.importing.reading import read_layer, to_metres
from tests.territory.files import geojson, named, shapefile, squares

NAMES = "甲乙丙丁戊"


UNKNOWN = (
    'PROJCS["镇网格",GEOGCS["g",DATUM["D_x",SPHEROID["s",6378137,298.257]],PRIMEM["Greenwich",0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Mystery"],PARAMETER["Central_Meridian",120.0],UNIT["Meter",1.0]]'
)


def projected(tmp_path, srid, prj=None, *, turned=False):
    metres = to_metres(np.array(squares(), dtype=object), srid)
    if turned:
        metres = shapely.transform(metres, lambda xy: xy[:, ::-1])
    path = shapefile(tmp_path, list(metres), named(*NAMES), cpg="UTF-8", prj=False)
    if prj is not None:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("村界/layer.prj", prj)
    return path


@pytest.mark.parametrize(
    "prj", [UNKNOWN, UNKNOWN.encode("gb18030"), "hello world", 'PROJCS["unknown"]', "EPSG:99999"]
)
def test_a_projection_that_nobody_knows_is_refused_in_words_and_outweighed(tmp_path, prj):
    path = projected(tmp_path, 4528, prj)
    with pytest.raises(Problem, match="say which it is, such as --crs EPSG"):
        read_layer(path)
    assert shapely.hausdorff_distance(read_layer(path, "EPSG:4528").shapes, squares()).max() < 2e-7


@pytest.mark.parametrize(
    "told", ["EPSG:5773", "EPSG:4978", "\x00", "+proj=nonsense", "EPSG:", "{}", "\ud800"]
)
def test_a_told_system_that_is_none_is_refused_in_words(tmp_path, told):
    path = geojson(tmp_path / "a.geojson", squares(), named(*NAMES))
    with pytest.raises(Problem) as refusal:
        read_layer(path, told)
    assert refusal.value.kind.code == "invalid"


@pytest.mark.parametrize(
    ("srid", "near", "words"),
    [
        (4528, 120.0, "--crs EPSG:4528, whose"),
        (4549, 120.0, "--crs EPSG:4549, whose"),
        (4510, 122.0, "--crs EPSG:4510, whose"),
        (4498, 118.0, "--crs EPSG:4498, whose"),
        (4509, 118.5, "--crs EPSG:4509, whose"),
        (3857, 120.0, "--crs EPSG:3857, whose"),
        (4549, None, "120°E EPSG:4549"),
    ],
)
def test_numbers_without_a_system_are_told_by_zone_and_meridian(tmp_path, srid, near, words):
    path = projected(tmp_path, srid)
    with pytest.raises(Problem, match=words):
        read_layer(path, near_lon=near)
    assert shapely.hausdorff_distance(read_layer(path, f"EPSG:{srid}").shapes, squares()).max() < 2e-6


@pytest.mark.parametrize("srid", [4528, 4549])
def test_swapped_axes_of_metres_are_named_and_swapped_when_told(tmp_path, srid):
    path = projected(tmp_path, srid, turned=True)
    with pytest.raises(Problem, match=rf"x is the northing .*--swap-axes.*--crs EPSG:{srid}"):
        read_layer(path, near_lon=120.0)
    layer = read_layer(path, f"EPSG:{srid}", swap_axes=True)
    assert shapely.hausdorff_distance(layer.shapes, squares()).max() < 2e-7


def test_a_zone_s_number_beside_a_system_without_one_is_named(tmp_path):
    path = projected(tmp_path, 4528)
    with pytest.raises(Problem, match=r"fall outside the globe.*--crs EPSG:4528"):
        read_layer(path, "EPSG:4549", near_lon=120.0)


def test_degrees_declared_over_metres_are_named(tmp_path):
    degrees = (
        'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'
    )
    path = projected(tmp_path, 4528, degrees)
    with pytest.raises(Problem, match=r"the file says EPSG:4326.*--crs EPSG:4528"):
        read_layer(path, near_lon=120.0)


def test_a_folder_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(Problem, match="is a folder: zip it"):
        read_layer(tmp_path)


def test_a_name_with_a_line_break_does_not_break_the_refusal(tmp_path):
    path = tmp_path / "a\nb.geojson"
    path.write_text("x")
    with pytest.raises(Problem) as refusal:
        read_layer(path)
    assert "\n" not in refusal.value.detail[1]
