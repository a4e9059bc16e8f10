"""The list of cases: whose it is not, what narrows it down, how it goes on."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from scattering import actor_of, counted, scatter, sees
from sqlalchemy import event, text

from gridops.insight.queries import pages
from gridops.people import scope
from tests.reports import at
from tests.service import Client, Service

URL = "/api/v1/incidents"
CAST = (
    "worker.qingyang", "worker2.qingyang", "head.qingyang", "dispatcher.gaotuan", "handler.qingyang",
    "supervisor.fushan", "admin",
)  # fmt: skip


def _ids(client: Client, query: str = "") -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"{URL}?limit=100&{query}{cursor}")
        assert answer.status_code == 200, answer.data
        found += [item["id"] for item in answer.json["items"]]
        if answer.json["next_cursor"] is None:
            return found
        cursor = f"&cursor={answer.json['next_cursor']}"


def test_nobody_in_particular_gets_no_list(service: Service) -> None:
    assert service.anonymous().get(URL).status_code == 401


def test_areas_outside_ones_own_and_unknown_ones_are_refused(service: Service) -> None:
    cases = {
        ("dispatcher.qingyang", "370611102"): (403, "out-of-scope"),
        ("worker.qingyang", "370611001"): (403, "out-of-scope"),
        ("handler.qingyang", "370611001"): (403, "out-of-scope"),
        ("supervisor.fushan", "110101"): (422, "invalid"),
        ("supervisor.fushan", "3706110"): (422, "invalid"),
    }
    for (username, code), expected in cases.items():
        answer = service.client(username).get(f"{URL}?area={code}")
        assert (answer.status_code, answer.json["code"]) == expected


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("state=done", "/state/0"),
        ("state=filed,nothing", "/state/1"),
        ("state=filed&state=nothing&state=closed", "/state/1"),
        ("bbox=1,2,3", "/bbox"),
        ("near=121", "/near"),
        ("radius_m=5", "/radius_m"),
        ("near=121,37&radius_m=0", "/radius_m"),
        ("unit=ours", "/unit"),
        ("reporter=you", "/reporter"),
        ("since=2026-13-01", "/since"),
        ("until=soon", "/until"),
        ("limit=0", "/limit"),
        ("limit=501", "/limit"),
        ("cursor=abc", "/cursor"),
        ("cursor=WzEsMl0", "/cursor"),
        ("colour=red", "/colour"),
        ("area=0", "/area"),
    ],
)
def test_what_is_not_understood_is_named_by_its_pointer(service: Service, query: str, pointer: str) -> None:
    answer = service.client("dispatcher.fushan").get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_everybody_lists_what_the_rule_and_the_policies_let_him_see(service: Service) -> None:
    cases = scatter(service, 400)
    for username in CAST:
        actor = actor_of(service.database, username)
        listed = _ids(service.client(username))
        assert sorted(listed) == sorted(str(c["id"]) for c in counted(actor, cases)), username
        with service.database.transaction() as session:
            scope.enter(session, actor)
            policy = session.scalars(text("SELECT id FROM gridops.incident")).all()
        assert set(policy) == {c["id"] for c in cases if sees(actor, c)}, username
    assert _ids(service.client("admin")) != _ids(service.client("supervisor.fushan"))


def test_pages_go_on_newest_first_and_none_twice(service: Service) -> None:
    cases = scatter(service, 120)
    actor = actor_of(service.database, "supervisor.fushan")
    expected = sorted(counted(actor, cases), key=lambda c: (c["reported_at"], c["id"]), reverse=True)
    client = service.client("supervisor.fushan")
    found, cursor, pages = [], "", 0
    while True:
        answer = client.get(f"{URL}?limit=50{cursor}").json
        found += [item["id"] for item in answer["items"]]
        pages += 1
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert found == [str(c["id"]) for c in expected]
    assert pages == -(-len(expected) // 50)


def test_each_filter_finds_what_a_look_at_all_cases_finds(service: Service) -> None:
    cases = scatter(service, 500, seed=2)
    actor = actor_of(service.database, "dispatcher.fushan")
    seen = counted(actor, cases)
    unit, reporter = _most_common(seen, "unit_id"), _most_common(seen, "reporter_id")
    special = _most_common(seen, "special_grid_code")
    checks: dict[str, Any] = {
        "state=filed,handling&state=closed": lambda c: c["state"] in {"filed", "handling", "closed"},
        "state=filed": lambda c: c["state"] == "filed",
        "level=grid": lambda c: c["level"] == "grid",
        "origin=phone,leader": lambda c: c["origin"] in {"phone", "leader"},
        "due_state=overdue": lambda c: c["due_state"] == "overdue",
        "service_code=C0102&service_code=C0101,M01": lambda c: c["service_code"] in {"C0102", "C0101", "M01"},
        "area=370611001": lambda c: c["scope_code"].startswith("370611001"),
        f"area={special}": lambda c: c["special_grid_code"] == special,
        f"unit={unit}": lambda c: unit in c["unit_ids"],
        f"reporter={reporter}": lambda c: c["reporter_id"] == reporter,
        "bbox=121.1,37.4,121.25,37.5": lambda c: 121.1 <= c["lon"] <= 121.25 and 37.4 <= c["lat"] <= 37.5,
        "since=2026-09-10&until=2026-09-20": lambda c: "2026-09-10" <= str(c["local_at"])[:10] < "2026-09-20",
        f"q={quote('垃圾')}": lambda c: "垃圾" in f"{c['service_name']} {c['description']} {c['grid_name']}",
        "q=t00001": lambda c: c["case_number"].startswith("T00001"),
        "q=%25": lambda _: False,
        "area=370611001&state=closed&level=grid,village": lambda c: (
            c["scope_code"].startswith("370611001")
            and c["state"] == "closed"
            and c["level"] in {"grid", "village"}
        ),
    }
    client = service.client("dispatcher.fushan")
    for query, wanted in checks.items():
        expected = sorted(str(c["id"]) for c in seen if wanted(c))
        assert sorted(_ids(client, query)) == expected, query


def _most_common(cases: list[dict[str, Any]], column: str) -> Any:
    values = [c[column] for c in cases if c[column] is not None]
    return max(set(values), key=lambda value: (values.count(value), str(value)))


def test_a_group_of_areas_is_asked_for_by_its_members(service: Service) -> None:
    scatter(service, 200)
    with service.database.transaction() as session:
        group = session.execute(
            text(
                "SELECT code, member_codes FROM gridops.area_group"
                " WHERE kind = 'enforcement_area' ORDER BY code"
            )
        ).first()
    assert group is not None
    client = service.client("supervisor.fushan")
    expected = {i for code in group.member_codes for i in _ids(client, f"area={code}")}
    assert set(_ids(client, f"area={group.code}")) == expected
    assert expected
    assert service.client("supervisor.qingyang").get(f"{URL}?area={group.code}").status_code == 403


def test_what_is_near_is_measured_in_metres_on_the_ground(service: Service) -> None:
    north, east = 300 / 110_980, 300 / 88_490  # metres of a degree at 37.5° N
    close = service.report("worker.qingyang", location=at(121.27 + east * 0.99, 37.50))
    service.report("worker.qingyang", location=at(121.27 + east * 1.01, 37.50))
    above = service.report("worker.qingyang", location=at(121.27, 37.50 + north * 0.99))
    service.report("worker.qingyang", location=at(121.27, 37.50 + north * 1.01))
    found = _ids(service.client("dispatcher.qingyang"), "near=121.27,37.50&radius_m=300")
    assert set(found) == {close["id"], above["id"]}


def test_my_reports_and_my_units_tasks_are_asked_for_by_a_word(service: Service) -> None:
    mine = service.report("worker.qingyang")
    service.report("worker2.qingyang")
    assert _ids(service.client("worker.qingyang"), "reporter=me") == [mine["id"]]
    assert _ids(service.client("worker.qingyang"), "unit=mine") == []
    unit = service.client("worker.qingyang").actor["units"][0]
    service.act("dispatcher.qingyang", mine, "dispatch", unit_ids=[unit])
    assert _ids(service.client("worker.qingyang"), "unit=mine") == [mine["id"]]


@pytest.mark.parametrize("looked_at", [20, 10_000])
def test_a_units_and_a_persons_cases_are_the_same_from_the_newest_and_from_their_index(
    service: Service, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    monkeypatch.setattr(pages, "LOOKED_AT", looked_at)
    cases = scatter(service, 400)
    unit = str(next(c["unit_id"] for c in cases if c["unit_id"] is not None))
    for username, query in (
        ("handler.qingyang", "unit=mine"),
        ("handler.qingyang", ""),
        ("worker.qingyang", "reporter=me"),
        ("dispatcher.fushan", f"unit={unit}"),
        ("supervisor.fushan", f"unit={unit}&origin=phone"),
    ):
        actor = actor_of(service.database, username)
        theirs = {
            "unit=mine": lambda c, a=actor: bool(set(map(str, c["unit_ids"])) & set(map(str, a.units))),
            "reporter=me": lambda c, a=actor: c["reporter_id"] == a.id,
            "": lambda _c: True,
        }.get(query, lambda c: unit in map(str, c["unit_ids"]))
        expected = [
            str(c["id"])
            for c in sorted(cases, key=lambda c: (c["reported_at"], c["id"]), reverse=True)
            if sees(actor, c) and theirs(c) and (c["merged_into"] is None or query == "reporter=me")
            and ("origin" not in query or c["origin"] == "phone")
        ]  # fmt: skip
        found, cursor = [], ""
        while cursor is not None:
            page = service.client(username).get(f"{URL}?limit=3&{query}{cursor and '&cursor=' + cursor}").json
            found += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
        assert found == expected, (username, query)


def test_a_merged_case_is_listed_to_its_reporter_only(service: Service) -> None:
    first = service.report("worker.qingyang")
    again = service.report("worker.qingyang", join=first["id"])
    assert again["merged_into"] == first["id"]
    assert _ids(service.client("dispatcher.qingyang")) == [first["id"]]
    assert set(_ids(service.client("worker.qingyang"), "reporter=me")) == {first["id"], again["id"]}


def test_text_and_reporter_of_a_restricted_case_cannot_be_searched_for(service: Service) -> None:
    with service.database.transaction() as session:
        code = session.scalar(
            text(
                "SELECT min(service_code) FROM gridops.matter m"
                " JOIN gridops.standard s ON s.matter_id = m.id WHERE s.is_restricted"
            )
        )
    case = service.report("worker.qingyang", service_code=code, description="独一无二的字")
    worker = service.client("worker.qingyang").actor["id"]
    supervisor, dispatcher = service.client("supervisor.qingyang"), service.client("dispatcher.qingyang")
    assert _ids(supervisor) == [case["id"]]
    assert _ids(supervisor, f"q={quote('独一无二')}") == []
    assert _ids(supervisor, f"reporter={worker}") == []
    assert _ids(dispatcher, f"reporter={worker}") == [case["id"]]
    shown = supervisor.get(URL).json["items"][0]
    assert shown["restricted"] is True
    assert shown["description"] is None


def test_a_list_needs_as_many_statements_for_many_cases_as_for_few(service: Service) -> None:
    scatter(service, 60)
    client = service.client("supervisor.fushan")
    # What a process reads once is read by the first list of all.
    assert client.get(URL).status_code == 200
    counts = {}
    for limit in (20, 50):
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(service.database.engine, "before_cursor_execute", note)
        assert len(client.get(f"{URL}?limit={limit}").json["items"]) == limit
        event.remove(service.database.engine, "before_cursor_execute", note)
        counts[limit] = len(seen)
    assert counts[20] == counts[50]
