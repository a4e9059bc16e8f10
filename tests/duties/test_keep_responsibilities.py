"""The list of responsibilities, what is done first, and refused burdens: refusals first, nothing changed by them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gridops.db.session import Session
from gridops.demonstration.load_responsibilities import content_of
from gridops.demonstration.tables import rows
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.responsibilities import queries as responsibility_queries
from gridops.duties.responsibilities.editing import add_responsibility
from gridops.duties.responsibilities.finding import find_first_ground, find_taken_back
from gridops.duties.responsibilities.rules import ResponsibilityContent, check_item
from tests.contract.problems import is_problem, pointers
from tests.duties.versions import log_of, today
from tests.service import Service

ADMIN = "/api/v1/admin/responsibilities"
FIRST = "/api/v1/admin/first-duties"
BURDENS = "/api/v1/refused-burdens"


def an_item(valid_from: date, **over: Any) -> dict[str, Any]:
    """Potholes, taken back by the district's transport bureau."""
    return {
        "item_code": "T-01",
        "item_name": "道路修复",
        "kind": "taken_back",
        "service_code": "C0110",
        "upper_agency": "transport",
        "upper_part": "修复",
        "paid_by": "district",
        "reference": "测试清单第 1 项",
        "valid_from": valid_from.isoformat(),
        **over,
    }


def a_burden(on: date, **over: Any) -> dict[str, Any]:
    """A letter of responsibility that a bureau wanted signed."""
    return {
        "area_code": "370611001",
        "kind": "responsibility_letter",
        "asked_by": "某区级部门",
        "asked_on": on.isoformat(),
        "asked": "要求签订责任状",
        **over,
    }


@pytest.mark.parametrize("username", ["supervisor.fushan", "dispatcher.qingyang", "worker.qingyang"])
def test_only_an_administrator_edits_the_list(service: Service, username: str) -> None:
    client = service.client(username)
    assert is_problem(client.get(ADMIN), 403, "out-of-scope")
    assert is_problem(client.post(ADMIN, json=an_item(today(service))), 403)
    assert is_problem(client.post(FIRST, json={"ground": "life", "service_code": "C0110"}), 403)


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"service_code": "XX99"}, "/service_code"),
        ({"group_code": "C01"}, "/service_code"),
        ({"service_code": "", "group_code": "NO"}, "/group_code"),
        ({"upper_agency": "nobody"}, "/upper_agency"),
        ({"upper_agency": ""}, "/upper_agency"),
        ({"area_code": "370611"}, "/area_code"),
        ({"area_code": "999"}, "/area_code"),
        ({"kind": "other"}, "/kind"),
        ({"paid_by": "nobody"}, "/paid_by"),
        ({"reference": ""}, "/reference"),
        ({"valid_to": "2020-01-01"}, "/valid_to"),
    ],
)
def test_an_item_that_does_not_hold_together_is_refused_by_pointer(
    service: Service, over: dict[str, Any], pointer: str
) -> None:
    admin = service.client("admin")
    before = admin.get(ADMIN).json["items"]
    answer = admin.post(ADMIN, json=an_item(today(service)) | over)
    assert is_problem(answer, 422, "invalid")
    assert pointer in pointers(answer)
    assert admin.get(ADMIN).json["items"] == before
    assert log_of(service, "responsibility.changed") == []


def test_an_item_goes_from_version_to_version_and_back(service: Service) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=an_item(today(service, -3))).json["items"][0]
    assert is_problem(admin.post(ADMIN, json=an_item(today(service, 1))), 422)
    path = f"{ADMIN}/{made['id']}"
    assert is_problem(admin.post(f"{path}/versions", json=an_item(today(service, -1))), 422)
    assert is_problem(admin.post(f"{path}/versions", json=an_item(today(service, 1), item_code="X")), 422)
    assert is_problem(admin.delete(path), 422)
    item = admin.post(f"{path}/versions", json=an_item(today(service, 4), paid_by="shared")).json
    new, old = item["items"]
    assert (new["state"], new["version"], old["valid_to"]) == ("coming", 2, today(service, 4).isoformat())
    assert item["changes"][0]["data"]["changed"] == ["paid_by"]
    back = admin.delete(f"{ADMIN}/{new['id']}").json
    assert [(row["id"], row["valid_to"]) for row in back["items"]] == [(made["id"], None)]
    ended = admin.post(f"{path}/end", json={"valid_to": today(service, 2).isoformat()}).json
    assert ended["items"][0]["valid_to"] == today(service, 2).isoformat()
    assert is_problem(admin.post(f"{path}/end", json={"valid_to": today(service, 3).isoformat()}), 422)
    assert is_problem(admin.get(f"{ADMIN}/NONE"), 404)


def test_what_was_ended_stays_ended_when_the_coming_version_is_withdrawn(service: Service) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=an_item(today(service, -10))).json["items"][0]
    path, ended = f"{ADMIN}/{made['id']}", today(service).isoformat()
    new = admin.post(f"{path}/versions", json=an_item(today(service, 1))).json["items"][0]
    assert admin.post(f"{path}/end", json={"valid_to": ended}).status_code == 200
    item = admin.delete(f"{ADMIN}/{new['id']}").json
    assert [(row["id"], row["valid_to"], row["state"]) for row in item["items"]] == [
        (made["id"], ended, "past")
    ]


def test_a_towns_own_item_goes_before_the_list_of_all(session: Session) -> None:
    day = calendar_queries.today(session)
    where = {"service_code": "C0110", "group_code": "C01", "on": day}
    assert find_taken_back(session, **where, area_code="370611001") is None
    base = {"item_name": "道路修复", "paid_by": "district", "reference": "测试"}
    taken = ResponsibilityContent(
        "A-1", kind="taken_back", group_code="C01", upper_agency="transport", **base
    )
    own = ResponsibilityContent("A-2", kind="basic", group_code="C01", area_code="370611102", **base)
    add_responsibility(session, None, taken, valid_from=day)
    add_responsibility(session, None, own, valid_from=day)
    found = find_taken_back(session, **where, area_code="370611001")
    assert found is not None
    assert (found.item_code, found.upper_agency) == ("A-1", "transport")
    assert find_taken_back(session, **where, area_code="370611102") is None
    before = {**where, "on": date(2020, 1, 1)}
    assert find_taken_back(session, **before, area_code="370611001") is None


@pytest.mark.parametrize(
    ("service_code", "origin", "ground"),
    [
        ("F03", "patrol", "fire"),
        ("A11", "patrol", "work_safety"),
        ("H03", "public", "flood"),
        ("S01", "patrol", "life"),
        ("C0102", "hotline_12345", "hotline_12345"),
        ("C0102", "patrol", ""),
    ],
)
def test_what_is_done_first_follows_matter_group_origin_and_telephone(
    session: Session, service_code: str, origin: str, ground: str
) -> None:
    rule = matter_queries.find_in_force(session, [service_code])[service_code]
    found = find_first_ground(session, service_code=service_code, standard=rule.standard, origin=origin)
    assert found == ground


def test_what_is_done_first_is_data(service: Service) -> None:
    admin = service.client("admin")
    listed = admin.get(ADMIN).json["first_duties"]
    assert {"ground": "fire", "group_code": "F"}.items() <= listed[0].items()
    for body in (
        {},
        {"service_code": "XX"},
        {"service_code": "C0110", "group_code": "C01"},
        {"group_code": "F"},
    ):
        assert is_problem(admin.post(FIRST, json={"ground": "life"} | body), 422)
    made = admin.post(FIRST, json={"ground": "life", "service_code": "C0110"})
    assert made.status_code == 201
    assert admin.delete(f"{FIRST}/{made.json['id']}").status_code == 204
    hotline = next(one for one in listed if one["origin"])
    assert is_problem(admin.delete(f"{FIRST}/{hotline['id']}"), 422)
    assert admin.get(ADMIN).json["first_duties"] == listed
    assert [e["first_duty"] for e in log_of(service, "first_duty.changed")] == ["added", "removed"]


@pytest.mark.parametrize(
    ("username", "status"), [("worker.qingyang", 403), ("dispatcher.gaotuan", 403), ("auditor", 403)]
)
def test_a_burden_is_recorded_by_the_town_that_it_was_asked_of(
    service: Service, username: str, status: int
) -> None:
    answer = service.client(username).post(BURDENS, json=a_burden(today(service)))
    assert is_problem(answer, status, "out-of-scope")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"area_code": "370611"}, "/area_code"),
        ({"asked_on": "2100-01-01"}, "/asked_on"),
        ({"kind": "letter"}, "/kind"),
        ({"asked": ""}, "/asked"),
    ],
)
def test_a_burden_that_cannot_be_is_refused(service: Service, over: dict[str, Any], pointer: str) -> None:
    answer = service.client("dispatcher.fushan").post(BURDENS, json=a_burden(today(service)) | over)
    assert is_problem(answer, 422)
    assert pointers(answer) == {pointer}


def test_a_burden_is_kept_with_who_asked_what_and_the_answer(service: Service) -> None:
    desk = service.client("dispatcher.qingyang")
    made = desk.post(BURDENS, json=a_burden(today(service, -1))).json
    assert (made["area_name"], made["answer"], made["recorded_by"]) == ("清洋街道", "", "林书瑶")
    answer = "未经批准，不签责任状"
    assert is_problem(
        service.client("dispatcher.gaotuan").put(f"{BURDENS}/{made['id']}/answer", json={"answer": answer}),
        404,
    )
    done = desk.put(f"{BURDENS}/{made['id']}/answer", json={"answer": answer}).json
    assert (done["answer"], done["answered_on"]) == (answer, today(service).isoformat())
    assert service.client("dispatcher.gaotuan").get(BURDENS).json["items"] == []
    assert is_problem(service.client("dispatcher.gaotuan").get(f"{BURDENS}?area=370611001"), 403)
    assert is_problem(service.client("worker.qingyang").get(BURDENS), 403)
    for username in ("admin", "supervisor.fushan", "auditor"):
        assert [one["id"] for one in service.client(username).get(BURDENS).json["items"]] == [made["id"]]
    answered = [{k: v for k, v in e.items() if k != "actor"} for e in log_of(service, "burden.answered")]
    assert answered == [{"kind": "responsibility_letter", "area_code": "370611001"}]


def test_the_demonstrations_list_is_of_believable_size_and_says_that_it_is_made_up(session: Session) -> None:
    matters, groups = matter_queries.codes_in_use(session)
    agencies = {agency.code for agency in matter_queries.agencies(session)}
    table = rows("responsibilities")
    assert {row["kind"] for row in table} == {"basic", "assisting", "taken_back"}
    assert 36 <= len(table) == len(responsibility_queries.all_responsibilities(session))
    for row in table:
        assert "示意" in row["note"]
        assert (
            check_item(content_of(row), matters=matters, groups=groups, agencies=agencies, township=None)
            == []
        )
    for one in responsibility_queries.first_duties(session):
        assert one.service_code in matters | {""}
        assert one.group_code in groups | {""}
