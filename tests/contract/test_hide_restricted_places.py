"""Where a restricted case is: looked for, as numbers in any datum and as a grid, at every door by each of the cast."""

from __future__ import annotations

import math
import re
import uuid
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from gridops.geo.datums import convert
from tests.contract.test_hide_restricted_text import CAST, IN_CHAIN, LIST, restricted_code
from tests.reports import QINGYANG, a_report, at
from tests.service import Service

API = "/api/v1"
EXACT = (121.2701234, 37.5001234)
#: A number as it stands in JSON, in a table, in an address.
NUMBER = re.compile(rb"\d{2,3}\.\d{3,}")


def places_of(lon: float, lat: float) -> set[float]:
    """The numbers of a point in every datum."""
    points = [convert([lon], [lat], "cgcs2000", datum) for datum in ("wgs84", "cgcs2000", "gcj02", "bd09")]
    return {float(value[0]) for point in points for value in point}


def numbers_in(body: bytes) -> list[float]:
    """Every number with decimals in a body."""
    return [float(found) for found in NUMBER.findall(body)]


def names(body: bytes, exact: set[float]) -> bool:
    """Whether a body holds a number that is one of `exact` to four decimals."""
    return any(abs(number - one) < 0.00011 for number in numbers_in(body) for one in exact)


def a_hidden_case(service: Service, **over: Any) -> dict[str, Any]:
    """A restricted case, filed and sent to the enforcement unit, as its reporter's desk reads it."""
    desk = "dispatcher.qingyang"
    case = service.report(desk, service_code=restricted_code(service), location=at(*EXACT), **over)
    case = service.act(desk, case, "file")
    return service.act(
        desk, case, "dispatch", unit_ids=[service.client("handler.qingyang").actor["units"][0]]
    )


def standing_of(service: Service, case: dict[str, Any]) -> Any:
    """The village of a case: code, and where the map writes its name."""
    village = next(a["code"] for a in case["areas"] if a["level"] == "village")
    with service.database.transaction() as session:
        return session.execute(
            text(
                "SELECT v.code, v.label_lon AS lon, v.label_lat AS lat FROM gridops.area_version v"
                " JOIN gridops.boundary_set s ON s.id = v.set_id WHERE v.code = :code AND s.state = 'in_force'"
                " AND daterange(s.valid_from, s.valid_to) @> CAST(now() AT TIME ZONE 'Asia/Shanghai' AS date)"
            ),
            {"code": village},
        ).one()


def tile_path(lon: float, lat: float, z: int) -> str:
    """The address of the tile that holds a point."""
    x = math.floor((lon + 180) / 360 * 2**z)
    y = math.floor((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
    return f"/tiles/incidents/{z}/{x}/{y}.mvt"


def polygon(lon: float, lat: float, side: float = 0.0002) -> dict[str, Any]:
    """A small square around a point."""
    ring = [
        [lon - side, lat - side],
        [lon + side, lat - side],
        [lon + side, lat + side],
        [lon - side, lat + side],
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def answers_about(service: Service, username: str, case: dict[str, Any]) -> dict[str, bytes]:
    """Whatever a member of the cast can get that might say where the case is; its own page is asked apart."""
    client = service.client(username)
    paths = [LIST, f"{LIST}?format=csv", f"{LIST}?format=geojson"]
    paths += [
        f"{LIST}?q={case['grid']['name'][-4:]}",
        f"{LIST}?q={case['case_number']}",
        f"{API}/events?after=0",
    ]
    paths += [f"{LIST}?basis=recorded", f"{LIST}?basis=recorded&format=csv", f"{LIST}?on=2100-01-01"]
    paths += [
        f"{LIST}/similar?lon={EXACT[0] + 0.0005}&lat={EXACT[1]}&coord_sys=cgcs2000&service_code={case['service_code']}"
    ]
    found = {path: client.get(path).data for path in paths}
    # The units beside the cases have names and codes of their grids.
    found["snapshot"] = orjson.dumps(client.get(f"{API}/snapshot").json["incidents"])
    found["layer"] = client.get(LIST, headers={"Accept": "application/geo+json"}).data
    asked = {
        "from": "2026-01-01",
        "to": "2100-01-01",
        "include": ["counts", "incidents", "heat", "indicators"],
    }
    places = [{"area": (client.actor["areas"] or ["370611001"])[0]}, {"polygon": polygon(*EXACT, 0.01)}]
    for n, place in enumerate(places):
        for basis in ("rebased", "recorded"):
            body = {**asked, **place, "group_by": ["grid"], "basis": basis}
            found[f"area query {n} {basis}"] = client.post(f"{API}/area-queries", json=body).data
    return found


def test_nobody_reads_where_a_restricted_case_is_but_its_chain_in_the_case_itself(service: Service) -> None:
    case = a_hidden_case(service)
    service.number()
    exact, grid = places_of(*EXACT), case["grid"]["code"].encode()
    name = case["grid"]["name"].encode()
    village = standing_of(service, case)
    assert not names(f"{village.lon} {village.lat}".encode(), exact)
    for username in CAST:
        client, path = service.client(username), f"{LIST}/{case['id']}"
        answers = answers_about(service, username, case)
        told = {w for w, body in answers.items() if names(body, exact) or grid in body or name in body}
        assert told == set(), username
        own, timeline = client.get(path), client.get(f"{path}/timeline")
        if username in IN_CHAIN:
            assert (own.json["location"]["lon"], own.json["location"]["lat"]) == EXACT, username
            assert own.json["grid"]["code"] == grid.decode()
            assert grid in timeline.data
            continue
        for body in (own.data, timeline.data):
            assert not names(body, exact), username
            assert grid not in body, username
            assert name not in body, username
        if own.status_code == 200:
            assert_stands(own.json, village)


def assert_stands(found: dict[str, Any], village: Any) -> None:
    """That a case is said to be at its village and in no grid."""
    assert (found["location"]["lon"], found["location"]["lat"]) == (village.lon, village.lat)
    assert found["location"]["accuracy_m"] is None
    assert found["reported_location"] == {"source": "area", "area_code": village.code}
    assert (found["grid"]["code"], found["grid"]["method"], found["grid"]["candidates"]) == (
        None,
        "unresolved",
        [],
    )
    assert found["special_grid"] is None
    assert [a["code"] for a in found["areas"]][-1] == village.code
    assert "grid" not in {a["level"] for a in found["areas"]}


def test_lists_briefs_layers_and_events_show_it_at_its_village_for_everybody(service: Service) -> None:
    case = a_hidden_case(service)
    service.number()
    village = standing_of(service, case)
    for username in ("dispatcher.qingyang", "supervisor.qingyang", "handler.qingyang", "auditor"):
        client = service.client(username)
        (listed,) = [one for one in client.get(LIST).json["items"] if one["id"] == case["id"]]
        assert_stands(listed, village)
        briefs = client.get(f"{API}/snapshot").json["incidents"]
        events = client.get(f"{API}/events?after=0").json["events"]
        layer = client.get(LIST, headers={"Accept": "application/geo+json"}).json["features"]
        shown = [one for one in briefs if one["id"] == case["id"]]
        shown += [e["data"]["incident"] for e in events if e["entity_id"] == case["id"]]
        shown += [f["properties"] for f in layer if f["id"] == case["id"]]
        # The handler hears of it from its dispatch on, the others from its report.
        assert len(shown) == (3 if username == "handler.qingyang" else 5), username
        for brief in shown:
            at_village = (
                brief["lon"],
                brief["lat"],
                brief["scope_code"],
                brief["grid_code"],
                brief["grid_name"],
            )
            assert at_village == (village.lon, village.lat, village.code, None, None), username
        assert {tuple(e["areas"]) for e in events if e["entity_id"] == case["id"]} == {(village.code,)}
        assert case["id"] not in client.get(f"{LIST}?format=geojson").text
        assert case["case_number"] not in client.get(f"{LIST}?format=csv").text


@pytest.mark.parametrize(
    "username", ["dispatcher.qingyang", "supervisor.qingyang", "handler.qingyang", "auditor"]
)
def test_it_is_found_at_its_village_and_not_where_it_is(service: Service, username: str) -> None:
    case = a_hidden_case(service)
    village, client, grid = standing_of(service, case), service.client(username), case["grid"]["code"]

    def has(path: str) -> bool:
        return case["id"] in {one["id"] for one in client.get(path).json["items"]}

    for (lon, lat), is_there in ((EXACT, False), ((village.lon, village.lat), True)):
        box = f"{lon - 0.0002},{lat - 0.0002},{lon + 0.0002},{lat + 0.0002}"
        assert has(f"{LIST}?bbox={box}") is is_there
        assert has(f"{LIST}?near={lon},{lat}&radius_m=20") is is_there
        asked = {"polygon": polygon(lon, lat), "from": "2026-01-01", "to": "2100-01-01"}
        assert client.post(f"{API}/area-queries", json=asked).json["total"] == is_there
        tile = client.get(tile_path(lon, lat, 16))
        assert (case["id"].encode() in tile.data) is is_there
    assert not has(f"{LIST}?q={case['grid']['name']}")
    areas = {"area": village.code, "from": "2026-01-01", "to": "2100-01-01", "group_by": ["grid"]}
    if username != "handler.qingyang":
        assert has(f"{LIST}?area={village.code}")
        assert not has(f"{LIST}?area={grid}")
        assert not [b for b in client.get(f"{API}/snapshot?area={grid}").json["incidents"] if b["restricted"]]
        assert not client.get(f"{API}/events?after=0&area={grid}").json["events"]
        counts = client.post(f"{API}/area-queries", json=areas).json["counts"]
        assert counts == [{"key": {"grid": None, "grid_name": None}, "n": 1}]
        assert client.post(f"{API}/area-queries", json={**areas, "area": grid}).json["total"] == 0


def test_a_case_that_becomes_restricted_moves_to_its_village_on_every_screen(service: Service) -> None:
    desk, watcher = "dispatcher.qingyang", service.client("supervisor.qingyang")
    case = service.act(desk, service.report("worker.qingyang", location=at(*EXACT)), "file")
    service.number()
    grid, cursor = case["grid"]["code"], watcher.get(f"{API}/snapshot").json["cursor"]
    assert [b["id"] for b in watcher.get(f"{API}/snapshot?area={grid}").json["incidents"]] == [case["id"]]
    case = service.act(desk, case, "correct", service_code=restricted_code(service))
    assert (case["location"]["lon"], case["location"]["lat"]) == EXACT
    service.number()
    village = standing_of(service, case)
    (event,) = watcher.get(f"{API}/events?after={cursor}").json["events"]
    brief = event["data"]["incident"]
    assert (brief["lon"], brief["lat"], brief["grid_code"]) == (village.lon, village.lat, None)
    # Who watched the grid is told that it is there no more, and hears nothing of it afterwards.
    (left,) = watcher.get(f"{API}/events?after={cursor}&area={grid}").json["events"]
    assert (left["action"], left["areas"], left["data"]) == ("entity.left", [], {})
    unit = service.client("handler.qingyang").actor["units"][0]
    service.act(desk, case, "dispatch", unit_ids=[unit])
    service.number()
    assert watcher.get(f"{API}/events?after={left['seq']}&area={grid}").json["events"] == []
    assert_stands(watcher.get(f"{LIST}/{case['id']}").json, village)


def test_the_unit_of_a_grid_is_not_named_beside_a_restricted_case(service: Service) -> None:
    desk = "dispatcher.qingyang"
    case = service.act(
        desk, service.report(desk, service_code=restricted_code(service), location=at(*EXACT)), "file"
    )
    with service.database.transaction() as session:
        unit = session.execute(
            text("SELECT id, name FROM gridops.unit WHERE kind = 'grid' AND area_code = :code"),
            {"code": case["grid"]["code"]},
        ).one()
        session.execute(
            text("UPDATE gridops.incident SET unit_id = :u, unit_name = :n, unit_ids = ARRAY[CAST(:u AS uuid)]"
                 " WHERE id = :i"),
            {"u": unit.id, "n": unit.name, "i": case["id"]},
        )  # fmt: skip
    service.number()
    watcher = service.client("supervisor.qingyang")
    assert str(unit.id) not in orjson.dumps(watcher.get(f"{API}/snapshot").json["incidents"]).decode()
    doors = [LIST, f"{LIST}/{case['id']}", f"{API}/events?after=0", f"{LIST}?format=csv"]
    for door in (*doors, f"{LIST}?unit={unit.id}"):
        assert str(unit.id) not in watcher.get(door).text, door
        assert unit.name not in watcher.get(door).text, door
    assert watcher.get(f"{LIST}?unit={unit.id}").json["items"] == []
    assert service.client(desk).get(f"{LIST}?unit={unit.id}").json["items"][0]["id"] == case["id"]


def test_the_database_itself_knows_no_restricted_case_without_its_village(service: Service) -> None:
    case = a_hidden_case(service)
    village = standing_of(service, case)
    asked = text(
        "SELECT shown_code, shown_lon, shown_lat, ST_X(shown_geom) AS x, lon FROM gridops.incident WHERE id = :i"
    )
    with service.database.transaction() as session:
        row = session.execute(asked, {"i": case["id"]}).one()
        assert row == (village.code, village.lon, village.lat, village.lon, EXACT[0])
        session.execute(
            text("UPDATE gridops.incident SET is_restricted = false WHERE id = :i"), {"i": case["id"]}
        )
        assert session.execute(asked, {"i": case["id"]}).one() == (None, None, None, None, EXACT[0])
        session.execute(
            text("UPDATE gridops.incident SET is_restricted = true WHERE id = :i"), {"i": case["id"]}
        )
        assert session.execute(asked, {"i": case["id"]}).one() == row


def test_a_report_that_is_not_restricted_stands_where_it_is(service: Service) -> None:
    body = a_report(client_id=str(uuid.uuid4()))
    case = service.client("worker.qingyang").post(f"{API}/reports", json=body).json
    (listed,) = service.client("supervisor.qingyang").get(LIST).json["items"]
    assert (listed["location"]["lon"], listed["grid"]["code"]) == (QINGYANG["lon"], case["grid"]["code"])
