"""GET /api/v1/areas and /areas/{code}: reference data for whoever signed in."""

from __future__ import annotations

import pytest
import shapely

WORKER = "worker.qingyang"


@pytest.mark.parametrize("path", ["/api/v1/areas", "/api/v1/areas/370611", "/api/v1/locate?lon=1&lat=1"])
def test_nobody_in_particular_is_refused(service, path):
    assert service.anonymous().get(path).status_code == 401


def test_townships_come_in_order_of_their_code(service):
    answer = service.client(WORKER).get("/api/v1/areas?level=township")
    assert answer.status_code == 200
    items = answer.json["items"]
    assert [a["code"] for a in items] == sorted(a["code"] for a in items)
    assert {a["name"] for a in items} >= {"清洋街道", "高疃镇"}
    assert {a["kind"] for a in items} == {"street", "town"}
    assert {a["parent_code"] for a in items} == {"370611"}
    assert answer.json["next_cursor"] is None


def test_children_are_found_by_their_parent_and_special_grids_by_their_kind(service):
    client = service.client(WORKER)
    villages = client.get("/api/v1/areas?parent=370611001").json["items"]
    assert villages
    assert {v["level"] for v in villages} == {"village"}
    specials = client.get("/api/v1/areas?kind=special").json["items"]
    assert len(specials) >= 20
    assert {s["level"] for s in specials} == {"grid"}


def test_groups_are_listed_only_where_they_are_asked_for(service):
    client = service.client(WORKER)
    assert len(client.get("/api/v1/areas?kind=enforcement_area").json["items"]) == 3
    groups = client.get("/api/v1/areas?level=group&limit=500").json["items"]
    assert {g["kind"] for g in groups} == {"enforcement_area", "village_group"}
    under = client.get("/api/v1/areas?parent=370611102").json["items"]
    assert {a["level"] for a in under} == {"village"}


def test_pages_join_without_a_gap_or_a_double(service):
    client = service.client(WORKER)
    whole = client.get("/api/v1/areas?level=village").json["items"]
    seen, cursor = [], ""
    for _ in range(20):
        page = client.get(f"/api/v1/areas?level=village&limit=100&cursor={cursor}").json
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole
    assert len(seen) == 242


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("level=street", "/level"), ("limit=501", "/limit"), ("on=gestern", "/on"), ("cursor=xx", "/cursor")],
)
def test_a_bad_parameter_is_named(service, query, pointer):
    answer = service.client(WORKER).get(f"/api/v1/areas?{query}")
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json["errors"]] == [pointer]


def test_an_area_carries_its_border_and_its_figures(service):
    area = service.client(WORKER).get("/api/v1/areas/370611001").json
    assert (area["name"], area["level"], area["kind"]) == ("清洋街道", "township", "street")
    border = shapely.from_geojson(str(area["geometry"]).replace("'", '"'))
    assert border.geom_type == "Polygon"
    assert border.contains(shapely.Point(121.27, 37.50))
    assert border.contains(shapely.Point(area["label_lon"], area["label_lat"]))
    village = service.client(WORKER).get("/api/v1/areas/370611001001").json
    assert village["households"] > 0
    assert village["people"] > village["households"]


def test_a_group_names_its_members(service):
    area = service.client(WORKER).get("/api/v1/areas?kind=enforcement_area").json["items"][0]
    group = service.client(WORKER).get(f"/api/v1/areas/{area['code']}").json
    assert group["level"] == "group"
    assert all(code.startswith("370611") and len(code) == 9 for code in group["member_codes"])


@pytest.mark.parametrize(
    "path", ["/areas/370611999", "/areas/%00", "/areas/370611?on=1990-01-01", "/areas?on=1990-01-01"]
)
def test_what_is_not_there_is_not_found(service, path):
    answer = service.client(WORKER).get(f"/api/v1{path}")
    assert answer.status_code == 404
    assert answer.json["code"] == "not-found"


@pytest.mark.parametrize("path", ["/api/v1/areas?level=township", "/api/v1/areas/370611001"])
def test_who_holds_the_answer_is_told_so(service, path):
    client = service.client(WORKER)
    first = client.get(path)
    assert "no-cache" in first.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(path, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200
