"""How often the auditor's lists and the looks at a case go to the database: begin and commit counted, on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.trips import Trips
from tests.service import Service
from tests.trips import counted_service

Counted = tuple[Service, Trips]


@pytest.fixture
def counted(database_url: str, tmp_path: Path) -> Iterator[Counted]:
    with counted_service(database_url, tmp_path) as both:
        yield both


def test_a_list_of_the_audit_takes_six_trips_whatever_its_size(counted: Counted) -> None:
    service, trips = counted
    desk = service.client("dispatcher.qingyang")
    taken: dict[str, set[int]] = {}
    for _ in range(3):
        case = service.report("worker.qingyang")
        desk.post(f"/api/v1/incidents/{case['id']}/reveals", json={"purpose": "check"})
        service.client("worker.qingyang").post("/api/v1/reports", data=b"{", content_type="application/json")
        for path in (
            "/api/v1/audit/entries",
            "/api/v1/audit/reveals",
            "/api/v1/audit/quarantine",
            f"/api/v1/incidents/{case['id']}/reveals",
        ):
            name = path if "incidents" not in path else "of a case"
            for _ in range(2):
                trips.start()
                assert service.client("auditor").get(path).status_code == 200
            taken.setdefault(name, set()).add(trips.trips)
    assert {name: found for name, found in taken.items() if max(found) > 6 or len(found) > 1} == {}


def test_an_act_by_proxy_takes_one_trip_more_than_the_units_own(counted: Counted) -> None:
    service, trips = counted
    unit = service.client("handler.qingyang").actor["units"][0]
    units = service.client("dispatcher.qingyang").get("/api/v1/units?area=370611001").json["items"]
    other = next(one["id"] for one in units if one["kind"] == "body" and one["id"] != unit)
    taken = []
    for _ in range(2):
        case = service.report("worker.qingyang")
        case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[other])
        trips.start()
        said = {"unit_id": other, "spoke_to": "值班班长"}
        service.act("dispatcher.qingyang", case, "accept", by_proxy=said)
        taken.append(trips.trips)
    assert taken[-1] <= 9
