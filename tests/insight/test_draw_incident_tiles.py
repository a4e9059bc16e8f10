"""Tiles of cases: whose they are not, what they show, how they are kept fresh."""

from __future__ import annotations

import math
from typing import Any

import pytest
from mvt import read_tile
from scattering import actor_of, counted, scatter

from tests.service import Client, Service


def _tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    n = 2**z
    return int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


def _url(z: int, x: int, y: int, query: str = "") -> str:
    return f"/tiles/incidents/{z}/{x}/{y}.mvt{query}"


def _draw(client: Client, z: int, x: int, y: int, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(_url(z, x, y, query))
    if answer.status_code == 204:
        return []
    assert answer.status_code == 200, answer.data
    assert answer.mimetype == "application/vnd.mapbox-vector-tile"
    (layer,) = read_tile(answer.data).items()
    assert layer[0] == "incidents"
    return layer[1]


def test_tiles_are_refused_to_nobody_in_particular_and_outside_ones_areas(service: Service) -> None:
    assert service.anonymous().get(_url(0, 0, 0)).status_code == 401
    client = service.client("dispatcher.qingyang")
    assert client.get(_url(0, 0, 0, "?area=370611102")).json["code"] == "out-of-scope"
    assert client.get(_url(0, 0, 0, "?state=done")).status_code == 422
    assert client.get(_url(0, 0, 0, "?limit=5")).json["errors"][0]["pointer"] == "/limit"


@pytest.mark.parametrize(("z", "x", "y"), [(0, 1, 0), (3, 0, 8), (23, 0, 0)])
def test_a_tile_that_is_none_is_not_found(service: Service, z: int, x: int, y: int) -> None:
    assert service.client("dispatcher.qingyang").get(_url(z, x, y)).json["code"] == "not-found"


def test_single_cases_stand_where_they_are_and_each_in_one_tile(service: Service) -> None:
    cases = scatter(service, 300)
    actor = actor_of(service.database, "supervisor.qingyang")
    expected = {
        str(c["id"]): c for c in counted(actor, cases) if not c["is_restricted"] and c["state"] != "closed"
    }
    client, z = service.client("supervisor.qingyang"), 14
    found: list[str] = []
    states = "reported,filed,dispatched,handling,handled,verified,rejected,suspended"
    for x, y in {_tile_of(c["lon"], c["lat"], z) for c in expected.values()}:
        for mark in _draw(client, z, x, y, f"?state={states}"):
            case = expected[mark["id"]]
            found.append(mark["id"])
            for column in ("state", "due_state", "urgency", "service_code", "service_group", "level"):
                assert mark[column] == case[column]
            lon = (x + (mark["at"][0] + 0.5) / 4096) / 2**z * 360 - 180
            down = (y + (mark["at"][1] + 0.5) / 4096) / 2**z
            lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
            assert abs(lon - case["lon"]) * 88_500 < 1
            assert abs(lat - case["lat"]) * 111_200 < 1
    assert sorted(found) == sorted(expected)
    assert len(expected) > 20


def test_clusters_sum_up_to_the_cases_in_sight_and_wear_the_worst(service: Service) -> None:
    cases = scatter(service, 500)
    for username in ("supervisor.fushan", "supervisor.qingyang", "worker.gaotuan"):
        actor = actor_of(service.database, username)
        shown = [c for c in counted(actor, cases) if not c["is_restricted"]]
        for z in (0, 9, 12):
            tiles = {_tile_of(c["lon"], c["lat"], z) for c in shown}
            marks = [mark for x, y in tiles for mark in _draw(service.client(username), z, x, y)]
            assert sum(mark["n"] for mark in marks) == len(shown), (username, z)
            assert all(("id" in mark) == (mark["n"] == 1) for mark in marks)
    (mark,) = _draw(service.client("supervisor.fushan"), 0, 0, 0)
    assert (mark["due_state"], mark["urgency"]) == ("overdue", "major")
    assert "state" not in mark


def test_a_tile_is_sent_once_and_again_only_when_it_changed(service: Service) -> None:
    case = service.report("worker.qingyang")
    client = service.client("dispatcher.qingyang")
    x, y = _tile_of(121.27, 37.50, 15)
    first = client.get(_url(15, x, y))
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(_url(15, x, y), headers=known)
    assert (again.status_code, again.data) == (304, b"")
    service.act("dispatcher.qingyang", case, "file")
    changed = client.get(_url(15, x, y), headers=known)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_tile_without_cases_in_sight_is_empty(service: Service) -> None:
    service.report("worker.qingyang")
    x, y = _tile_of(121.27, 37.50, 15)
    assert service.client("dispatcher.qingyang").get(_url(15, x, y)).status_code == 200
    assert service.client("dispatcher.qingyang").get(_url(15, x + 1, y)).status_code == 204
    assert service.client("dispatcher.gaotuan").get(_url(15, x, y)).status_code == 204
