"""Deputies: the post's rights and tasks for their time and no longer, sockets included."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from gridops import clock
from gridops.live.admission import RIGHTS_CHANGED, lost_sight
from gridops.live.sockets import OpenSocket
from gridops.people.rules import Sight
from gridops.worker.firing import fire_due
from tests.people.looking_after import ADMIN, actions, make, name_deputy, person, sign_in_by_code
from tests.service import Service

PATH = f"{ADMIN}/deputies"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now(service: Service) -> datetime:
    service.client("admin")
    return clock.now()


def desk_post(service: Service) -> str:
    return str(person(service, "dispatcher.qingyang")["posts"][0]["id"])


@pytest.mark.parametrize("who", ["dispatcher.qingyang", "head.qingyang"])
def test_only_an_administrator_may(service: Service, now: datetime, who: str) -> None:
    client, post = service.client(who), desk_post(service)
    until = (now + DAY).isoformat()
    sent = {"post_id": post, "account_id": client.actor["id"], "from_at": now.isoformat(), "until_at": until}
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, json=sent).status_code == 403
    assert client.patch(f"{PATH}/{post}", json={"until_at": until}).status_code == 403


def test_the_rights_last_for_that_time_and_no_longer(service: Service, now: datetime) -> None:
    made, case = make(service, "stand.in"), service.report("worker.qingyang")
    client = sign_in_by_code(service, made)
    named = name_deputy(service, desk_post(service), made["id"], now + HOUR, now + 3 * HOUR)
    assert named["given_by"]["name"] == person(service, "admin")["name"]
    path = f"/api/v1/incidents/{case['id']}"
    assert client.get(path).status_code == 404
    with clock.frozen(now + 2 * HOUR):
        assert client.get(path).status_code == 200
        done = client.post(f"{path}/actions/file", json={"version": case["version"]})
        assert done.status_code == 200, done.data
    with clock.frozen(now + 3 * HOUR):
        assert client.get(path).status_code == 404
        assert client.get("/api/v1/sessions/current").json["actor"]["roles"] == []
    # The holder keeps the post meanwhile.
    assert service.client("dispatcher.qingyang").get(path).status_code == 200


def test_the_tasks_of_the_unit_are_among_ones_own_for_that_time(service: Service, now: datetime) -> None:
    made = make(service, "stand.in")
    client = sign_in_by_code(service, made)
    post = person(service, "handler.qingyang")["posts"][0]
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[post["unit"]["id"]])

    def mine() -> list[str]:
        return [one["id"] for one in client.get("/api/v1/incidents?unit=mine").json["items"]]

    assert mine() == []
    name_deputy(service, post["id"], made["id"], now - HOUR, now + HOUR)
    assert mine() == [case["id"]]
    accepted = client.post(
        f"/api/v1/incidents/{case['id']}/actions/accept", json={"version": case["version"]}
    )
    assert accepted.status_code == 200, accepted.data
    with clock.frozen(now + HOUR):
        assert client.get("/api/v1/incidents?unit=mine&state=dispatched").json["items"] == []


def test_an_open_socket_is_told_when_the_time_is_over(service: Service, now: datetime) -> None:
    made = make(service, "stand.in")
    client = sign_in_by_code(service, made)
    named = name_deputy(service, desk_post(service), made["id"], now + HOUR, now + 2 * HOUR)

    def sight() -> Sight:
        actor = client.get("/api/v1/sessions/current").json["actor"]
        return Sight(made["id"], tuple(actor["areas"]), tuple(actor["units"]))

    assert fire_due(service.database) == 0
    with clock.frozen(now + HOUR):
        assert fire_due(service.database) == 1
        during = sight()
        assert during.areas == ("370611001",)
    with clock.frozen(now + 2 * HOUR):
        assert fire_due(service.database) == 1
        with service.database.transaction() as session:
            opened = OpenSocket("one", UUID(made["id"]), None, during)
            assert lost_sight(session, [opened]) == {"one"}
    assert actions(service, made["id"])[-2:] == ["account.changed"] * 2
    assert "account.changed" in RIGHTS_CHANGED
    assert named["state"] == "coming"


def test_a_deputyship_ended_early_is_over_at_once(service: Service, now: datetime) -> None:
    made = make(service, "stand.in")
    client = sign_in_by_code(service, made)
    named = name_deputy(service, desk_post(service), made["id"], now - HOUR, now + DAY)
    assert client.get("/api/v1/sessions/current").json["actor"]["roles"] == ["dispatcher"]
    ended = service.client("admin").patch(f"{PATH}/{named['id']}", json={"until_at": now.isoformat()})
    assert (ended.status_code, ended.json["state"]) == (200, "past")
    assert client.get("/api/v1/sessions/current").json["actor"]["roles"] == []
    assert actions(service, made["id"])[-1] == "account.deputy_ended"
    again = service.client("admin").patch(f"{PATH}/{named['id']}", json={"until_at": now.isoformat()})
    assert again.status_code == 422


def test_it_ends_with_the_post(service: Service, now: datetime) -> None:
    made = make(service, "stand.in")
    client = sign_in_by_code(service, made)
    post = desk_post(service)
    name_deputy(service, post, made["id"], now - HOUR, now + 10 * DAY)
    today = now.astimezone(clock.zone("Asia/Shanghai")).date()
    ended = service.client("admin").patch(f"{ADMIN}/posts/{post}", json={"valid_to": today.isoformat()})
    assert ended.status_code == 200, ended.data
    assert client.get("/api/v1/sessions/current").json["actor"]["roles"] == []
    listed = service.client("admin").get(f"{PATH}?account={made['id']}").json["items"]
    assert [one["state"] for one in listed] == ["past"]


@pytest.mark.parametrize(
    ("who", "begins", "ends", "pointer"),
    [
        ("auditor", -2 * DAY, -DAY, "/until_at"),
        ("auditor", 2 * DAY, DAY, "/until_at"),
        ("dispatcher.qingyang", -HOUR, DAY, "/account_id"),
    ],
)
def test_what_is_wrong_is_named_by_field(
    service: Service, now: datetime, who: str, begins: timedelta, ends: timedelta, pointer: str
) -> None:
    sent: dict[str, Any] = {
        "post_id": desk_post(service),
        "account_id": person(service, who)["id"],
        "from_at": (now + begins).isoformat(),
        "until_at": (now + ends).isoformat(),
    }
    refused = service.client("admin").post(PATH, json=sent)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer


def test_two_at_one_time_for_one_post_are_refused(service: Service, now: datetime) -> None:
    post, auditor = desk_post(service), person(service, "auditor")
    name_deputy(service, post, auditor["id"], now, now + DAY)
    sent = {
        "post_id": post,
        "account_id": person(service, "supervisor.qingyang")["id"],
        "from_at": (now + HOUR).isoformat(),
        "until_at": (now + 2 * DAY).isoformat(),
    }
    refused = service.client("admin").post(PATH, json=sent)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/from_at"


def test_a_deputys_deputy_gets_nothing_of_the_first_post(service: Service, now: datetime) -> None:
    auditor, third = person(service, "auditor"), make(service, "stand.in")
    name_deputy(service, desk_post(service), auditor["id"], now, now + DAY)
    name_deputy(service, auditor["posts"][0]["id"], third["id"], now, now + DAY)
    assert sign_in_by_code(service, third).actor["roles"] == ["auditor"]
