"""The snapshot: whose it is not, that it says what the stream says, its pages, what it costs, when it is the same."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from sqlalchemy import event, text

from gridops.http.presenting import as_json
from gridops.incidents.queries import incidents_by_id
from gridops.incidents.wire import IncidentBrief
from tests.service import Client, Service

URL = "/api/v1/snapshot"
_STRANGE = text(
    "UPDATE gridops.incident SET location_flags = CAST(:flags AS text[]), reported_at = :at, due_at = :due,"
    " today_grid_code = :grid, today_grid_name = :grid WHERE id = CAST(:id AS uuid)"
)


def _some(service: Service, count: int) -> list[str]:
    """Cases in several states, with all that makes a brief different."""
    chance = random.Random(1)
    ids = []
    for n in range(count):
        case = service.report(chance.choice(["worker.qingyang", "worker2.qingyang"]))
        if n % 3 == 0:
            unit = service.client("worker.qingyang").actor["units"][0]
            service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[unit])
        with service.database.transaction() as session:
            session.execute(
                _STRANGE,
                {
                    "id": case["id"],
                    "flags": [["vague"], ["moved"], []][n % 3],
                    "at": f"2026-11-20T09:{n:02d}:00{['', '.12', '.000001'][n % 3]}+08:00",
                    "due": None if n % 2 else "2026-11-30T00:00:00.5+08:00",
                    "grid": [None, "370611001001001", ""][n % 3],
                },
            )
        ids.append(case["id"])
    return ids


def _pages(client: Client, limit: int) -> list[dict[str, Any]]:
    found = [client.get(f"{URL}?limit={limit}").json]
    while found[-1]["next_page"] is not None:
        found.append(client.get(f"{URL}?limit={limit}&page={quote(found[-1]['next_page'])}").json)
    return found


def test_nobody_in_particular_gets_no_snapshot_and_a_strange_page_is_refused(service: Service) -> None:
    assert service.anonymous().get(URL).status_code == 401
    client = service.client("dispatcher.qingyang")
    assert client.get(f"{URL}?area=370611102").json["code"] == "out-of-scope"
    for query, pointer in {
        "limit=0": "/limit",
        "limit=5001": "/limit",
        "page=abc": "/cursor",
        "page=WyIxIiwiMiIsIjMiXQ": "/page",
    }.items():
        answer = client.get(f"{URL}?{query}")
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_the_snapshot_says_of_a_case_what_the_stream_says(service: Service) -> None:
    ids = _some(service, 9)
    briefs = {i["id"]: i for i in service.client("dispatcher.qingyang").get(URL).json["incidents"]}
    assert sorted(briefs) == sorted(ids)
    with service.database.transaction("gridops_system") as session:
        for incident in incidents_by_id(session, ids).values():
            assert briefs[str(incident.id)] == orjson.loads(as_json(IncidentBrief.of(incident)))


@pytest.mark.parametrize("limit", [1, 4, 12, 5000])
def test_pages_are_the_whole_snapshot_and_carry_the_first_cursor(service: Service, limit: int) -> None:
    _some(service, 12)
    service.number()
    client = service.client("dispatcher.qingyang")
    whole = client.get(URL).json
    assert whole["next_page"] is None
    pages = _pages(client, limit)
    assert [i for page in pages for i in page["incidents"]] == whole["incidents"]
    assert len(pages) == -(-12 // limit)
    first = pages[0]
    assert [page["units"] for page in pages] == [whole["units"], *([[]] * (len(pages) - 1))]
    service.report("worker.qingyang")
    service.number()
    if first["next_page"] is not None:
        later = client.get(f"{URL}?limit={limit}&page={quote(first['next_page'])}").json
        assert later["cursor"] == first["cursor"] == whole["cursor"]


def test_a_snapshot_is_the_same_until_an_entry_is_numbered(service: Service) -> None:
    _some(service, 2)
    service.number()
    client = service.client("dispatcher.qingyang")
    first = client.get(URL)
    assert first.headers["Cache-Control"] == "no-store"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(URL, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{URL}?limit=1", headers=known).status_code == 200
    assert service.client("supervisor.qingyang").get(URL, headers=known).status_code == 200
    service.report("worker.qingyang")
    service.number()
    assert client.get(URL, headers=known).status_code == 200


def test_a_snapshot_takes_as_many_statements_for_many_cases_as_for_few(service: Service) -> None:
    client = service.client("dispatcher.qingyang")

    def count(query: str = "") -> int:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        event.listen(service.database.engine, "before_cursor_execute", note)
        assert client.get(URL + query).status_code == 200
        event.remove(service.database.engine, "before_cursor_execute", note)
        return len(seen)

    service.report("worker.qingyang")
    few = count()
    _some(service, 8)
    assert count() == count("?limit=3") == few <= 14
