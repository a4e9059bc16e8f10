"""The log of any entity as the auditor reads it: who did what, in his areas; never what was written."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from gridops.people.queries import find_account
from tests.service import Service

ENTRIES = "/api/v1/audit/entries"
DESK = "dispatcher.qingyang"


def read(service: Service, **asked: Any) -> list[dict[str, Any]]:
    answer = service.client("auditor").get(ENTRIES, query_string=asked)
    assert answer.status_code == 200, answer.data
    return list(answer.json["items"])


@pytest.mark.parametrize(
    "username", ["worker.qingyang", DESK, "supervisor.fushan", "approver.qingyang", "admin"]
)
def test_the_log_is_for_the_auditor(service: Service, username: str) -> None:
    assert service.client(username).get(ENTRIES).status_code == 403
    assert service.anonymous().get(ENTRIES).status_code == 401


def test_the_entries_of_a_case_tell_who_did_what_and_no_text(service: Service) -> None:
    case = service.report("worker.qingyang", description="楼后有垃圾")
    case = service.act(DESK, case, "file", note="先立案再说")
    found = read(service, entity="incident", id=case["id"])
    assert [one["action"] for one in found] == ["incident.filed", "incident.reported"]
    assert found[0]["actor"] == {
        "id": service.client(DESK).actor["id"],
        "name": service.client(DESK).actor["name"],
    }
    assert {one["case_number"] for one in found} == {case["case_number"]}
    assert "立案再说" not in str(found)
    assert "垃圾" not in str(found)


def test_entries_are_read_by_kind_by_actor_since_a_time_and_by_pages(service: Service) -> None:
    for _ in range(3):
        service.act(DESK, service.report("worker.qingyang"), "file")
    desk = service.client(DESK).actor["id"]
    assert {one["action"] for one in read(service, entity="incident", actor=desk)} == {"incident.filed"}
    assert read(service, since="2090-01-01T00:00:00Z") == []
    assert {one["entity"] for one in read(service, entity="device")} == {"device"}
    found, cursor = [], ""
    while cursor is not None:
        page = service.client("auditor").get(f"{ENTRIES}?entity=incident&limit=4&cursor={cursor}").json
        found += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert found == sorted(found, reverse=True)
    assert len(found) == 6
    assert service.client("auditor").get(f"{ENTRIES}?cursor=x").status_code == 422


def test_of_a_restricted_case_nothing_leads_to_its_place_or_to_who_reported_it(service: Service) -> None:
    matters = service.client(DESK).get("/api/v1/matters").json["items"]
    code = next(
        m["service_code"] for m in matters if m["restricted"] and not m["signpost"] and not m["fields"]
    )
    case = service.report("worker.qingyang", service_code=code)
    [*_, entry] = read(service, id=case["id"])
    assert (entry["action"], entry["actor"]) == ("incident.reported", None)
    assert "grid" not in entry["data"]


def test_the_auditor_of_a_town_reads_what_concerns_the_town(service: Service) -> None:
    here = service.report("worker.qingyang")
    there = service.report("worker.gaotuan", location=_in_gaotuan(service))
    with service.database.transaction() as session:
        account = find_account(session, "auditor")
        assert account is not None
        session.execute(
            text("UPDATE gridops.post SET area_code = '370611102' WHERE account_id = :id"),
            {"id": account.id},
        )
    found = {one["entity_id"] for one in read(service, limit=500)}
    assert there["id"] in found
    assert here["id"] not in found
    assert {one["entity"] for one in read(service, limit=500)} <= {"incident", "unit"}


def _in_gaotuan(service: Service) -> dict[str, Any]:
    with service.database.transaction() as session:
        row = session.execute(
            text(
                "SELECT v.label_lon AS lon, v.label_lat AS lat FROM gridops.area_version v"
                " WHERE v.level = 'grid' AND v.code LIKE '370611102%' LIMIT 1"
            )
        ).one()
    return {"lon": row.lon, "lat": row.lat, "coord_sys": "cgcs2000", "accuracy_m": 8.0, "source": "gps"}
