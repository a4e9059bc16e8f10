"""What an attacker sends: every answer from 400 on is a problem document, none is a 500, nothing is half-written."""

from __future__ import annotations

import base64
import json
import time
import uuid
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from tests.contract.problems import is_problem, pointers
from tests.reports import a_report
from tests.service import Client, Service

API = "/api/v1"
LIST = f"{API}/incidents"
RING = [[121.2, 37.4], [121.3, 37.4], [121.3, 37.5], [121.2, 37.4]]
PERIOD = {"from": "2026-01-01", "to": "2100-01-01"}


def report_saying(client: Client, field: str, literal: str) -> TestResponse:
    """Send a report in which a field is written exactly so."""
    text = json.dumps(a_report(**{field: "@@"})).replace('"@@"', literal)
    return client.post(f"{API}/reports", data=text, content_type="application/json")


def cursor(*key: Any) -> str:
    """A cursor that looks like ours and is not."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("literal", "pointer"),
    [
        ('{"n": 1e400}', "/fields/n"),
        ('{"n": NaN}', "/fields/n"),
        ('{"n": [1, -Infinity]}', "/fields/n/1"),
        ('{"n": "a\\u0000b"}', "/fields/n"),
        ('{"a\\u0000b": 1}', "/fields/a?b"),
        ('{"n": ' + "9" * 30 + "}", "/fields"),
    ],
)
def test_what_no_column_holds_is_refused_by_pointer(standing: Service, literal: str, pointer: str) -> None:
    answer = report_saying(standing.client("worker.qingyang"), "fields", literal)
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {pointer}


def test_one_unstorable_report_harms_no_other_of_its_batch(standing: Service) -> None:
    reports = [a_report(), a_report(fields={"n": 10**30}), a_report(description="a\x00b"), a_report()]
    sent = json.dumps({"reports": [*reports, a_report(fields={"n": "@@"})]}).replace('"@@"', "1e400")
    answer = standing.client("worker.qingyang").post(
        f"{API}/reports/batch", data=sent, content_type="application/json"
    )
    assert [r["status"] for r in answer.json["results"]] == [201, 422, 422, 201, 422]
    told = [r["problem"]["errors"][0]["pointer"] for r in answer.json["results"] if r["status"] == 422]
    assert told == ["/fields/n", "/description", "/fields/n"]


@pytest.mark.parametrize("depth", [300, 9_999, 400_000])
def test_deep_nesting_is_unreadable(standing: Service, depth: int) -> None:
    nested = '{"n": ' + "[" * depth + "]" * depth + "}"
    assert is_problem(report_saying(standing.client("worker.qingyang"), "fields", nested), 400, "bad-json")


@pytest.mark.parametrize(
    "literal", ["Infinity", "1e400", "-1e400", "9" * 5_000, "NaN", "null", "true", '"121"']
)
def test_a_longitude_is_a_number_on_earth(standing: Service, literal: str) -> None:
    place = '{"lon": ' + literal + ', "lat": 37.5, "coord_sys": "wgs84", "source": "gps"}'
    answer = report_saying(standing.client("worker.qingyang"), "location", place)
    if len(literal) > 4_300:
        # More digits than the reader of JSON takes.
        assert is_problem(answer, 400, "bad-json")
    else:
        assert is_problem(answer, 422, "invalid")
        assert pointers(answer) == {"/location/lon"}


def test_text_keeps_what_people_write_and_loses_nothing(standing: Service) -> None:
    odd = "右\u202eabc\ufeff👩‍👩‍👧 \U0010ffff \uffff 䶮 '; DROP TABLE incident; -- \\ % _ <b>"
    case = standing.report("worker.qingyang", description=odd)
    assert standing.client("dispatcher.qingyang").get(f"{LIST}/{case['id']}").json["description"] == odd
    lone = report_saying(standing.client("worker.qingyang"), "description", '"\\ud800"')
    assert is_problem(lone, 400, "bad-json")


def test_an_answer_does_not_grow_with_the_faults_of_the_body(standing: Service) -> None:
    sent = {**a_report(), **{f"k{n}": 1 for n in range(50_000)}}
    answer = standing.client("worker.qingyang").post(f"{API}/reports", json=sent)
    assert is_problem(answer, 422, "invalid")
    assert len(answer.data) < 20_000
    assert "/k0" in pointers(answer)


@pytest.mark.parametrize(
    ("lon", "lat"), [(31.0, 0.0), (-149.0, 0.0), (-59.0, -37.5), (180.0, 90.0), (0.0, -90.0)]
)
def test_the_other_side_of_the_earth_is_far_and_no_fault(standing: Service, lon: float, lat: float) -> None:
    client = standing.client("worker.qingyang")
    query = f"lon={lon}&lat={lat}&coord_sys=wgs84"
    similar = client.get(f"{LIST}/similar?{query}&service_code=C0102")
    assert (similar.status_code, similar.json["items"]) == (200, [])
    assert is_problem(client.get(f"{API}/locate?{query}&accuracy_m=100000"), 422, "out-of-extent")
    place = {"lon": lon, "lat": lat, "coord_sys": "wgs84", "source": "gps"}
    assert is_problem(client.post(f"{API}/reports", json=a_report(location=place)), 422, "out-of-extent")


KNOWN = str(uuid.UUID(int=7))


@pytest.mark.parametrize(
    ("path", "forged"),
    [
        *(
            (f"{API}/units", cursor(*key))
            for key in ((1, 2, 3), ([], None, "x"), ({}, "b", "c"), ("a\0", "b", "c"))
        ),
        *((f"{API}/areas", cursor(key)) for key in (1, None, "a\0b", [])),
        *(
            (LIST, cursor(*key))
            for key in ((1, 2), ("x", "y"), ("2026-01-01", KNOWN), ("2026-01-01T00:00Z", "y"))
        ),
        (LIST, cursor("0001-01-01T00:00:00+23:59", KNOWN)),
        *(
            (path, junk)
            for path in (f"{API}/units", f"{API}/areas", LIST)
            for junk in ("%%%", "AAAA", "é", "A" * 501)
        ),
    ],
)
def test_a_cursor_that_was_not_made_here_is_refused(standing: Service, path: str, forged: str) -> None:
    answer = standing.client("dispatcher.qingyang").get(path, query_string={"cursor": forged})
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/cursor"}


def test_a_cursor_in_an_odd_zone_is_read_as_its_moment(service: Service) -> None:
    case = service.report("worker.qingyang")
    for moment in ("2099-01-01T00:00:00-23:59", "2099-01-01T00:00:00+00:00:01.500000"):
        answer = service.client("dispatcher.qingyang").get(
            LIST, query_string={"cursor": cursor(moment, KNOWN)}
        )
        assert [item["id"] for item in answer.json["items"]] == [case["id"]]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=1e3",
        "limit=99999999999999999999",
        "near=1",
        "near=a,b",
        "near=nan,nan",
        "near=181,0",
        "bbox=1,2,3",
        "near=0,0&radius_m=inf",
        "radius_m=3",
        "bbox=180,90,-180,-90",
        "since=x",
        "since=0001-01-01",
        "since=2026-02-30",
        "until=2026-01-01T00:00:00",
        "unit=x",
        "reporter=x",
        "state=x",
        "level=x",
        "format=xml",
        "zzz=1",
        "area=x",
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_name(standing: Service, query: str) -> None:
    client = standing.client("dispatcher.qingyang")
    answer = client.get(f"{LIST}?{query}")
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer)
    asked = {part.partition("=")[0] for part in query.split("&")}
    assert {pointer.split("/")[1] for pointer in pointers(answer)} <= asked
    if "limit" not in query and "format" not in query:
        assert is_problem(client.get(f"/tiles/incidents/12/3427/1587.mvt?{query}"), 422, "invalid")


def test_wildcards_in_a_search_are_letters(service: Service) -> None:
    plain = service.report("worker.qingyang", description="普通垃圾")
    odd = service.report("worker.qingyang", description="打折100%_\\清仓")
    client = service.client("dispatcher.qingyang")
    for word, found in (("%", [odd["id"]]), ("_", [odd["id"]]), ("\\", [odd["id"]]), ("垃圾", [plain["id"]])):
        items = client.get(LIST, query_string={"q": word}).json["items"]
        assert [i["id"] for i in items if word in i["description"]] == found
        assert len(items) == len(found) or word == "垃圾"
    assert is_problem(client.get(LIST, query_string={"q": "圾" * 10_240}), 422, "invalid")
    assert is_problem(client.get(f"{LIST}?q=%00"), 400, "bad-request")


BAD_POLYGONS: dict[str, Any] = {
    "crs is a number": {"type": "Polygon", "coordinates": [RING], "crs": {"properties": 3}},
    "crs names a list": {"type": "Polygon", "coordinates": [RING], "crs": {"properties": {"name": [1]}}},
    "crs is a text": {"type": "Polygon", "coordinates": [RING], "crs": "x"},
    "an integer no float holds": {"type": "Polygon", "coordinates": [[[10**400, 1], [2, 2], [3, 3], [10**400, 1]]]},
    "not on Earth": {"type": "Polygon", "coordinates": [[[181, 1], [182, 2], [183, 1], [181, 1]]]},
    "one spot": {"type": "Polygon", "coordinates": [[[1, 1]] * 4]},
    "a bow": {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [2, 1], [1, 2], [1, 1]]]},
    "twice the same": {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
    "too many corners": {"type": "Polygon", "coordinates": [[[121, 37], *([[121.1, 37.1]] * 10_000), [121, 37]]]},
    "2,400 that overlap": {
        "type": "MultiPolygon",
        "coordinates": [[[[121, n], [122, n], [122, 38], [121, n]]] for n in (37 + i / 1e5 for i in range(2400))],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_POLYGONS)
def test_a_polygon_that_is_none_is_refused_soon(standing: Service, name: str) -> None:
    client = standing.client("dispatcher.qingyang")
    sent = json.dumps({**PERIOD, "polygon": BAD_POLYGONS[name]})
    started = time.monotonic()
    answer = client.post(f"{API}/area-queries", data=sent, content_type="application/json")
    assert is_problem(answer, 422, "invalid")
    assert {pointer.split("/")[1] for pointer in pointers(answer)} == {"polygon"}
    assert time.monotonic() - started < 10


def test_a_refused_move_leaves_nothing_behind(standing: Service) -> None:
    case = standing.report("worker.qingyang")
    client = standing.client("dispatcher.qingyang")
    path = f"{LIST}/{case['id']}"
    gaotuan = standing.client("dispatcher.gaotuan").get(f"{API}/units?area=370611102").json["items"][0]["id"]
    for action, body, status in (
        ("dispatch", {"unit_ids": [gaotuan]}, 422),
        ("dispatch", {"unit_ids": [KNOWN]}, 422),
        ("accept", {}, 409),
        ("close", {"disposition": "x"}, 409),
        ("file", {"version": 99}, 409),
        ("file", {"version": 2**31}, 422),
        ("correct", {"location": {"lon": 0, "lat": 0, "coord_sys": "wgs84", "source": "gps"}}, 422),
    ):
        answer = client.post(f"{path}/actions/{action}", json={"version": 1, **body})
        assert is_problem(answer, status), action
    now = client.get(path).json
    assert (now["version"], now["state"], now["dispatches"], now["filed_at"]) == (1, "reported", [], None)
    assert len(client.get(f"{path}/timeline").json["items"]) == 1
