"""Accounts made, found and changed by an administrator; sign-in by user name or by telephone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gridops import clock
from tests.people.looking_after import (
    ADMIN,
    actions,
    count_accounts,
    make,
    person,
    sign_in_by_code,
    sign_in_status,
)
from tests.service import Service
from tests.trips import counted_service

PATH = f"{ADMIN}/accounts"


@pytest.mark.parametrize("who", ["dispatcher.fushan", "head.qingyang", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    client = service.client(who)
    admin = person(service, "admin")
    assert client.get(PATH).status_code == 403
    assert client.get(f"{PATH}/{admin['id']}").status_code == 403
    assert client.post(PATH, json={"name": "张三", "username": "zhangsan"}).status_code == 403
    assert client.patch(f"{PATH}/{admin['id']}", json={"name": "张三"}).status_code == 403
    assert service.anonymous().get(PATH).status_code == 401


def test_it_works(service: Service) -> None:
    made = make(service, "", name="刘洋", phone="138 0000-1234", agency_code="enforcement")
    assert made["username"] == made["phone"] == "13800001234"
    assert made["agency"]["code"] == "enforcement"
    assert (made["is_active"], made["leaves_on"], made["posts"]) == (True, None, [])
    assert actions(service, made["id"]) == ["account.made"]
    client = sign_in_by_code(service, made)
    assert client.actor["name"] == "刘洋"
    assert client.actor["roles"] == []


def test_posts_are_given_with_it_and_say_who_gave_them(service: Service) -> None:
    places = [{"role": "dispatcher", "area_code": "370611001"}]
    made = make(service, "new.desk", posts=places)
    [post] = made["posts"]
    assert post["area"] == {"code": "370611001", "name": "清洋街道"}
    assert post["given_by"]["name"] == person(service, "admin")["name"]
    assert actions(service, made["id"]) == ["account.made", "account.post_given"]
    assert sign_in_by_code(service, made).actor["areas"] == ["370611001"]


def test_a_post_that_does_not_fit_makes_nobody(service: Service) -> None:
    before = count_accounts(service)
    places = [{"role": "dispatcher", "area_code": "999999999"}]
    refused = service.client("admin").post(
        PATH, json={"username": "new.desk", "name": "刘洋", "posts": places}
    )
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/posts/0/area_code"
    assert count_accounts(service) == before


def test_giving_posts_with_it_asks_the_password_again(service: Service) -> None:
    admin = service.client("admin")
    places = [{"role": "dispatcher", "area_code": "370611001"}]
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        refused = admin.post(PATH, json={"username": "new.desk", "name": "刘洋", "posts": places})
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")
        assert admin.post(PATH, json={"username": "new.desk", "name": "刘洋"}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"username": "auditor", "name": "刘洋"}, "/username"),
        ({"username": "刘洋", "name": "刘洋"}, "/username"),
        ({"username": "13811112222", "name": "刘洋"}, "/username"),
        ({"username": "new", "name": "  "}, "/name"),
        ({"name": "刘洋"}, "/username"),
        ({"username": "new", "name": "刘洋", "phone": "13900000105"}, "/phone"),
        ({"username": "new", "name": "刘洋", "phone": "１３９００００００１０５"}, "/phone"),
        ({"username": "new", "name": "刘洋", "phone": "12345"}, "/phone"),
        ({"username": "new", "name": "刘洋", "agency_code": "none"}, "/agency_code"),
        ({"username": "new", "name": "刘洋", "password": "x"}, "/password"),
    ],
)
def test_what_is_wrong_is_named_by_field(service: Service, sent: dict[str, str], pointer: str) -> None:
    refused = service.client("admin").post(PATH, json=sent)
    assert refused.status_code == 422, refused.data
    assert pointer in [one["pointer"] for one in refused.json["errors"]]


def test_one_signs_in_by_telephone_as_well(service: Service) -> None:
    assert sign_in_status(service, "13900000105") == 201
    assert sign_in_status(service, "+86 139-0000-0105") == 201
    assert sign_in_status(service, "13900000999") == 401


def test_a_number_is_one_active_accounts(service: Service) -> None:
    admin, auditor = service.client("admin"), person(service, "auditor")
    refused = admin.patch(f"{PATH}/{auditor['id']}", json={"phone": "13900000105"})
    assert refused.status_code == 422
    changed = admin.patch(f"{PATH}/{auditor['id']}", json={"phone": "13900000199", "name": "滕佳"})
    assert (changed.json["phone"], changed.json["name"]) == ("13900000199", "滕佳")
    assert actions(service, auditor["id"])[-1] == "account.edited"
    assert sign_in_status(service, "13900000199") == 201
    assert sign_in_status(service, "13900000114") == 401


def test_a_user_name_that_is_the_number_follows_it(service: Service) -> None:
    made = make(service, "", phone="13800001234")
    changed = service.client("admin").patch(f"{PATH}/{made['id']}", json={"phone": "13800001235"})
    assert changed.json["username"] == "13800001235"


def test_accounts_are_found_by_what_one_remembers(service: Service) -> None:
    admin = service.client("admin")

    def found(query: str) -> set[str]:
        return {one["username"] for one in admin.get(f"{PATH}?{query}").json["items"]}

    assert found("q=林书") == {"dispatcher.qingyang"}
    assert found("q=0000105") == {"dispatcher.qingyang"}
    assert found("role=supervisor") == {"supervisor.qingyang", "supervisor.gaotuan", "supervisor.fushan"}
    assert "dispatcher.gaotuan" in found("area=370611102")
    assert found("area=370611102&role=supervisor") == {"supervisor.gaotuan"}
    assert found("state=left") == set()
    assert admin.get(f"{PATH}?state=whatever").status_code == 422


def test_the_list_goes_on_where_it_ended(service: Service) -> None:
    admin, seen, cursor = service.client("admin"), [], ""
    while True:
        page = admin.get(f"{PATH}?limit=4{cursor}").json
        seen += [one["username"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == count_accounts(service)


def test_a_page_takes_few_trips(database_url: str, tmp_path: Path) -> None:
    with counted_service(database_url, tmp_path) as (service, trips):
        admin = service.client("admin")
        admin.get(f"{PATH}?limit=10")
        trips.start()
        assert len(admin.get(f"{PATH}?limit=10").json["items"]) == 10
        assert trips.trips <= 9
