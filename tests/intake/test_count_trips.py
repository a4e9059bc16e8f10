"""How often a report goes to the database: begin and commit counted, on the wire, whatever its intake mode."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.bench.trips import Trips
from tests.reports import a_report
from tests.service import Service
from tests.trips import counted_service

Counted = tuple[Service, Trips]
_PLANNED = text("SELECT name, generic_plans, custom_plans FROM pg_prepared_statements")


@pytest.fixture
def counted(database_url: str, tmp_path: Path) -> Iterator[Counted]:
    with counted_service(database_url, tmp_path) as both:
        yield both


def codes_by_mode(service: Service) -> dict[str, str]:
    items = service.client("dispatcher.fushan").get("/api/v1/matters").json["items"]
    return {m["intake_mode"]: m["service_code"] for m in items if not m["fields"] and not m["signpost"]}


def trips_of_a_report(service: Service, trips: Trips, **over: Any) -> int:
    service.report("worker.qingyang", **over)
    trips.start()
    service.report("worker.qingyang", **over)
    return trips.trips


@pytest.mark.parametrize("mode", ["manual", "auto_file", "auto_dispatch"])
def test_a_report_takes_four_trips_whatever_becomes_of_it(counted: Counted, mode: str) -> None:
    service, trips = counted
    code = codes_by_mode(service)[mode]
    assert trips_of_a_report(service, trips, service_code=code) <= 4


def test_a_report_settled_on_the_spot_takes_four_trips(counted: Counted) -> None:
    service, trips = counted
    assert trips_of_a_report(service, trips, resolved_on_site={"notes": "已清走"}) <= 4


@pytest.mark.parametrize("mode", ["manual", "auto_dispatch"])
def test_a_batch_takes_eight_trips_whatever_its_size(counted: Counted, mode: str) -> None:
    service, trips = counted
    code = codes_by_mode(service)[mode]
    for size in (3, 500):
        reports = [a_report(client_id=str(uuid.uuid4()), service_code=code) for _ in range(size)]
        trips.start()
        answer = service.client("worker.qingyang").post("/api/v1/reports/batch", json={"reports": reports})
        assert {r["status"] for r in answer.json["results"]} == {201}
    assert trips.trips <= 8


def test_what_every_report_asks_is_not_planned_for_each(service: Service) -> None:
    for _ in range(12):
        service.report("worker.qingyang")
    with service.database.transaction() as session:
        planned = {row.name: row for row in session.execute(_PLANNED)}
    assert planned["gridops_facts"].custom_plans == 0
    assert planned["gridops_facts"].generic_plans >= 12
    # The first few are the server's own attempts.
    assert planned["gridops_enter"].custom_plans <= 5
    assert planned["gridops_steady"].custom_plans == 0
