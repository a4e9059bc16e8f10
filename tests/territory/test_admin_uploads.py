"""Boundary files over HTTP: what is odd is shown before anything is written, a refusal calls them by their name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import orjson
import pytest
import shapely

from gridops.territory.importing.reading import to_metres
from tests.service import Client, Service
from tests.territory.files import archive_of, geojson, named, shapefile, squares
from tests.territory.test_hint_at_systems import UNKNOWN, projected
from tests.territory.test_read_kml import KML

BASE = "/api/v1/admin/geodata"
NAMES = ("东陌堂村", "西陌堂村", "南陌堂村", "河西社区", "福海社区")
FUSHAN = Path(__file__).resolve().parents[2] / "geodata" / "fushan"


@pytest.fixture
def admin(service: Service) -> Client:
    """The administrator."""
    return service.client("admin")


def send(admin: Client, path: Path, name: str) -> Any:
    """The answer to an upload."""
    where = f"{BASE}/uploads?filename={quote(name)}"
    return admin.post(where, data=path.read_bytes(), content_type="application/octet-stream")


def examined(admin: Client, path: Path, name: str, **more: Any) -> Any:
    """The answer to an examination as the grids of a new draft's district."""
    answer = send(admin, path, name)
    assert answer.status_code == 201, answer.data
    asked = {"upload": answer.json["id"], "level": "place", "set": "新版", **more}
    return admin.post(f"{BASE}/examinations", json=asked)


def test_only_an_administrator_sends_files(service: Service, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", squares(), named(*NAMES))
    assert send(service.anonymous(), path, "a.geojson").status_code == 401
    assert send(service.client("dispatcher.fushan"), path, "a.geojson").status_code == 403


def test_a_doubtful_encoding_is_said_with_both_readings(admin: Client, tmp_path: Path) -> None:
    path = shapefile(tmp_path, squares(), named(*NAMES), encoding="gb18030", cpg="ISO-8859-1")
    answer = examined(admin, path, "村界.zip")
    assert answer.status_code == 200, answer.data
    (doubt,) = [words for words in answer.json["said"] if "存疑" in words]
    assert NAMES[0] in doubt
    assert NAMES[0].encode("gb18030").decode("latin-1") in doubt
    assert answer.json["columns"][1]["samples"] == list(NAMES[:3])


@pytest.mark.parametrize("prj", [UNKNOWN, "hello world", 'PROJCS["unknown"]'])
def test_a_projection_that_nobody_knows_is_422_in_words(admin: Client, tmp_path: Path, prj: str) -> None:
    answer = examined(admin, projected(tmp_path, 4528, prj), "村界.zip")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert "--crs EPSG" in answer.json["detail"]


@pytest.mark.parametrize("told", ["EPSG:5773", "+proj=nonsense", "{}"])
def test_a_told_system_that_is_none_is_422(admin: Client, tmp_path: Path, told: str) -> None:
    path = geojson(tmp_path / "a.geojson", squares(), named(*NAMES))
    answer = examined(admin, path, "a.geojson", crs=told)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_a_hint_goes_by_where_the_district_lies(admin: Client, tmp_path: Path) -> None:
    middle = shapely.transform(squares(), lambda x, y: (x + 1.2, y + 1.4), interleaved=False)
    metres = to_metres(np.array(middle, dtype=object), 4549)
    path = shapefile(tmp_path, list(metres), named(*NAMES), prj=False)
    answer = examined(admin, path, "村界.zip")
    assert answer.status_code == 422
    assert "请用 --crs EPSG:4549" in answer.json["detail"]
    turned = shapely.transform(metres, lambda xy: xy[:, ::-1])
    path = shapefile(tmp_path, list(turned), named(*NAMES), prj=False)
    refused = examined(admin, path, "村界.zip")
    assert "交换坐标轴" in refused.json["detail"]
    mended = examined(admin, path, "村界.zip", crs="EPSG:4549", swap_axes=True)
    assert mended.status_code == 200, mended.data
    assert "已交换坐标轴" in mended.json["said"]


def test_folders_of_a_kml_may_be_chosen_or_taken_together(admin: Client, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.kmz", {"doc.kml": KML.encode()})
    answer = send(admin, path, "网格.kmz")
    assert answer.status_code == 201, answer.data
    assert answer.json["layers"][0] == "*"
    for layer, count in ((None, 4), ("*", 4), ("一片", 1)):
        assert examined(admin, path, "网格.kmz", layer=layer).json["count"] == count


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "是空文件"),
        (b"\x7fELF", "不是 GeoPackage"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"PK\x03\x04", "不是完好的压缩包"),
        (b"SQLite format 3\x00", "无法读取"),
        (b"{", "不是 GeoJSON"),
        (b"<kml>&&<", "无法读取"),
        (b"[" * 100_000, "不是 GeoJSON"),
    ],
)
def test_what_is_no_boundary_file_is_refused_by_its_own_name(
    admin: Client, tmp_path: Path, body: bytes, words: str
) -> None:
    path = tmp_path / "x"
    path.write_bytes(body)
    answer = send(admin, path, "清洋街道.dat")
    where = answer
    if answer.status_code == 201:
        where = admin.post(
            f"{BASE}/examinations", json={"upload": answer.json["id"], "level": "grid", "set": "新版"}
        )
    assert (where.status_code, where.json["code"]) == (422, "invalid")
    assert "清洋街道.dat" in where.json["detail"]
    assert words in where.json["detail"]


def test_codes_too_large_for_a_number_are_refused_by_feature(admin: Client, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", squares(1), [{"code": 1, "name": "甲"}])
    path.write_text(path.read_text().replace('"code": 1', '"code": 37061100100100110101.0'))
    answer = examined(admin, path, "a.geojson", level="grid")
    assert answer.status_code in (409, 422)
    document = orjson.loads((FUSHAN / "district.geojson").read_bytes())
    document["features"][0]["properties"]["code"] = 3.7061100100100110101e19
    path.write_bytes(orjson.dumps(document))
    answer = examined(admin, path, "a.geojson", level="district")
    assert answer.status_code == 422
    assert "要素 1 的 code 是 3.706" in answer.json["detail"]
