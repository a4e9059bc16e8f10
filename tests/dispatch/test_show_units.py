"""Units and positions: how busy they are, and that nobody is followed without a task."""

from __future__ import annotations

from gridops import clock
from tests.service import Service


def position() -> dict:
    return {
        "lon": 121.27,
        "lat": 37.50,
        "coord_sys": "wgs84",
        "accuracy_m": 9,
        "at": clock.now().isoformat(),
    }


def test_an_area_outside_ones_own_is_refused(service: Service) -> None:
    answer = service.client("dispatcher.gaotuan").get("/api/v1/units?area=370611001")
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


def unit_of(service: Service, unit_id: str) -> dict:
    page = service.client("dispatcher.qingyang").get("/api/v1/units?area=370611001&limit=500").json
    return next(u for u in page["items"] if u["id"] == unit_id)


def test_a_unit_is_as_busy_as_its_dispatches(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    unit = case["unit"]["id"]
    assert (unit_of(service, unit)["status"], unit_of(service, unit)["open_dispatches"]) == ("dispatched", 1)
    for action, status in (("accept", "accepted"), ("en_route", "en_route"), ("arrive", "on_scene")):
        case = service.act("handler.qingyang", case, action)
        assert unit_of(service, unit)["status"] == status
    service.act("handler.qingyang", case, "handle", kind="clean", note="清了")
    assert unit_of(service, unit)["status"] == "available"


def test_pages_of_units_hold_each_once(service: Service) -> None:
    client, seen, cursor = service.client("dispatcher.qingyang"), [], ""
    while True:
        page = client.get(f"/api/v1/units?area=370611001&limit=7&cursor={cursor}").json
        seen += [u["id"] for u in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) > 40


def test_without_a_task_no_position_is_taken(service: Service) -> None:
    answer = service.client("handler.qingyang").put("/api/v1/positions/current", json=position())
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


def test_on_a_task_only_the_latest_is_kept_and_ends_with_it(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    case = service.act("handler.qingyang", case, "accept")
    client = service.client("handler.qingyang")
    assert client.put("/api/v1/positions/current", json=position()).status_code == 204
    assert client.put("/api/v1/positions/current", json=position()).status_code == 204
    unit = case["unit"]["id"]
    assert unit_of(service, unit)["lon"] is not None
    service.act("handler.qingyang", case, "handle", kind="clean", note="清了")
    assert unit_of(service, unit)["lon"] is None


def test_a_telephone_number_is_only_for_those_entitled(service: Service) -> None:
    shown = service.client("supervisor.qingyang").get("/api/v1/units?area=370611001").json["items"]
    assert {u["phone"] for u in shown} == {None}
    assert unit_of(service, shown[0]["id"])["phone"]
