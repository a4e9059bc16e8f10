"""Files that nobody should have sent: each is answered clearly, and nothing is written."""

from __future__ import annotations

import json
import os
import zipfile

import pytest
import shapely
from sqlalchemy import text

from gridops.errors import Problem
from gridops.territory.importing.reading import read_layer
from gridops.territory.importing.reading.unpacking import MAX_FILE_BYTES
from gridops.territory.importing.writing import import_layer
from tests.territory.files import archive_of, geojson, named, shapefile, squares
from tests.territory.trial import SHAPES


def refused(path, words):
    with pytest.raises(Problem, match=words) as refusal:
        read_layer(path)
    assert refusal.value.kind.code == "invalid"
    assert all(refusal.value.detail)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.geojson"
    path.touch()
    refused(path, "is empty")


def test_three_hundred_megabytes_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    assert path.stat().st_size > MAX_FILE_BYTES
    refused(path, "has 300 MB; the limit is 256 MB")


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path):
    path = archive_of(tmp_path / "bomb.zip", {"a.shp": bytes(300 * 2**20), "a.dbf": b""})
    assert path.stat().st_size < 2**20
    refused(path, "looks like a zip bomb")


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path):
    path = shapefile(tmp_path, squares(), named(*"甲乙丙丁戊"), cpg="UTF-8")
    body = bytearray(path.read_bytes())
    body[len(body) // 3] ^= 0xFF
    path.write_bytes(body)
    refused(path, "damaged|cannot be read|no sound zip|holds no .shp|comes without")


@pytest.mark.parametrize(
    "name", ["../../etc/a.shp", "/etc/a.shp", "..\\..\\a.shp", "C:/a.shp", "x/../../a.shp"]
)
def test_a_path_that_climbs_out_is_refused_and_nothing_is_unpacked(tmp_path, name):
    path = archive_of(tmp_path / "climbing.zip", {name: b"x", name[:-3] + "dbf": b"x"})
    refused(path, "climbs out")
    assert [p.name for p in tmp_path.iterdir()] == ["climbing.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "linked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.shp")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    refused(path, "symbolic link")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"readme.txt": b"x"}, "holds no .shp"),
        ({"a.shp": b"x"}, "comes without its .dbf"),
        ({"a.shp": b"x", "a.dbf": b"x"}, "cannot be read"),
        ({"a.shp": b"", "a.dbf": b"", "b.shp": b"", "b.dbf": b""}, "holds several layers"),
        ({f"{n}.txt": b"" for n in range(1001)}, "1001 files"),
    ],
)
def test_an_archive_that_is_no_shapefile_is_refused_by_what_is_missing(tmp_path, members, words):
    refused(archive_of(tmp_path / "a.zip", members), words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and then nothing", "no sound zip"),
        (b"SQLite format 3\x00 and then nothing", "cannot be read"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "no KML"),
        (b'<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>', "no KML"),
        (b"<kml><Document><Placemark>", "cannot be read|holds no feature"),
        (b"\x00\x00\x27\x0a and so on", "zip it with its .dbf"),
        (b"\x7fELF", "none of GeoPackage, GeoJSON, zipped Shapefile, KML"),
        (b"[" * 100_000, "is not GeoJSON"),
    ],
)
def test_what_is_none_of_the_four_formats_is_refused(tmp_path, content, words):
    path = tmp_path / "villages.geojson"
    path.write_bytes(content)
    refused(path, words)


def test_a_polygon_round_the_whole_earth_is_refused(tmp_path):
    refused(
        geojson(tmp_path / "a.geojson", [shapely.box(-180, -90, 180, 90)], named("地球")),
        "spans 360° by 180°",
    )


def test_swapped_axes_are_recognised_even_without_a_parent(tmp_path):
    swapped = shapely.transform(squares(), lambda xy: xy[:, ::-1])
    refused(geojson(tmp_path / "a.geojson", swapped, named(*"甲乙丙丁戊")), "axes look swapped")


def draft_rows(session):
    return session.scalar(text("SELECT count(*) FROM gridops.area_version WHERE code LIKE '999901%'"))


def test_mixed_types_are_refused_with_their_numbers_and_nothing_is_written(
    load_in_district, session, tmp_path
):
    line = shapely.LineString([(120.001, 36.001), (120.002, 36.002)])
    path = geojson(tmp_path / "mixed.geojson", [*squares(2), line], named(*"甲乙丙"))
    before = draft_rows(session)
    with pytest.raises(Problem, match="it holds 1 LineString, 2 Polygon"):
        import_layer(session, path, level="township", set_name="trial")
    assert draft_rows(session) == before == 1


def test_half_of_a_community_is_refused_and_nothing_is_written(whole_draft, session, tmp_path):
    document = json.loads((SHAPES / "grids.geojson").read_text())
    document["features"] = [f for f in document["features"] if f["properties"]["code"] != "999901001002"]
    path = tmp_path / "half.geojson"
    path.write_text(json.dumps(document))
    before = draft_rows(session)
    with pytest.raises(Problem, match=r"gap: [\d,]+ m² of 999901001 lie in no area"):
        import_layer(session, path, level="grid", set_name="trial", replace_layer=True)
    assert draft_rows(session) == before


def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "gone.geojson"
    refused(path, "cannot be read")
    assert not os.path.lexists(path)
