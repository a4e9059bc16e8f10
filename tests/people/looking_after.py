"""Helpers of the tests of accounts, posts and deputies: persons made and found by the administrator."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from gridops.demonstration.sign_ins import PASSWORD
from tests.service import Client, Service

ADMIN = "/api/v1/admin"
GRID_OF_WORKER = "SELECT area_code FROM gridops.post p JOIN gridops.account a ON a.id = p.account_id"


def person(service: Service, username: str) -> dict[str, Any]:
    """An account as the administrator sees it."""
    found = service.client("admin").get(f"{ADMIN}/accounts?q={username}").json["items"]
    return next(dict(one) for one in found if one["username"] == username)


def make(service: Service, username: str, **more: Any) -> dict[str, Any]:
    """A new person."""
    answer = service.client("admin").post(
        f"{ADMIN}/accounts", json={"username": username, "name": "新同志", **more}
    )
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def give(service: Service, account_id: str, role: str, **place: Any) -> dict[str, Any]:
    """A post given to a person."""
    sent = {"account_id": account_id, "role": role, **place}
    answer = service.client("admin").post(f"{ADMIN}/posts", json=sent)
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def name_deputy(
    service: Service, post_id: str, account_id: str | None, from_at: Any, until_at: Any
) -> dict[str, Any]:
    """A deputy named for a post."""
    sent = {
        "post_id": post_id,
        "account_id": account_id,
        "from_at": from_at.isoformat(),
        "until_at": until_at.isoformat(),
    }
    answer = service.client("admin").post(f"{ADMIN}/deputies", json=sent)
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def sign_in_by_code(service: Service, account: dict[str, Any]) -> Client:
    """The new person with a code that the administrator handed over."""
    code = service.client("admin").post(f"{ADMIN}/accounts/{account['id']}/codes").json["code"]
    client = service.anonymous()
    answer = client.post("/api/v1/sessions", json={"username": account["username"], "code": code})
    assert answer.status_code == 201, answer.data
    return Client(client, answer.json["token"], answer.json["actor"])


def sign_in_status(service: Service, name: str) -> int:
    """What a sign-in with the demonstration's password is answered."""
    sent = {"username": name, "password": PASSWORD}
    return service.anonymous().post("/api/v1/sessions", json=sent).status_code


def actions(service: Service, account_id: str) -> list[str]:
    """What the log says of an account, the oldest first."""
    with service.database.transaction() as session:
        statement = text(
            "SELECT action FROM gridops.log_entry WHERE entity = 'account' AND entity_id = :id ORDER BY id"
        )
        return list(session.scalars(statement, {"id": account_id}))


def count_accounts(service: Service) -> int:
    """How many accounts there are."""
    with service.database.transaction() as session:
        return int(session.scalar(text("SELECT count(*) FROM gridops.account")) or 0)
