"""How often an action, a case and a list go to the database: begin and commit counted, on the wire."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.trips import Trips
from tests.reports import a_report
from tests.service import Service
from tests.trips import counted_service

Counted = tuple[Service, Trips]


@pytest.fixture
def counted(database_url: str, tmp_path: Path) -> Iterator[Counted]:
    with counted_service(database_url, tmp_path) as both:
        yield both


def test_every_step_of_the_loop_takes_eight_trips(counted: Counted) -> None:
    service, trips = counted
    taken: dict[str, int] = {}
    desk, unit = "dispatcher.qingyang", "handler.qingyang"
    for _ in range(2):
        case = service.report("worker.qingyang", service_code="C0102")
        steps = [
            (desk, "file", {}),
            (desk, "dispatch", {"note": "请尽快"}),
            (unit, "accept", {"move_id": str(uuid.uuid4())}),
            (unit, "en_route", {}),
            (unit, "arrive", {}),
            (unit, "handle", {"kind": "clean", "note": "已清运"}),
            (desk, "verify", {"how": "phone", "result": "已清走"}),
            (desk, "close", {"disposition": "done"}),
        ]
        for who, action, body in steps:
            trips.start()
            case = service.act(who, case, action, **body)
            taken[action] = trips.trips
        case = service.report("worker.qingyang", service_code="C0102")
        trips.start()
        case = service.act(desk, case, "dispatch")
        taken["dispatch from reported"] = trips.trips
    assert {action: n for action, n in taken.items() if n > 8} == {}


@pytest.mark.parametrize("size", [5, 50])
def test_a_list_takes_five_trips_whatever_its_size(counted: Counted, size: int) -> None:
    service, trips = counted
    reports = [a_report(client_id=str(uuid.uuid4())) for _ in range(size)]
    service.client("worker.qingyang").post("/api/v1/reports/batch", json={"reports": reports})
    for who, query in (("dispatcher.qingyang", ""), ("worker.qingyang", "&reporter=me")):
        for _ in range(2):
            trips.start()
            page = service.client(who).get(f"/api/v1/incidents?limit={size}{query}")
        assert len(page.json["items"]) == size
        assert trips.trips <= 5


def test_a_case_takes_four_trips(counted: Counted) -> None:
    service, trips = counted
    case = service.report("worker.qingyang")
    for _ in range(2):
        trips.start()
        answer = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}")
    assert answer.status_code == 200
    assert trips.trips <= 4
