"""Somebody leaves: what is open in his name is listed, then goes to who takes over, and his sessions end at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.people.queries import find_actor
from gridops.worker.firing import fire_due
from tests.people.looking_after import (
    ADMIN,
    actions,
    give,
    make,
    name_deputy,
    person,
    sign_in_by_code,
    sign_in_status,
)
from tests.service import Service


def today() -> date:
    return clock.now().astimezone(clock.zone("Asia/Shanghai")).date()


def path_of(account: dict[str, Any]) -> str:
    return f"{ADMIN}/accounts/{account['id']}/leaving"


def have_leave(
    service: Service, account: dict[str, Any], successor: dict[str, Any] | None, on: date | None = None
) -> Any:
    sent = {"on": (on or today()).isoformat(), "successor_id": successor["id"] if successor else None}
    return service.client("admin").post(path_of(account), json=sent)


def accepted_case(service: Service) -> dict[str, Any]:
    """A case that the handler of Qingyang has taken on."""
    unit = service.client("handler.qingyang").actor["units"][0]
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[unit])
    return service.act("handler.qingyang", case, "accept")


@pytest.mark.parametrize("who", ["dispatcher.fushan", "head.enforcement", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    path = path_of(person(service, "handler.qingyang"))
    assert service.client(who).get(path).status_code == 403
    assert service.client(who).post(path, json={"on": today().isoformat()}).status_code == 403


def test_it_asks_the_password_again(service: Service) -> None:
    leaver, successor = person(service, "handler.qingyang"), make(service, "successor")
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        refused = have_leave(service, leaver, successor)
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")


def test_it_is_listed_before_and_handed_over_in_one_step(service: Service) -> None:
    case, leaver = accepted_case(service), person(service, "handler.qingyang")
    own = service.report("handler.qingyang")
    successor = make(service, "successor")
    query = f"?on={today().isoformat()}&successor_id={successor['id']}"
    listed = service.client("admin").get(path_of(leaver) + query).json
    assert [one["id"] for one in listed["tasks"]] == [case["id"]]
    assert [one["id"] for one in listed["waiting"] + listed["reports"]] == [own["id"]]
    assert [(p["post"]["role"], p["is_only"]) for p in listed["posts"]] == [("handler", True)]
    assert (listed["sessions"], listed["needs_successor"]) == (1, True)
    assert person(service, "handler.qingyang")["is_active"]

    session = service.client("handler.qingyang")
    done = have_leave(service, leaver, successor)
    assert done.status_code == 200, done.data
    assert done.json["tasks"] == listed["tasks"]
    assert session.get("/api/v1/sessions/current").status_code == 401
    assert sign_in_status(service, "handler.qingyang") == 401
    assert sign_in_status(service, leaver["phone"]) == 401
    heir = sign_in_by_code(service, successor)
    assert heir.actor["roles"] == ["handler"]
    mine = [one["id"] for one in heir.get("/api/v1/incidents?unit=mine").json["items"]]
    assert case["id"] in mine
    now = heir.get(f"/api/v1/incidents/{case['id']}").json
    [dispatch] = [d for d in now["dispatches"] if d["status"] == "accepted"]
    assert dispatch["assignee"]["id"] == successor["id"]
    assert heir.get(f"/api/v1/incidents/{own['id']}").status_code == 200
    # Whoever takes over goes on where the other stopped.
    handled = heir.post(
        f"/api/v1/incidents/{case['id']}/actions/handle",
        json={"version": now["version"], "kind": "clean", "note": "已清理"},
    )
    assert handled.status_code == 200, handled.data
    assert {"account.leaves", "account.left"} <= set(actions(service, leaver["id"]))
    with service.database.transaction() as db:
        statement = text("SELECT count(*) FROM gridops.log_entry WHERE action = 'incident.handed_over'")
        assert db.scalar(statement) == 2


def test_on_a_day_to_come_it_happens_then(service: Service) -> None:
    case, leaver, successor = (
        accepted_case(service),
        person(service, "handler.qingyang"),
        make(service, "successor"),
    )
    on = today() + timedelta(days=10)
    assert have_leave(service, leaver, successor, on).status_code == 200
    assert person(service, "handler.qingyang")["leaves_on"] == on.isoformat()
    assert service.client("handler.qingyang").get(f"/api/v1/incidents/{case['id']}").status_code == 200
    heir = sign_in_by_code(service, successor)
    assert heir.actor["roles"] == []
    assert fire_due(service.database) == 0
    again = have_leave(service, leaver, successor, on)
    assert again.status_code == 422
    with clock.frozen(clock.now() + timedelta(days=10)):
        # Posts go by their dates, whether or not the timer has been.
        assert service.client("handler.qingyang").get("/api/v1/sessions/current").json["actor"]["roles"] == []
        assert fire_due(service.database) > 0
        assert service.client("handler.qingyang").get("/api/v1/sessions/current").status_code == 401
        assert heir.get("/api/v1/sessions/current").json["actor"]["roles"] == ["handler"]
        assert heir.get(f"/api/v1/incidents/{case['id']}").status_code == 200


def test_who_is_the_only_one_on_post_needs_a_successor(service: Service) -> None:
    leaver = person(service, "supervisor.qingyang")
    refused = have_leave(service, leaver, None)
    assert (refused.status_code, refused.json["code"]) == (409, "no-successor")
    assert refused.json["posts"] == [leaver["posts"][0]["id"]]
    assert person(service, "supervisor.qingyang")["is_active"]
    give(service, make(service, "second")["id"], "supervisor", area_code="370611001")
    assert have_leave(service, leaver, None).status_code == 200


def test_the_last_administrator_cannot_leave_and_hands_on_to_another(service: Service) -> None:
    admin = person(service, "admin")
    refused = have_leave(service, admin, None)
    assert refused.status_code == 409
    assert person(service, "admin")["is_active"]
    successor = make(service, "next.admin")
    done = have_leave(service, admin, successor)
    assert done.status_code == 200, done.data
    assert service.client("admin").get("/api/v1/sessions/current").status_code == 401
    with service.database.transaction() as session:
        heir = find_actor(session, UUID(successor["id"]))
    assert heir is not None
    assert heir.roles == ("admin",)


@pytest.mark.parametrize(("days", "pointer"), [(-1, "/on"), (0, "/successor_id")])
def test_what_is_wrong_is_named_by_field(service: Service, days: int, pointer: str) -> None:
    leaver = person(service, "handler.qingyang")
    successor = leaver if pointer == "/successor_id" else make(service, "successor")
    refused = have_leave(service, leaver, successor, today() + timedelta(days=days))
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == [pointer]


def test_what_he_stood_in_for_the_successor_stands_in_for(service: Service) -> None:
    leaver, successor = make(service, "stand.in"), make(service, "successor")
    post, now = person(service, "dispatcher.qingyang")["posts"][0]["id"], clock.now()
    name_deputy(service, post, leaver["id"], now - timedelta(hours=1), now + timedelta(days=1))
    assert have_leave(service, leaver, successor).status_code == 200
    assert sign_in_by_code(service, successor).actor["roles"] == ["dispatcher"]


def test_his_number_is_free_for_another_and_his_name_stays_in_the_records(service: Service) -> None:
    case, leaver = accepted_case(service), person(service, "handler.qingyang")
    assert have_leave(service, leaver, make(service, "successor")).status_code == 200
    assert make(service, "newcomer", phone=leaver["phone"])["phone"] == leaver["phone"]
    timeline = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}/timeline").json
    assert leaver["name"] in [one["actor"]["name"] for one in timeline["items"] if one.get("actor")]
