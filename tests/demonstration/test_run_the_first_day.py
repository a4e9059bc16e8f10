"""The demonstration's coming set on the service as it runs: its first day is today, and the worker is killed at it."""

from __future__ import annotations

import signal
import time
from typing import Any

from gridops import clock
from gridops.db.session import Database
from gridops.demonstration.coming import load_coming
from gridops.demonstration.load_territory import TIME_ZONE
from tests.demonstration.drawn import FOLDER, read
from tests.live.test_follow_the_stream import Screen
from tests.reports import at
from tests.service import LiveService

GRID, NEW_GRID = "370611102200001", "370611102001002"
#: A set that begins this very minute has its last look a minute after midnight.
PATIENCE_S = 150


def spots(count: int) -> list[dict[str, Any]]:
    """Places in the worker's grid, one beside the other."""
    place = next(shape for one, shape in read(FOLDER / "grids.geojson") if one["code"] == GRID)
    middle = place.representative_point()
    return [at(round(middle.x, 6), round(middle.y + n * 1e-5, 6), accuracy_m=1.0) for n in range(count)]


def begin_today(service: LiveService) -> str:
    database = Database(service.settings.database_url)
    with database.transaction() as session:
        today = clock.now().astimezone(clock.zone(TIME_ZONE)).date()
        set_id = str(load_coming(session, today).id)
    database.close()
    return set_id


def kill_worker(service: LiveService) -> None:
    worker = service.processes["worker"]
    worker.send_signal(signal.SIGKILL)
    worker.wait(5)
    service.start_worker()


def wait_until_done(service: LiveService, set_id: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        told = service.request("admin", "GET", f"/api/v1/boundary-sets/{set_id}/first-day").json()
        if told["phase"] == "done":
            return dict(told)
        time.sleep(0.3)
    raise AssertionError(told)


def test_a_worker_killed_at_it_is_followed_by_one_that_ends_it_and_everyone_is_told_once(
    live_service: LiveService,
) -> None:
    screen = Screen(live_service.url, token=live_service.token("dispatcher.gaotuan"))
    phone = Screen(live_service.url, token=live_service.token("worker.gaotuan"))
    screen.until(lambda: screen.caught_up)
    phone.until(lambda: phone.caught_up)
    cases = [live_service.report("worker.gaotuan", location=spot) for spot in spots(8)]
    assert {case["grid"]["code"] for case in cases} == {GRID}
    set_id = begin_today(live_service)
    for pause in (0.0, 0.4, 0.8):
        time.sleep(pause)
        kill_worker(live_service)
    told = wait_until_done(live_service, set_id)
    assert told["counts"]["cases_moved"] == len(cases)

    def rescoped() -> list[str]:
        return [e["entity_id"] for e in screen.events if e["action"] == "incident.rescoped"]

    screen.until(lambda: len(rescoped()) >= len(cases), 20)
    assert sorted(rescoped()) == sorted(case["id"] for case in cases)
    # Whose sight has changed is cut off and comes back with the new one.
    phone.until(lambda: "disconnected" in phone.told, 20)
    actor = live_service.request("worker.gaotuan", "GET", "/api/v1/sessions/current").json()["actor"]
    assert actor["areas"] == [NEW_GRID]
    again = Screen(live_service.url, token=live_service.token("worker.gaotuan"), area=NEW_GRID)
    again.until(lambda: again.caught_up)
    listed = live_service.request("worker.gaotuan", "GET", f"/api/v1/incidents?area={NEW_GRID}").json()
    assert {item["id"] for item in listed["items"]} == {case["id"] for case in cases}
    for each in (screen, phone, again):
        each.close()
