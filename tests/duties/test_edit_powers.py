"""The register of powers as an administrator edits it: refusals first, nothing changed by them; and who may ask."""

from __future__ import annotations

from typing import Any

import pytest

from gridops.db.session import Session
from gridops.demonstration.tables import rows
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers import queries as power_queries
from gridops.duties.powers.rules import check_power
from gridops.duties.powers.table import read_power_table
from gridops.territory.areas.queries import area_names
from tests.contract.problems import is_problem, pointers
from tests.duties.powers import ADMIN, GAOTUAN, a_power
from tests.duties.versions import log_of, today
from tests.service import Service

ASK = "/api/v1/powers"


@pytest.mark.parametrize("username", ["supervisor.fushan", "dispatcher.fushan", "auditor", "worker.qingyang"])
def test_only_an_administrator_reads_and_edits_the_register(service: Service, username: str) -> None:
    client = service.client(username)
    assert is_problem(client.get(ADMIN), 403, "out-of-scope")
    assert is_problem(client.post(ADMIN, json=a_power(today(service))), 403, "out-of-scope")
    assert log_of(service, "power.changed") == []


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"service_code": "XX99"}, "/service_code"),
        ({"service_code": "", "group_code": "NO"}, "/group_code"),
        ({"service_code": "", "group_code": ""}, "/service_code"),
        ({"group_code": "C01"}, "/service_code"),
        ({"area_code": "999999999"}, "/area_code"),
        ({"area_code": ""}, "/area_code"),
        ({"area_code": "370611"}, "/area_code"),
        ({"agency_code": "nobody"}, "/agency_code"),
        ({"holder": "agency", "agency_code": ""}, "/agency_code"),
        ({"act": "arrest"}, "/act"),
        ({"basis": "custom"}, "/basis"),
        ({"reference": ""}, "/reference"),
        ({"item_code": "a/b"}, "/item_code"),
        ({"valid_to": "2020-01-01"}, "/valid_to"),
        ({"valid_from": "not a day"}, "/valid_from"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_row_that_does_not_hold_together_is_refused_by_pointer(
    service: Service, over: dict[str, Any], pointer: str
) -> None:
    admin = service.client("admin")
    before = admin.get(ADMIN).json["items"]
    answer = admin.post(ADMIN, json=a_power(today(service)) | over)
    assert is_problem(answer, 422, "invalid")
    assert pointer in pointers(answer)
    assert admin.get(ADMIN).json["items"] == before
    assert log_of(service, "power.changed") == []


def test_dates_that_overlap_the_same_items_are_refused_and_another_items_are_not(service: Service) -> None:
    admin = service.client("admin")
    first = a_power(today(service, -10), valid_to=today(service, 10).isoformat())
    assert admin.post(ADMIN, json=first).status_code == 201
    for starts, ends in ((-10, 10), (9, None), (-20, -9), (-3, 3)):
        second = a_power(
            today(service, starts), valid_to=None if ends is None else today(service, ends).isoformat()
        )
        answer = admin.post(ADMIN, json=second)
        assert is_problem(answer, 422, "invalid")
        assert "重叠" in answer.json["errors"][0]["message"]
    # It ends on the day the next one begins; another item may say the same at once.
    assert admin.post(ADMIN, json=a_power(today(service, 10))).status_code == 201
    assert admin.post(ADMIN, json=a_power(today(service), item_code="T-02")).status_code == 201


def test_a_new_version_ends_the_one_before_and_says_who_changed_what(service: Service) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=a_power(today(service, -10))).json["items"][0]
    changed = a_power(today(service, 5), basis="entrusted", in_name_of="区交通运输局")
    item = admin.post(f"{ADMIN}/{made['id']}/versions", json=changed)
    assert item.status_code == 201, item.json
    new, old = item.json["items"]
    assert (new["version"], new["state"], new["basis"]) == (2, "coming", "entrusted")
    assert (old["id"], old["valid_to"], old["basis"]) == (
        made["id"],
        today(service, 5).isoformat(),
        "delegated",
    )
    told = item.json["changes"][0]
    assert told["actor"] == "车一帆"
    assert told["data"]["changed"] == ["basis", "in_name_of"]
    # What is only coming may be taken back; then the one before stands open again.
    again = admin.delete(f"{ADMIN}/{new['id']}").json
    assert [(row["id"], row["valid_to"]) for row in again["items"]] == [(made["id"], None)]
    assert again["changes"][0]["data"]["withdrawn"] is True


def test_what_was_ended_stays_ended_when_the_coming_version_is_withdrawn(service: Service) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=a_power(today(service, -10))).json["items"][0]
    new = admin.post(f"{ADMIN}/{made['id']}/versions", json=a_power(today(service, 1))).json["items"][0]
    ended = today(service).isoformat()
    assert admin.post(f"{ADMIN}/{made['id']}/end", json={"valid_to": ended}).status_code == 200
    item = admin.delete(f"{ADMIN}/{new['id']}").json
    assert [(row["id"], row["valid_to"], row["state"]) for row in item["items"]] == [
        (made["id"], ended, "past")
    ]
    assert not any("restored" in entry["data"] for entry in item["changes"])


def test_a_row_that_holds_again_is_in_the_log(service: Service) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=a_power(today(service, -10))).json["items"][0]
    new = admin.post(f"{ADMIN}/{made['id']}/versions", json=a_power(today(service, 1))).json["items"][0]
    admin.delete(f"{ADMIN}/{new['id']}")
    (told,) = [entry for entry in log_of(service, "power.changed") if "restored" in entry]
    assert (told["row"], "valid_to" in told) == (made["id"], False)


@pytest.mark.parametrize("days", [-1, -10])
def test_what_has_been_in_force_is_not_rewritten(service: Service, days: int) -> None:
    admin = service.client("admin")
    made = admin.post(ADMIN, json=a_power(today(service, -10))).json["items"][0]
    past = today(service, days).isoformat()
    assert is_problem(admin.post(f"{ADMIN}/{made['id']}/end", json={"valid_to": past}), 422)
    assert is_problem(admin.post(f"{ADMIN}/{made['id']}/versions", json=a_power(today(service, days))), 422)
    assert is_problem(admin.delete(f"{ADMIN}/{made['id']}"), 422)
    other = a_power(today(service, 1), item_code="T-99")
    assert is_problem(admin.post(f"{ADMIN}/{made['id']}/versions", json=other), 422)
    assert admin.get(f"{ADMIN}/T-01").json["items"] == [made]


def test_an_item_that_there_is_none_of_is_not_found(service: Service) -> None:
    admin = service.client("admin")
    nobody = "00000000-0000-4000-8000-000000000000"
    assert is_problem(admin.get(f"{ADMIN}/NONE"), 404)
    assert is_problem(admin.post(f"{ADMIN}/{nobody}/end", json={"valid_to": today(service).isoformat()}), 404)


def test_who_may_do_what_here_on_that_day_is_told_to_anybody_signed_in(service: Service) -> None:
    client = service.client("worker.gaotuan")
    question = f"{ASK}?area={GAOTUAN}&service_code=C0303"
    found = client.get(question + "&on=2026-12-31").json
    assert (found["area_name"], found["service_name"]) == ("高疃镇", "施工废弃料")
    assert [(i["act"], i["basis"], i["name"]) for i in found["items"]] == [
        ("order", "statutory", "住房和城乡建设"),
        ("penalise", "delegated", "高疃镇（由综合行政执法行使）"),
        ("penalise", "statutory", "住房和城乡建设"),
    ]
    assert found["nobody"] == ["permit", "remove", "seize", "clear", "confirm", "grant", "register"]
    assert client.get(question + "&on=2023-12-31").status_code == 422
    assert is_problem(client.get(f"{ASK}?area=999&service_code=C0303"), 422)
    assert is_problem(client.get(f"{ASK}?area={GAOTUAN}&service_code=NONE"), 422)
    assert is_problem(service.anonymous().get(question), 401)


def test_the_demonstration_has_the_articles_counts_and_says_that_it_is_made_up() -> None:
    delegated = [row for row in rows("powers") if row["basis"] == "delegated"]
    groups: dict[str, set[str]] = {}
    for row in delegated:
        groups.setdefault(row["item_group"], set()).add(row["item_code"])
    assert [len(items) for items in groups.values()] == [2, 6, 8, 3, 4, 5, 4]
    towns = {town for row in delegated for town in row["areas"].split("|")}
    assert towns == {"370611007", "370611102", "370611103", "370611104"}
    assert all("示意" in row["note"] for row in rows("powers"))
    menlou = [row for row in delegated if row["areas"] == "370611007"]
    assert {row["valid_to"] for row in menlou} == {"2027-01-01"}
    assert len({row["item_code"] for row in menlou}) == 32


def test_every_row_of_the_demonstration_would_be_taken_by_the_register(session: Session) -> None:
    matters, groups = matter_queries.codes_in_use(session)
    agencies = {agency.code for agency in matter_queries.agencies(session)}
    table = read_power_table(rows("powers"), area_names(session))
    assert len(table) == len(power_queries.all_powers(session)) > 200
    for row in table:
        faults = check_power(
            row.content,
            matters=matters,
            groups=groups,
            agencies=agencies,
            township=True if row.content.area_code else None,
        )
        assert faults == [], row
        assert "{" not in row.content.in_name_of
