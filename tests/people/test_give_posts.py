"""Posts given from a day on and ended on a day: fit the place, overlap nothing, say who gave them; one admin stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from gridops import clock
from tests.people.looking_after import ADMIN, actions, give, make, person, sign_in_by_code
from tests.service import Service

PATH = f"{ADMIN}/posts"
TOWN = "370611001"


def today() -> date:
    return clock.now().astimezone(clock.zone("Asia/Shanghai")).date()


def try_to_give(service: Service, account: dict[str, Any], role: str, **place: Any) -> Any:
    sent = {"account_id": account["id"], "role": role, **place}
    return service.client("admin").post(PATH, json=sent)


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.data
    return [one["pointer"] for one in answer.json["errors"]]


@pytest.mark.parametrize("who", ["dispatcher.fushan", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    client, admin = service.client(who), person(service, "admin")
    post = admin["posts"][0]
    assert client.get(PATH).status_code == 403
    assert client.get(f"{PATH}/choices").status_code == 403
    sent = {"account_id": client.actor["id"], "role": "admin", "area_code": "370611"}
    assert client.post(PATH, json=sent).status_code == 403
    assert client.patch(f"{PATH}/{post['id']}", json={"valid_to": "2099-01-01"}).status_code == 403
    assert client.delete(f"{PATH}/{post['id']}").status_code == 403


def test_giving_asks_the_password_again(service: Service) -> None:
    made = make(service, "new.desk")
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        refused = try_to_give(service, made, "dispatcher", area_code=TOWN)
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")


def test_it_works_at_once_and_is_an_entry_of_the_log(service: Service) -> None:
    made = make(service, "new.desk")
    client = sign_in_by_code(service, made)
    assert client.get("/api/v1/incidents?limit=1").json["items"] == []
    case = service.report("worker.qingyang")
    post = give(service, made["id"], "dispatcher", area_code=TOWN)
    assert post["given_by"]["name"] == person(service, "admin")["name"]
    assert (post["state"], post["valid_from"], post["valid_to"]) == ("in_force", today().isoformat(), None)
    # By the session that was open already: rights are read by row.
    assert client.get(f"/api/v1/incidents/{case['id']}").status_code == 200
    assert actions(service, made["id"])[-1] == "account.post_given"


@pytest.mark.parametrize(
    ("role", "place", "pointer"),
    [
        ("dispatcher", {"area_code": "999999999"}, "/area_code"),
        ("admin", {"area_code": TOWN}, "/area_code"),
        ("grid_worker", {"area_code": TOWN}, "/area_code"),
        ("handler", {"area_code": TOWN}, "/area_code"),
        ("system", {"area_code": "370611"}, "/role"),
        ("dispatcher", {}, ""),
        ("handler", {"unit_id": "00000000-0000-7000-8000-000000000000"}, "/unit_id"),
        ("dispatcher", {"area_code": TOWN, "valid_from": "2020-01-01"}, "/valid_from"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    service: Service, role: str, place: dict[str, str], pointer: str
) -> None:
    assert pointer in pointers(try_to_give(service, make(service, "new.desk"), role, **place))


def test_a_role_over_areas_is_not_held_in_a_unit(service: Service) -> None:
    unit = service.client("handler.qingyang").actor["units"][0]
    made = make(service, "new.desk")
    assert pointers(try_to_give(service, made, "dispatcher", unit_id=unit)) == ["/unit_id"]
    assert pointers(try_to_give(service, made, "grid_worker", unit_id=unit)) == ["/unit_id"]
    assert give(service, made["id"], "handler", unit_id=unit)["unit"]["id"] == unit


def test_the_same_post_twice_on_one_day_is_refused(service: Service) -> None:
    made = make(service, "new.desk")
    later = (today() + timedelta(days=30)).isoformat()
    give(service, made["id"], "dispatcher", area_code=TOWN, valid_to=later)
    again = try_to_give(service, made, "dispatcher", area_code=TOWN)
    assert pointers(again) == ["/valid_from"]
    assert give(service, made["id"], "dispatcher", area_code=TOWN, valid_from=later)["state"] == "coming"


def test_a_post_that_is_coming_gives_nothing_yet_and_can_be_taken_back(service: Service) -> None:
    made = make(service, "new.desk")
    tomorrow = today() + timedelta(days=1)
    post = give(service, made["id"], "dispatcher", area_code=TOWN, valid_from=tomorrow.isoformat())
    client = sign_in_by_code(service, made)
    assert client.actor["roles"] == []
    with clock.frozen(clock.now() + timedelta(days=1)):
        actor = client.get("/api/v1/sessions/current").json["actor"]
        assert actor["roles"] == ["dispatcher"]
        assert service.client("admin").delete(f"{PATH}/{post['id']}").status_code == 422
    assert service.client("admin").delete(f"{PATH}/{post['id']}").status_code == 204
    assert actions(service, made["id"])[-1] == "account.post_withdrawn"


def test_a_post_ends_by_its_date_without_anybody_doing_anything(service: Service) -> None:
    made = make(service, "new.desk")
    ends = today() + timedelta(days=10)
    give(service, made["id"], "dispatcher", area_code=TOWN, valid_to=ends.isoformat())
    client = sign_in_by_code(service, made)
    assert client.actor["areas"] == [TOWN]
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert client.get("/api/v1/sessions/current").json["actor"]["areas"] == [TOWN]
    with clock.frozen(clock.now() + timedelta(days=10)):
        assert client.get("/api/v1/sessions/current").json["actor"]["areas"] == []


def test_what_was_given_by_mistake_is_taken_back_at_once(service: Service) -> None:
    made = make(service, "new.desk")
    post = give(service, made["id"], "dispatcher", area_code=TOWN)
    client = sign_in_by_code(service, made)
    ended = service.client("admin").patch(f"{PATH}/{post['id']}", json={"valid_to": today().isoformat()})
    assert (ended.status_code, ended.json["state"]) == (200, "past")
    assert client.get("/api/v1/sessions/current").json["actor"]["roles"] == []
    assert actions(service, made["id"])[-1] == "account.post_ended"
    # It may be given again on the same day.
    give(service, made["id"], "dispatcher", area_code=TOWN)


def test_the_day_on_which_a_post_ends_is_not_past(service: Service) -> None:
    post = person(service, "dispatcher.qingyang")["posts"][0]
    yesterday = (today() - timedelta(days=1)).isoformat()
    answer = service.client("admin").patch(f"{PATH}/{post['id']}", json={"valid_to": yesterday})
    assert pointers(answer) == ["/valid_to"]


def test_the_last_administrator_stays(service: Service) -> None:
    admin = person(service, "admin")
    sent = {"valid_to": (today() + timedelta(days=5)).isoformat()}
    refused = service.client("admin").patch(f"{PATH}/{admin['posts'][0]['id']}", json=sent)
    assert (refused.status_code, refused.json["code"]) == (409, "last-administrator")
    assert person(service, "admin")["posts"][0]["valid_to"] is None


def test_of_two_administrators_who_end_each_other_at_once_one_stays(service: Service) -> None:
    second = make(service, "second.admin")
    give(service, second["id"], "admin", area_code="370611")
    posts = [person(service, name)["posts"][0]["id"] for name in ("admin", "second.admin")]
    client, sent = service.client("admin"), {"valid_to": (today() + timedelta(days=1)).isoformat()}

    def end(post_id: str) -> int:
        other = service.anonymous()
        headers = {"Authorization": f"Bearer {client.token}"}
        return other.patch(f"{PATH}/{post_id}", json=sent, headers=headers).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(end, posts, timeout=60))
    assert answers == [200, 409]


def test_posts_are_listed_by_day_place_and_person(service: Service) -> None:
    admin, made = service.client("admin"), make(service, "new.desk")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    give(service, made["id"], "dispatcher", area_code=TOWN, valid_from=tomorrow)

    def listed(query: str) -> list[dict[str, Any]]:
        return list(admin.get(f"{PATH}?{query}").json["items"])

    assert [p["state"] for p in listed(f"account={made['id']}")] == ["coming"]
    assert listed(f"account={made['id']}&on={today().isoformat()}") == []
    assert len(listed(f"account={made['id']}&on={tomorrow}")) == 1
    assert {p["role"] for p in listed(f"area={TOWN}&role=supervisor")} == {"supervisor"}
    unit = service.client("handler.qingyang").actor["units"][0]
    assert {p["role"] for p in listed(f"unit={unit}")} == {"handler", "agency_head"}


def test_a_worker_of_a_grid_is_one_of_its_own_unit(service: Service) -> None:
    [grid] = service.client("worker2.qingyang").actor["areas"]
    units = service.client("worker2.qingyang").actor["units"]
    made = make(service, "new.worker")
    give(service, made["id"], "grid_worker", area_code=grid)
    actor = sign_in_by_code(service, made).actor
    assert (actor["areas"], actor["units"]) == ([grid], units)


def test_a_form_is_told_which_roles_fit_where(service: Service) -> None:
    choices = service.client("admin").get(f"{PATH}/choices").json
    roles = {one["role"]: one for one in choices["roles"]}
    assert "system" not in roles
    assert roles["grid_worker"]["levels"] == ["grid", "village"]
    assert roles["handler"]["levels"] == []
    assert service.client("handler.qingyang").actor["units"][0] in {one["id"] for one in choices["units"]}
    assert "enforcement" in {one["code"] for one in choices["agencies"]}
