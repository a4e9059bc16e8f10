"""Named sets of roles at the door of an endpoint: who is not of the set is refused before anything is read."""

from __future__ import annotations

from uuid import UUID

from gridops.people import roles
from gridops.people.roles import ADMIN, CENTRE, DESK, ROLES, RoleSet
from gridops.people.rules import Actor, Grant
from tests.service import Service

ADDRESS = "/api/v1/admin/location-faults"


def holder(*held: str) -> Actor:
    return Actor(UUID(int=1), "someone", "Someone", tuple(Grant(role, "370611001") for role in held))


def test_whoever_is_not_of_the_set_is_refused_in_its_words_and_in_his_language(service: Service) -> None:
    worker = service.client("worker.qingyang")
    refused = worker.get(ADDRESS)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "out-of-scope")
    assert refused.get_json()["detail"] == ADMIN.refusal.zh
    in_english = worker.get(ADDRESS, headers={"Accept-Language": "en"})
    assert in_english.get_json()["detail"] == ADMIN.refusal.en


def test_whoever_is_of_the_set_is_let_in(service: Service) -> None:
    assert service.client("admin").get(ADDRESS).status_code == 200


def test_nobody_in_particular_is_asked_to_sign_in_first(service: Service) -> None:
    assert service.app.test_client().get(ADDRESS).status_code == 401


def test_one_role_of_a_set_is_enough_and_none_is_not() -> None:
    assert DESK.admits(holder("grid_worker", "grid_head"))
    assert not DESK.admits(holder("grid_worker"))
    assert not CENTRE.admits(holder("grid_head"))
    assert not ADMIN.admits(holder())


def test_every_named_set_holds_known_roles_once_and_says_its_refusal_in_both_languages() -> None:
    sets = [one for one in vars(roles).values() if isinstance(one, RoleSet)]
    assert len(sets) > 10
    for one in sets:
        assert set(one) <= set(ROLES)
        assert len(set(one)) == len(one.roles)
        assert one.refusal.zh
        assert one.refusal.en.isascii()
