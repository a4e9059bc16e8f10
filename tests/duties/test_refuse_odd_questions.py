"""Odd questions to routing and clock: points far away, codes that no column holds, moments no calendar knows."""

from __future__ import annotations

import pytest

from tests.duties.routing import ROUTING, a_rule
from tests.duties.versions import ADMIN, today
from tests.service import Service


@pytest.mark.parametrize(("lon", "lat"), [(120.4, 36.1), (0.0, 0.0)])
def test_the_preview_refuses_a_point_far_outside_the_district(
    service: Service, lon: float, lat: float
) -> None:
    point = {"lon": lon, "lat": lat, "coord_sys": "cgcs2000"}
    answer = service.client("admin").post(
        f"{ROUTING}/preview", json={"service_code": "C0102", "point": point}
    )
    assert (answer.status_code, answer.json["code"]) == (422, "out-of-extent")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "%00/versions"), ("POST", "%00/end"), ("DELETE", "%00/versions/1")]
)
def test_a_code_that_no_column_holds_is_not_found(service: Service, method: str, path: str) -> None:
    sent = a_rule(service)
    sent.pop("code")
    body = {"valid_to": today(service, 1).isoformat()} if path.endswith("end") else sent
    answer = service.client("admin").open(
        method, f"{ROUTING}/rules/{path}", **({"json": body} if method == "POST" else {})
    )
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("name", ["start", "external_due_at"])
def test_the_clock_refuses_a_moment_that_no_calendar_knows(service: Service, name: str, moment: str) -> None:
    sent = {"start": "2026-09-30T16:30:00+08:00", "limit": "2工作日", name: moment}
    answer = service.client("admin").post(f"{ADMIN}/clock", json=sent)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{name}")
