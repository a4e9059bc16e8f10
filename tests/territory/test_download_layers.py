"""Any level of any set as a file that comes back as it went: GeoPackage, GeoJSON, Shapefile in two encodings."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pyogrio
import pytest
import shapely
from sqlalchemy import update

from gridops.territory.importing.reading import read_layer
from gridops.territory.models import AreaVersion
from gridops.territory.sets.exporting import read_layer_of, write_file
from gridops.territory.sets.queries.finding import get_set_in_force

RARE = "䶮家村"


def read_back(tmp_path, data, name):
    path = tmp_path / name
    path.write_bytes(data)
    return read_layer(path)


@pytest.mark.parametrize(
    ("form", "encoding", "name"),
    [("gpkg", "utf-8", "x.gpkg"), ("geojson", "utf-8", "x.geojson"),
     ("shp", "utf-8", "x.zip"), ("shp", "gb18030", "x.zip")],
)  # fmt: skip
@pytest.mark.parametrize("level", ["township", "village", "special_grid", "enforcement_area"])
def test_a_layer_comes_back_as_it_went_rare_characters_too(session, tmp_path, form, encoding, name, level):
    session.execute(update(AreaVersion).where(AreaVersion.code == "370611001008").values(name=RARE))
    layer = read_layer_of(session, get_set_in_force(session), level)
    back = read_back(tmp_path, write_file(layer, form, encoding), name)
    assert len(back.shapes) == len(layer.rows)
    assert [p["code"] for p in back.properties] == [row.code for row in layer.rows]
    assert [p["name"] for p in back.properties] == [row.name for row in layer.rows]
    if level == "village":
        assert RARE in [p["name"] for p in back.properties]
        assert [p["households"] for p in back.properties] == [row.households for row in layer.rows]
    same = shapely.equals_exact(shapely.normalize(back.shapes), shapely.normalize(layer.shapes), 1e-9)
    if form in ("gpkg", "shp"):
        multi = np.array([shapely.multipolygons(shapely.get_parts(s)) for s in layer.shapes], dtype=object)
        same |= shapely.equals_exact(shapely.normalize(back.shapes), shapely.normalize(multi), 1e-9)
    assert same.all()


@pytest.mark.parametrize(
    ("level", "parts"), [("water", ["water_area", "water_line"]), ("road", ["road"]), ("place", ["place"])]
)
def test_a_shapefile_holds_one_kind_of_geometry_and_says_its_encoding(session, level, parts):
    layer = read_layer_of(session, get_set_in_force(session), level)
    packed = zipfile.ZipFile(io.BytesIO(write_file(layer, "shp", "gb18030")))
    names = packed.namelist()
    assert sorted({n.rsplit(".", 1)[0] for n in names}) == parts
    for part in parts:
        assert {f"{part}.{e}" for e in ("shp", "shx", "dbf", "prj", "cpg")} <= set(names)
        assert packed.read(f"{part}.cpg").decode().strip().upper() == "GB18030"
        assert "CGCS" in packed.read(f"{part}.prj").decode() or "China" in packed.read(f"{part}.prj").decode()


def test_the_same_layer_gives_the_same_shapefile_bytes(session):
    layer = read_layer_of(session, get_set_in_force(session), "township")
    first, second = (zipfile.ZipFile(io.BytesIO(write_file(layer, "shp"))) for _ in range(2))
    for name in first.namelist():
        # The day of writing stands in the header of a DBF.
        skip = 4 if name.endswith(".dbf") else 0
        assert first.read(name)[skip:] == second.read(name)[skip:]


def test_longitude_comes_first_and_the_system_is_told(session, tmp_path):
    layer = read_layer_of(session, get_set_in_force(session), "district")
    path = tmp_path / "district.gpkg"
    path.write_bytes(write_file(layer, "gpkg"))
    info = pyogrio.read_info(path)
    assert info["crs"] == "EPSG:4490"
    west, south, east, north = info["total_bounds"]
    assert 120 < west < east < 122
    assert 36 < south < north < 38


def test_the_endpoints_list_sets_and_hand_out_files(service):
    client = service.client("supervisor.gaotuan")
    items = client.get("/api/v1/boundary-sets").json["items"]
    current = next(s for s in items if s["is_current"])
    assert current["counts"]["township"] >= 7
    assert current["tiles"].startswith(f"/tiles/territory/{current['id']}/")
    path = f"/api/v1/boundary-sets/{current['id']}/download?level=township"
    answer = client.get(f"{path}&format=geojson")
    assert len(answer.json["features"]) == current["counts"]["township"]
    assert "attachment" in answer.headers["Content-Disposition"]
    again = client.get(f"{path}&format=geojson", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{path}&format=shp&encoding=gb18030").data[:2] == b"PK"
    assert client.get(f"{path}&format=dwg").status_code == 422
    assert (
        client.get(
            "/api/v1/boundary-sets/00000000-0000-0000-0000-000000000000/download?level=grid"
        ).status_code
        == 404
    )
    assert service.anonymous().get(path).status_code == 401


def test_a_draft_is_the_administrators_alone(service):
    with service.database.transaction() as session:
        from gridops.territory.models import BoundarySet

        session.add(BoundarySet(name="draft", state="draft"))
    names = {
        user: [s["name"] for s in service.client(user).get("/api/v1/boundary-sets").json["items"]]
        for user in ("admin", "worker.qingyang")
    }
    assert "draft" in names["admin"]
    assert "draft" not in names["worker.qingyang"]
