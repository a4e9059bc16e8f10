"""Legal holds on cases: who may place one, on what, until when; listed, lifted, told by the log."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gridops import clock
from tests.service import Service
from tests.trips import counted_service

HOLDS = "/api/v1/legal-holds"


def hold(service: Service, number: str, who: str = "admin", **over: object):
    sent = {"case_number": number, "reason": "法院要求保全，(2026)鲁0611民初1号", **over}
    return service.client(who).post(HOLDS, json=sent)


@pytest.mark.parametrize("who", ["worker.qingyang", "dispatcher.qingyang", "supervisor.fushan"])
def test_who_is_neither_administrator_nor_auditor_is_refused(service: Service, who: str) -> None:
    case = service.report("worker.qingyang")
    assert hold(service, case["case_number"], who).status_code == 403
    assert service.client(who).get(HOLDS).status_code == 403
    assert service.client(who).post(f"{HOLDS}/{uuid4()}/lift").status_code == 403


def test_what_cannot_be_held_is_refused_by_field(service: Service) -> None:
    case = service.report("worker.qingyang")
    over = (clock.now().date()).replace(year=clock.now().year - 1).isoformat()
    for answer, pointer in (
        (hold(service, "no-such-case"), "/case_number"),
        (hold(service, case["case_number"], until=over), "/until"),
        (hold(service, case["case_number"], reason=" "), "/reason"),
    ):
        assert (answer.status_code, [one["pointer"] for one in answer.json["errors"]]) == (422, [pointer])
    assert service.client("admin").post(f"{HOLDS}/{uuid4()}/lift").status_code == 404
    assert service.client("admin").get(HOLDS).json["items"] == []


def test_a_hold_is_placed_listed_lifted_once_and_told_by_the_log(service: Service) -> None:
    case = service.report("worker.qingyang")
    placed = hold(service, case["case_number"])
    assert placed.status_code == 201
    told = placed.json
    assert (told["incident_id"], told["until"], told["lifted_at"]) == (case["id"], None, None)
    current = service.client("admin").get(f"{HOLDS}?current=true&incident_id={case['id']}").json["items"]
    assert [one["id"] for one in current] == [told["id"]]
    lifted = service.client("admin").post(f"{HOLDS}/{told['id']}/lift").json
    assert lifted["lifted_by"] == service.client("admin").actor["id"]
    assert service.client("admin").post(f"{HOLDS}/{told['id']}/lift").json == lifted
    assert service.client("admin").get(f"{HOLDS}?current=true").json["items"] == []
    with service.database.transaction("gridops_system") as session:
        entries = session.execute(
            text(
                "SELECT action, data::text AS data FROM gridops.log_entry WHERE entity_id = :id ORDER BY id"
            ),
            {"id": UUID(told["id"])},
        ).all()
    assert [entry.action for entry in entries] == ["legal_hold.placed", "legal_hold.lifted"]
    assert all("法院" not in entry.data for entry in entries)


def test_a_page_of_holds_takes_as_many_trips_however_long_it_is(database_url: str, tmp_path: Path) -> None:
    with counted_service(database_url, tmp_path) as (service, trips):
        numbers = [service.report("worker.qingyang")["case_number"] for _ in range(3)]
        admin = service.client("admin")
        hold(service, numbers[0])

        def taken() -> int:
            admin.get(HOLDS)
            trips.start()
            assert admin.get(HOLDS).status_code == 200
            return trips.trips

        one = taken()
        for number in numbers[1:]:
            hold(service, number)
        assert taken() == one <= 9
        first = admin.get(f"{HOLDS}?limit=2").json
        rest = admin.get(f"{HOLDS}?limit=2&cursor={first['next_cursor']}").json
        assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
