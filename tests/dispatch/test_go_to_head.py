"""What would go to a grid that has nobody on post goes to the head of its grids, and the case says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gridops import clock
from tests.people.looking_after import ADMIN, give, make, name_deputy, person
from tests.service import Service

HEAD = "曲德福"


@pytest.fixture
def vacant(service: Service) -> str:
    """A grid of the head of Qingyang that has no worker."""
    items = service.client("head.qingyang").get("/api/v1/vacancies").json["items"]
    return str(items[0]["grid"]["code"])


def at_grid(service: Service, grid: str) -> dict[str, Any]:
    """A case that the desk registered there and sent by the routing."""
    case = service.report(
        "dispatcher.qingyang",
        service_code="C0201",
        origin="desk",
        location={"source": "area", "area_code": grid},
    )
    return service.act("dispatcher.qingyang", case, "dispatch")


def own_grid(service: Service) -> str:
    return next(p["area"]["code"] for p in person(service, "worker.qingyang")["posts"] if p["area"])


def test_with_a_worker_on_post_it_is_the_grids_own(service: Service) -> None:
    case = at_grid(service, own_grid(service))
    assert case["unit"]["name"]
    assert "head" not in case["routing"]
    assert "没有在岗的网格员" not in case["routing"]["reason"]


def test_without_one_the_head_has_it_and_the_case_says_so(service: Service, vacant: str) -> None:
    case = at_grid(service, vacant)
    assert case["routing"]["head"]["name"] == HEAD
    assert f"没有在岗的网格员，由网格长{HEAD}办理" in case["routing"]["reason"]
    head = service.client("head.qingyang")
    # The head acts for the unit that nobody is in.
    path = f"/api/v1/incidents/{case['id']}/actions/accept"
    accepted = head.post(path, json={"version": case["version"]})
    assert accepted.status_code == 200, accepted.data


def test_it_holds_from_the_moment_on_at_which_somebody_is_given_the_post(
    service: Service, vacant: str
) -> None:
    assert "head" in at_grid(service, vacant)["routing"]
    give(service, make(service, "new.worker")["id"], "grid_worker", area_code=vacant)
    assert "head" not in at_grid(service, vacant)["routing"]


def test_whose_account_is_out_of_use_is_on_post_no_more(service: Service) -> None:
    grid = own_grid(service)
    assert "head" not in at_grid(service, grid)["routing"]
    with service.database.transaction() as session:
        session.execute(
            text("UPDATE gridops.account SET is_active = false WHERE username = 'worker.qingyang'")
        )
    assert at_grid(service, grid)["routing"]["head"]["name"] == HEAD


def test_who_is_away_without_a_deputy_is_not_on_post(service: Service) -> None:
    now, grid = clock.now(), own_grid(service)
    posts = list(person(service, "worker.qingyang")["posts"])
    for post in posts:
        name_deputy(service, post["id"], None, now - timedelta(hours=1), now + timedelta(hours=1))
    assert at_grid(service, grid)["routing"]["head"]["name"] == HEAD
    deputies = service.client("admin").get(f"{ADMIN}/deputies?current=true").json["items"]
    for deputy in deputies:
        service.client("admin").patch(f"{ADMIN}/deputies/{deputy['id']}", json={"until_at": now.isoformat()})
    stand_in = make(service, "stand.in")
    later = clock.now() + timedelta(seconds=1)
    name_deputy(service, posts[0]["id"], stand_in["id"], later, later + timedelta(hours=1))
    with clock.frozen(later + timedelta(minutes=1)):
        assert "head" not in at_grid(service, grid)["routing"]
