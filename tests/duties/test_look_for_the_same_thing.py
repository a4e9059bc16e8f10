"""Near-duplicates: the same matter within the radius and the window that its version in force says, nearest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gridops import clock
from tests.duties.versions import put_in_force
from tests.reports import at
from tests.service import Service

HERE = {"lon": 121.27, "lat": 37.50}
#: About 111 metres further north.
NORTH = at(121.27, 37.501)


def similar(service: Service, code: str = "C0102") -> list[str]:
    query = f"lon={HERE['lon']}&lat={HERE['lat']}&coord_sys=cgcs2000&service_code={code}"
    answer = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/similar?{query}")
    assert answer.status_code == 200, answer.data
    return [item["id"] for item in answer.json["items"]]


def report(service: Service, **over: Any) -> str:
    return str(service.report("worker.qingyang", **over)["id"])


def test_the_radius_is_the_versions(service: Service) -> None:
    far = report(service, location=NORTH)
    put_in_force(service, near_radius_m=50)
    assert similar(service) == []
    other = service.client("admin").get("/api/v1/admin/matters/C0103").json["versions"][0]
    assert other["near_radius_m"] != 150
    put_in_force(service, "C0103", near_radius_m=150)
    also_far = report(service, location=NORTH, service_code="C0103")
    assert similar(service, "C0103") == [also_far]
    assert far not in similar(service, "C0103")


def test_the_window_is_the_versions(service: Service) -> None:
    put_in_force(service, near_hours=2)
    found = report(service)
    with clock.frozen(clock.now() + timedelta(minutes=119)):
        assert similar(service) == [found]
    with clock.frozen(clock.now() + timedelta(minutes=121)):
        assert similar(service) == []


def test_the_nearest_comes_first_however_old_it_is(service: Service) -> None:
    put_in_force(service, near_radius_m=500)
    near = report(service)
    far = report(service, location=NORTH)
    assert similar(service) == [near, far]
