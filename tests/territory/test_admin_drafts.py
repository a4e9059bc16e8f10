"""Drafts over HTTP: begun from the last set, layers replaced, checked as a whole, given up, put in force, redrawn."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import select

from gridops.log.models import LogEntry
from tests.service import Client, Service

BASE = "/api/v1/admin/geodata"
NOBODY = "00000000-0000-7000-8000-000000000000"
VILLAGE = "370611001001"
DAY = "2035-05-01"
REQUESTS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", f"{BASE}/drafts", {"name": "新版"}),
    ("DELETE", f"{BASE}/sets/{NOBODY}", None),
    ("GET", f"{BASE}/sets/{NOBODY}/defects", None),
    ("POST", f"{BASE}/sets/{NOBODY}/put-in-force", {"valid_from": DAY}),
    (
        "POST",
        f"{BASE}/redraws",
        {"upload": NOBODY, "village_code": VILLAGE, "set": "x", "valid_from": DAY},
    ),
    ("POST", f"{BASE}/reports", {"upload": NOBODY, "level": "grid", "set": "x"}),
    ("POST", f"{BASE}/examinations", {"upload": NOBODY, "level": "grid", "set": "x"}),
]


@pytest.mark.parametrize(("method", "path", "body"), REQUESTS)
def test_only_an_administrator_may(service: Service, method: str, path: str, body: Any) -> None:
    assert service.anonymous().open(path, method=method, json=body).status_code == 401
    for username in ("supervisor.fushan", "dispatcher.fushan", "auditor"):
        answer = service.client(username).open(method, path, json=body)
        assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")
    assert service.client("admin").open(method, path, json=body).status_code in {201, 404}


@pytest.fixture
def admin(service: Service) -> Client:
    """The administrator."""
    return service.client("admin")


def begun(admin: Client, name: str = "新版") -> str:
    """A new draft's id."""
    answer = admin.post(f"{BASE}/drafts", json={"name": name})
    assert answer.status_code == 201, answer.data
    return str(answer.json["id"])


def sets_of(admin: Client) -> dict[str, dict[str, Any]]:
    """Sets by name."""
    return {s["name"]: s for s in admin.get("/api/v1/boundary-sets").json["items"]}


def layer_of(admin: Client, set_id: str, level: str) -> dict[str, Any]:
    """A layer of a set as GeoJSON."""
    path = f"/api/v1/boundary-sets/{set_id}/download?level={level}&format=geojson"
    return dict(orjson.loads(admin.get(path).data))


def sent(admin: Client, document: dict[str, Any], name: str = "changed.geojson") -> str:
    """An upload's id."""
    answer = admin.post(
        f"{BASE}/uploads?filename={name}",
        data=orjson.dumps(document),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 201, answer.data
    return str(answer.json["id"])


def imported(admin: Client, document: dict[str, Any], level: str, name: str = "新版") -> Any:
    """The answer to an examined import that replaces a layer."""
    asked = {"upload": sent(admin, document), "level": level, "set": name, "replace": True}
    examined = admin.post(f"{BASE}/examinations", json=asked)
    assert examined.status_code == 200, examined.data
    waivers = dict.fromkeys(examined.json["defects"]["warnings"], "县界核定前")
    return admin.post(
        f"{BASE}/imports", json={**asked, "examination": examined.json["id"], "waivers": waivers}
    )


def halves(feature: dict[str, Any]) -> list[dict[str, Any]]:
    """A polygon cut in two along the middle of its width."""
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    west, south, east, north = shape.bounds
    middle = round((west + east) / 2, 7)
    parts = [shape & shapely.box(west - 1, south - 1, middle, north + 1)]
    parts.append(shape - parts[0])
    return [orjson.loads(shapely.to_geojson(shapely.set_precision(p, 1e-7))) for p in parts]


def test_a_draft_begins_with_all_that_is_in_the_last_set(admin: Client, service: Service) -> None:
    last = max(sets_of(admin).values(), key=lambda s: s["valid_from"] or "")
    draft = begun(admin)
    made = sets_of(admin)["新版"]
    assert (made["state"], made["valid_from"], made["counts"]) == ("draft", None, last["counts"])
    assert admin.post(f"{BASE}/drafts", json={"name": "新版"}).status_code == 409
    with service.database.transaction("gridops_system") as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.action == "boundary_set.begun")).one()
        assert (str(entry.entity_id), str(entry.actor_id)) == (draft, admin.actor["id"])
    area = admin.get(f"/api/v1/boundary-sets/{draft}/areas/{VILLAGE}")
    assert area.json["code"] == VILLAGE
    assert service.client("worker.qingyang").get(area.request.path).status_code == 404
    assert admin.get(f"/api/v1/boundary-sets/{draft}/areas/1").status_code == 404


def test_a_drafts_tiles_are_its_administrators_and_kept_by_nobody(admin: Client, service: Service) -> None:
    address = f"/tiles/territory/{begun(admin)}/8/214/99.mvt"
    answer = admin.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert service.client("supervisor.fushan").get(address).status_code == 404


def test_a_draft_is_given_up_with_all_that_it_holds_and_no_other_set_is(admin: Client) -> None:
    draft = begun(admin)
    assert admin.delete(f"{BASE}/sets/{draft}").status_code == 204
    assert "新版" not in sets_of(admin)
    current = next(s for s in sets_of(admin).values() if s["is_current"])
    refused = admin.delete(f"{BASE}/sets/{current['id']}")
    assert (refused.status_code, refused.json["detail"]) == (409, f"{current['name']} 不是草稿")


def test_a_layer_is_replaced_compared_and_put_in_force(admin: Client, service: Service) -> None:
    draft = begun(admin)
    grids = layer_of(admin, draft, "grid")
    feature = next(f for f in grids["features"] if f["properties"]["parent_code"] == VILLAGE)
    parts = halves(feature)
    code = f"{VILLAGE}399"
    grids["features"].append(
        {**feature, "properties": {**feature["properties"], "code": code}, "geometry": parts[1]}
    )
    feature["geometry"] = parts[0]
    assert imported(admin, grids, "grid").status_code == 201
    whole = admin.get(f"{BASE}/sets/{draft}/defects").json
    assert whole["errors"] == 0
    compared = admin.get(f"/api/v1/boundary-sets/{draft}/comparison?from={DAY}").json
    (change,) = [c for c in compared["changes"] if c["kind"] == "split"]
    assert change["new_codes"] == sorted([feature["properties"]["code"], code])
    past = admin.post(f"{BASE}/sets/{draft}/put-in-force", json={"valid_from": "2020-01-01"})
    assert (past.status_code, past.json["errors"][0]["pointer"]) == (422, "/valid_from")
    done = admin.post(f"{BASE}/sets/{draft}/put-in-force", json={"valid_from": DAY})
    assert (done.status_code, done.json["valid_from"]) == (200, DAY), done.data
    again = admin.post(f"{BASE}/sets/{draft}/put-in-force", json={"valid_from": "2036-01-01"})
    assert again.status_code == 409
    with service.database.transaction("gridops_system") as session:
        entry = session.scalars(
            select(LogEntry).where(
                LogEntry.action == "boundary_set.put_in_force", LogEntry.actor_id.is_not(None)
            )
        ).one()
        assert (str(entry.entity_id), str(entry.actor_id)) == (draft, admin.actor["id"])


def test_a_layer_that_no_longer_fits_those_below_it_cannot_come_in_force(admin: Client) -> None:
    draft = begun(admin)
    villages = layer_of(admin, draft, "village")
    mine = [f for f in villages["features"] if f["properties"]["parent_code"] == VILLAGE[:9]]
    big = max(mine, key=lambda f: shapely.from_geojson(orjson.dumps(f["geometry"])).area)
    parts = halves(big)
    new = {**big["properties"], "code": f"{VILLAGE[:9]}199", "name": "新村"}
    villages["features"].append({**big, "properties": new, "geometry": parts[1]})
    big["geometry"] = parts[0]
    assert imported(admin, villages, "village").status_code == 201
    whole = admin.get(f"{BASE}/sets/{draft}/defects").json
    assert whole["errors"] > 0
    assert {"outside_parent", "gap"} & set(whole["counts"])
    refused = admin.post(f"{BASE}/sets/{draft}/put-in-force", json={"valid_from": DAY})
    assert refused.status_code == 409
    assert "请先做整套检查" in refused.json["detail"]
    assert sets_of(admin)["新版"]["state"] == "draft"


def test_the_report_of_an_upload_names_every_defect(admin: Client) -> None:
    draft = begun(admin)
    grids = layer_of(admin, draft, "grid")
    grids["features"][0]["geometry"] = halves(grids["features"][0])[0]
    asked = {"upload": sent(admin, grids), "level": "grid", "set": "新版", "replace": True}
    report = admin.post(f"{BASE}/reports", json=asked)
    assert report.content_type == "application/geo+json"
    assert "attachment" in report.headers["Content-Disposition"]
    (defect,) = orjson.loads(report.data)["features"]
    assert (defect["properties"]["kind"], defect["properties"]["severity"]) == ("gap", "error")


def test_a_community_is_redrawn_from_a_file_or_refused_with_its_defects(admin: Client) -> None:
    current = next(s for s in sets_of(admin).values() if s["is_current"])
    grids = layer_of(admin, current["id"], "grid")
    mine = [f for f in grids["features"] if f["properties"]["parent_code"] == VILLAGE]
    whole = shapely.union_all([shapely.from_geojson(orjson.dumps(f["geometry"])) for f in mine])
    parts = halves({"geometry": orjson.loads(shapely.to_geojson(whole))})
    asked = {"village_code": VILLAGE, "set": "重划", "valid_from": DAY}

    def redraw(shapes: list[dict[str, Any]], **more: Any) -> Any:
        features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
        upload = sent(admin, {"type": "FeatureCollection", "features": features})
        return admin.post(f"{BASE}/redraws", json={**asked, "upload": upload, **more})

    refused = redraw(parts[:1])
    assert refused.status_code == 422
    assert refused.json["defects"]["counts"] == {"gap": 1}
    assert refused.json["defects"]["report"]["features"][0]["geometry"]["type"] == "Polygon"
    assert redraw(parts, valid_from="2020-01-01").json["errors"][0]["pointer"] == "/valid_from"
    assert "重划" not in sets_of(admin)
    done = redraw(parts)
    assert (done.status_code, done.json["valid_from"]) == (201, DAY), done.data
    assert sets_of(admin)["重划"]["state"] == "in_force"
