"""The supervisor's question: whose areas, which counts, the same as a reckoning over all cases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import shapely
from scattering import EVERYTHING, actor_of, counted, scatter
from sqlalchemy import text

from tests.service import Client, Service

URL = "/api/v1/area-queries"
SHAPE = {
    "type": "Polygon",
    "coordinates": [
        [[121.1, 37.35], [121.3, 37.33], [121.32, 37.5], [121.2, 37.45], [121.15, 37.52], [121.1, 37.35]],
        [[121.2, 37.38], [121.22, 37.38], [121.22, 37.42], [121.2, 37.42], [121.2, 37.38]],
    ],
}
CROSSING = [[121, 37], [122, 38], [122, 37], [121, 38], [121, 37]]
WORDS = {
    "service_group": lambda c: c["service_group"],
    "service_code": lambda c: c["service_code"],
    "state": lambda c: c["state"],
    "level": lambda c: c["level"],
    "origin": lambda c: c["origin"],
    "unit": lambda c: str(c["unit_id"]) if c["unit_id"] else None,
    "day": lambda c: c["local_at"].strftime("%Y-%m-%d"),
    "week": lambda c: (c["local_at"] - timedelta(days=c["local_at"].weekday())).strftime("%Y-%m-%d"),
    "month": lambda c: c["local_at"].strftime("%Y-%m"),
    "township": lambda c: c["scope_code"][:9] if len(c["scope_code"]) >= 9 else None,
    "village": lambda c: c["scope_code"][:12] if len(c["scope_code"]) >= 12 else None,
    "grid": lambda c: c["scope_code"] if len(c["scope_code"]) == 15 else None,
}


def _ask(client: Client, **body: Any) -> dict[str, Any]:
    answer = client.post(URL, json={**EVERYTHING, **body})
    assert answer.status_code == 200, answer.data
    return dict(answer.json)


def _counts(answer: dict[str, Any], *words: str) -> Counter[tuple[Any, ...]]:
    return Counter({tuple(row["key"][word] for word in words): row["n"] for row in answer["counts"]})


def test_areas_outside_ones_own_are_refused_whole(service: Service) -> None:
    assert service.anonymous().post(URL, json={"area": "370611", **EVERYTHING}).status_code == 401
    for username, place in (
        ("supervisor.qingyang", {"area": "370611"}),
        ("supervisor.qingyang", {"areas": ["370611001", "370611102"]}),
        ("worker.qingyang", {"area": "370611001"}),
        ("handler.qingyang", {"area": "370611001"}),
        ("admin", {"area": "370611"}),
    ):
        answer = service.client(username).post(URL, json={**EVERYTHING, **place})
        assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"area": "370611", "polygon": SHAPE}, ""),
        ({"area": "1"}, "/area"),
        ({"areas": ["370611", "1"]}, "/areas/1"),
        ({"areas": []}, "/areas"),
        ({"area": "370611", "from": "then"}, "/from"),
        ({"area": "370611", "to": "2026-11-22T00:00:00"}, "/to"),
        ({"area": "370611", "from": "2026-02-01", "to": "2026-02-01"}, "/to"),
        ({"area": "370611", "group_by": ["colour"]}, "/group_by/0"),
        ({"area": "370611", "group_by": ["day", "day"]}, "/group_by"),
        ({"area": "370611", "include": ["maps"]}, "/include/0"),
        ({"area": "370611", "states": ["done"]}, "/states/0"),
        ({"area": "370611", "color": 1}, "/color"),
        ({"area": "370611", "include": ["incidents"], "cursor": "x"}, "/cursor"),
        ({"polygon": {"type": "Polygon", "coordinates": [CROSSING]}}, "/polygon"),
        ({"polygon": {"type": "Point", "coordinates": [121, 37]}}, "/polygon"),
    ],
)
def test_what_cannot_be_asked_is_named_by_its_pointer(service: Service, body: Any, pointer: str) -> None:
    answer = service.client("supervisor.fushan").post(URL, json={**EVERYTHING, **body})
    assert answer.status_code == 422, answer.data
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_every_word_counts_as_a_look_at_all_cases_does(service: Service) -> None:
    cases = scatter(service, 600)
    for username, area in (("supervisor.fushan", "370611"), ("supervisor.qingyang", "370611001")):
        seen = counted(actor_of(service.database, username), cases)
        inside = [c for c in seen if c["scope_code"].startswith(area)]
        for word, key in WORDS.items():
            answer = _ask(service.client(username), area=area, group_by=[word])
            assert _counts(answer, word) == Counter((key(c),) for c in inside), (username, word)
            assert answer["total"] == len(inside)


def test_words_are_counted_together_and_narrowed_down(service: Service) -> None:
    cases = scatter(service, 600, seed=5)
    seen = counted(actor_of(service.database, "supervisor.fushan"), cases)
    answer = _ask(
        service.client("supervisor.fushan"),
        areas=["370611001", "370611102"],
        group_by=["township", "state", "month"],
        states=["closed", "filed"],
        levels=["grid", "village", "township"],
        **{"from": "2026-09-05", "to": "2026-10-20T12:00:00+08:00"},
    )
    inside = [
        c
        for c in seen
        if c["scope_code"].startswith(("370611001", "370611102"))
        and c["state"] in {"closed", "filed"}
        and c["level"] != "district"
        and "2026-09-05" <= str(c["local_at"]) < "2026-10-20 12:00:00"
    ]
    keys = Counter((c["scope_code"][:9], c["state"], c["local_at"].strftime("%Y-%m")) for c in inside)
    assert inside
    assert _counts(answer, "township", "state", "month") == keys
    assert answer["total"] == len(inside)


def test_a_polygon_counts_what_lies_in_it_and_in_sight(service: Service) -> None:
    cases = scatter(service, 800, seed=3)
    shape = shapely.geometry.shape(SHAPE)
    for username in ("supervisor.fushan", "supervisor.qingyang", "handler.qingyang", "admin"):
        seen = counted(actor_of(service.database, username), cases)
        inside = [c for c in seen if shapely.intersects_xy(shape, c["lon"], c["lat"])]
        answer = _ask(service.client(username), polygon=SHAPE, group_by=["state"])
        assert _counts(answer, "state") == Counter((c["state"],) for c in inside), username
    assert _ask(service.client("supervisor.fushan"), polygon=SHAPE)["total"] > 100


def test_only_what_was_asked_for_is_answered(service: Service) -> None:
    case = service.report("worker.qingyang")
    client = service.client("supervisor.qingyang")
    assert _ask(client, area="370611001") == {"total": 1, "counts": [{"key": {}, "n": 1}]}
    answer = _ask(client, area="370611001", include=["incidents", "heat", "indicators"])
    assert set(answer) == {"total", "incidents", "heat", "indicators"}
    assert [item["id"] for item in answer["incidents"]["items"]] == [case["id"]]
    nothing = _ask(client, area="370611001", include=["counts", "heat"], states=["closed"], group_by=["day"])
    assert (nothing["total"], nothing["counts"], nothing["heat"]["features"]) == (0, [], [])


def test_areas_matters_and_units_have_their_names_beside_their_codes(service: Service) -> None:
    case = service.report("worker.qingyang")
    answer = _ask(
        service.client("supervisor.qingyang"),
        area="370611001",
        group_by=["township", "grid", "service_code", "unit"],
    )
    assert answer["counts"] == [
        {
            "key": {
                "township": "370611001",
                "township_name": "清洋街道",
                "grid": case["grid"]["code"],
                "grid_name": case["grid"]["name"],
                "service_code": "C0102",
                "service_code_name": case["service_name"],
                "unit": None,
                "unit_name": None,
            },
            "n": 1,
        }
    ]


def test_the_cases_behind_a_figure_are_listed_page_by_page(service: Service) -> None:
    scatter(service, 150)
    client = service.client("supervisor.qingyang")
    body = {"area": "370611001", "include": ["incidents"], "limit": 20}
    found: list[str] = []
    cursor = None
    while True:
        page = _ask(client, **body, **({"cursor": cursor} if cursor else {}))
        found += [item["id"] for item in page["incidents"]["items"]]
        cursor = page["incidents"]["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == page["total"]


def test_heat_sums_up_to_the_cases_that_are_not_restricted(service: Service) -> None:
    cases = scatter(service, 500)
    seen = counted(actor_of(service.database, "supervisor.fushan"), cases)
    heat = _ask(service.client("supervisor.fushan"), area="370611", include=["heat"])["heat"]
    shown = [c for c in seen if not c["is_restricted"]]
    assert len(shown) < len(seen)
    assert sum(f["properties"]["n"] for f in heat["features"]) == len(shown)
    cells = [f["geometry"]["coordinates"] for f in heat["features"]]
    # Half a cell of 150 m is 75 m: no case is farther from the middle of one than its corner.
    for c in shown:
        assert min(abs(c["lon"] - lon) * 88_500 + abs(c["lat"] - lat) * 111_200 for lon, lat in cells) < 151


def _figures(client: Client) -> dict[str, tuple[int, int, float | None]]:
    answer = _ask(client, area="370611001", include=["indicators"])
    for one in answer["indicators"]:
        assert " / " in one["definition"]
    return {i["name"]: (i["numerator"], i["denominator"], i["value"]) for i in answer["indicators"]}


def test_an_indicator_without_a_denominator_has_no_value(service: Service) -> None:
    figures = _figures(service.client("supervisor.qingyang"))
    assert set(figures.values()) == {(0, 0, None)}


def test_indicators_tell_what_became_of_the_cases(service: Service) -> None:
    with service.database.transaction() as session:
        small = session.scalar(
            text(
                "SELECT min(service_code) FROM gridops.matter m"
                " JOIN gridops.standard s ON s.matter_id = m.id WHERE default_level IN ('grid', 'village')"
                " AND label_family = 'city' AND intake_mode = 'manual' AND NOT is_restricted"
            )
        )
    desk, worker = "dispatcher.qingyang", "worker.qingyang"
    unit = service.client(worker).actor["units"][0]
    service.report(worker)
    service.act(desk, service.report(worker), "reject", reason="看不清")
    service.report(worker, service_code=small, resolved_on_site={"notes": "当场捡走了"})
    case = service.report(worker, service_code=small)
    case = service.act(desk, case, "dispatch", unit_ids=[unit])
    case = service.act(worker, case, "return", reason="不归我管")
    case = service.act(desk, case, "dispatch", unit_ids=[unit])
    case = service.act(worker, case, "accept")
    case = service.act(worker, case, "handle", kind="clean", note="清了")
    case = service.act(desk, case, "rework", reason="没清干净")
    case = service.act(worker, case, "handle", kind="clean", note="又清了")
    case = service.act(desk, case, "verify", how="photo", result="干净")
    service.act(desk, case, "close", disposition="done")
    figures = _figures(service.client("supervisor.qingyang"))
    assert figures["filing_rate"] == (2, 4, 0.5)
    assert figures["closed"] == (2, 2, 1.0)
    assert figures["closed_on_time"] == (2, 2, 1.0)
    assert figures["rework_rate"] == (1, 1, 1.0)
    assert figures["return_rate"] == (1, 1, 1.0)
    assert figures["solved_in_grid"] == (1, 1, 1.0)
    assert figures["solved_in_grid_governance"] == (0, 0, None)
    assert figures["settled_on_site"] == (1, 2, 0.5)
    assert figures["solved_in_town"] == (2, 2, 1.0)
    assert figures["passed_up"] == (0, 3, 0.0)


def test_a_case_that_is_overdue_or_late_is_not_closed_on_time(service: Service) -> None:
    scatter(service, 1)
    with service.database.transaction() as session:
        session.execute(
            text(
                "UPDATE gridops.incident SET state = 'closed', scope_code = '370611001', merged_into = NULL,"
                " filed_at = reported_at, due_at = reported_at + interval '1 day',"
                " closed_at = reported_at + interval '2 days', handled_at = NULL WHERE case_number LIKE 'T%'"
            )
        )
        session.execute(
            text(
                "UPDATE gridops.incident"
                " SET state = 'handling', filed_at = '2026-01-01', due_at = '2026-01-02'"
                " WHERE case_number NOT LIKE 'T%'"
            )
        )
    figures = _figures(service.client("supervisor.qingyang"))
    assert figures["closed_on_time"] == (0, 2, 0.0)
    assert figures["closed"] == (1, 2, 0.5)
