"""Tiles of cases: whose they are not, what they show, how they are kept fresh."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from mvt import read_tile
from scattering import actor_of, counted, scatter

from gridops.insight.cells.folding import fold_cells
from gridops.insight.queries import tiles
from tests.service import Client, Service
from tests.statements import statements_of


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
    expected = {str(c["id"]): c for c in counted(actor, cases) if c["state"] != "closed"}
    assert any(c["is_restricted"] for c in expected.values())
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
        shown = counted(actor, cases)
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


ALL = ("supervisor.fushan", "supervisor.qingyang", "worker.gaotuan", "handler.qingyang")


def _fold(service: Service) -> None:
    with service.database.transaction("gridops_system") as session:
        while fold_cells(session):
            pass


@pytest.mark.parametrize("is_folded", [False, True])
def test_counted_marks_are_the_marks_of_rows(service: Service, is_folded: bool) -> None:
    """Asked by what cells hold and by what they don't, but says the same, whatever else narrows it down."""
    cases = scatter(service, 300, seed=3)
    if is_folded:
        _fold(service)
    for username in ALL:
        actor = actor_of(service.database, username)
        shown = counted(actor, cases)
        area = actor.areas[0] if actor.areas else None
        queries = {"": lambda _: True, "state=closed": lambda c: c["state"] == "closed"}
        queries["due_state=overdue,soon"] = lambda c: c["due_state"] in {"overdue", "soon"}
        if area is not None:
            queries[f"area={area}&state=filed"] = lambda c, area=area: (
                c["state"] == "filed" and c["scope_code"].startswith(area)
            )
        for query, wanted in queries.items():
            for z in (5, 10, 12):
                tiles = {_tile_of(c["lon"], c["lat"], z) for c in shown}
                client = service.client(username)
                by_cells = [_draw(client, z, x, y, f"?{query}") for x, y in sorted(tiles)]
                by_rows = [_draw(client, z, x, y, f"?{query}&since=2000-01-01") for x, y in sorted(tiles)]
                assert by_cells == by_rows, (username, query, z)
                assert sum(m["n"] for tile in by_cells for m in tile) == sum(map(wanted, shown))


@pytest.mark.parametrize("most", [0, 5, 60])
def test_a_crowded_tile_shows_some_and_says_how_many_more(
    service: Service, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(tiles, "MOST_SINGLE", most)
    cases = scatter(service, 400, seed=4)
    for username in ALL:
        shown = counted(actor_of(service.database, username), cases)
        for z, query in ((13, ""), (14, ""), (15, "?state=closed"), (13, "?since=2000-01-01"), (17, "")):
            wanted = [c for c in shown if "closed" not in query or c["state"] == "closed"]
            busiest = Counter(_tile_of(c["lon"], c["lat"], z) for c in wanted)
            if not busiest:
                continue
            ((at, many),) = busiest.most_common(1)
            marks = _draw(service.client(username), z, *at, query)
            assert sum(m["n"] for m in marks) == many, (username, z, query)
            single = [m for m in marks if "more" not in m]
            assert len(single) <= most
            assert all(m["n"] == 1 and "service_code" in m for m in single)
            assert (len(single) == many) == (many <= most)
            assert all(0 <= part < 4096 for m in marks for part in m["at"])


def test_a_tile_asked_again_is_not_drawn_and_any_change_in_it_is_seen(service: Service) -> None:
    service.report("worker.qingyang")
    client = service.client("dispatcher.qingyang")
    for z in (9, 13, 18):
        x, y = _tile_of(121.27, 37.50, z)
        tag = client.get(_url(z, x, y)).headers["ETag"]
        _fold(service)  # shows nothing new, and may be drawn once more
        tag = client.get(_url(z, x, y)).headers["ETag"]
        with statements_of(service) as said:
            assert client.get(_url(z, x, y), headers={"If-None-Match": tag}).status_code == 304
        assert not [statement for statement in said if "ST_AsMVT" in statement]
        far = client.get(_url(z, x + 8, y)).headers["ETag"]
        assert (
            service.client("supervisor.qingyang")
            .get(_url(z, x, y), headers={"If-None-Match": tag})
            .status_code
            == 200
        )
        for is_folded in (False, True):
            case = service.report("worker.qingyang")
            tag = client.get(_url(z, x, y)).headers["ETag"]
            service.act("dispatcher.qingyang", case, "file")
            if is_folded:
                _fold(service)
            changed = client.get(_url(z, x, y), headers={"If-None-Match": tag})
            assert changed.status_code == 200
            tag = changed.headers["ETag"]
        assert client.get(_url(z, x + 8, y)).headers["ETag"] == far


def test_a_tile_takes_few_statements_whatever_it_holds(service: Service) -> None:
    scatter(service, 400)
    client = service.client("supervisor.fushan")
    for z in (8, 12, 14, 18):
        x, y = _tile_of(121.27, 37.50, z)
        with statements_of(service) as said:
            client.get(_url(z, x, y))
        assert len(said) <= 10, "\n".join(said)
