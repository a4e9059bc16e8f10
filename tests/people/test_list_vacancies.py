"""Grids without a worker or a present deputy, as heads and the centre see them within their areas."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gridops import clock
from tests.people.looking_after import ADMIN, make, name_deputy, person
from tests.service import Service

PATH = "/api/v1/vacancies"


def vacancies(service: Service, who: str, query: str = "") -> dict[str, dict[str, Any]]:
    answer = service.client(who).get(f"{PATH}?limit=500{query}")
    assert answer.status_code == 200, answer.data
    return {one["grid"]["code"]: one for one in answer.json["items"]}


def worker_post(service: Service) -> dict[str, Any]:
    posts = person(service, "worker.qingyang")["posts"]
    return next(dict(p) for p in posts if p["area"])


def unit_post(service: Service) -> str:
    posts = person(service, "worker.qingyang")["posts"]
    own = worker_post(service)["area"]["name"]
    return next(str(p["id"]) for p in posts if p["unit"] and p["unit"]["name"] == own)


@pytest.mark.parametrize("who", ["worker.qingyang", "handler.qingyang", "auditor"])
def test_who_has_nothing_to_do_with_posts_is_refused(service: Service, who: str) -> None:
    assert service.client(who).get(PATH).status_code == 403


def test_another_towns_list_is_out_of_scope(service: Service) -> None:
    refused = service.client("dispatcher.qingyang").get(f"{PATH}?area=370611102")
    assert (refused.status_code, refused.json["code"]) == (403, "out-of-scope")
    assert all(code.startswith("370611001") for code in vacancies(service, "dispatcher.qingyang"))
    assert any(code.startswith("370611102") for code in vacancies(service, "admin"))


def test_it_names_the_head_and_not_the_grids_that_are_staffed(service: Service) -> None:
    [village] = service.client("head.qingyang").actor["areas"]
    own, seen = worker_post(service)["area"]["code"], vacancies(service, "head.qingyang")
    assert own.startswith(village)
    assert own not in seen
    assert seen
    assert {one["head"]["name"] for one in seen.values()} == {"曲德福"}
    assert {one["village"]["code"] for one in seen.values()} == {village}


def test_a_post_that_ends_leaves_a_vacancy(service: Service) -> None:
    today: date = clock.now().astimezone(clock.zone("Asia/Shanghai")).date()
    grid = worker_post(service)["area"]["code"]
    for post in (worker_post(service)["id"], unit_post(service)):
        assert grid not in vacancies(service, "dispatcher.qingyang")
        ended = service.client("admin").patch(f"{ADMIN}/posts/{post}", json={"valid_to": today.isoformat()})
        assert ended.status_code == 200, ended.data
    assert grid in vacancies(service, "dispatcher.qingyang")


def test_who_is_away_without_a_deputy_is_a_vacancy_and_with_one_is_not(service: Service) -> None:
    now, post = clock.now(), worker_post(service)
    grid = post["area"]["code"]
    for one in (post["id"], unit_post(service)):
        name_deputy(service, one, None, now + timedelta(hours=1), now + timedelta(hours=3))
    assert grid not in vacancies(service, "dispatcher.qingyang")
    with clock.frozen(now + timedelta(hours=2)):
        assert vacancies(service, "dispatcher.qingyang")[grid]["absent"] == ["孙晓梅"]
    with clock.frozen(now + timedelta(hours=3)):
        assert grid not in vacancies(service, "dispatcher.qingyang")
    stand_in = make(service, "stand.in")
    name_deputy(service, post["id"], stand_in["id"], now + timedelta(hours=4), now + timedelta(hours=6))
    with clock.frozen(now + timedelta(hours=5)):
        assert grid not in vacancies(service, "dispatcher.qingyang")


def test_the_list_goes_on_where_it_ended(service: Service) -> None:
    admin, seen, cursor = service.client("admin"), [], ""
    for _ in range(4):
        page = admin.get(f"{PATH}?limit=5{cursor}").json
        seen += [one["grid"]["code"] for one in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(set(seen))
    assert len(seen) == 20
