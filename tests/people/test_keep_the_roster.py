"""The duty roster: laid down by an administrator, asked by who works there; a duty officer's rights last a shift."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from gridops import clock
from gridops.incidents.queries import find_incident
from gridops.people import queries
from gridops.people.rules import may_read_private
from gridops.people.scope import enter
from tests.people.looking_after import make, sign_in_by_code
from tests.people.looking_after_units import ADMIN, entries_of
from tests.service import Service
from tests.trips import counted_service

PATH, NOW = f"{ADMIN}/rosters", "/api/v1/rosters/now"
GAOTUAN = "370611102"
ZONE = ZoneInfo("Asia/Shanghai")
#: Yesterday: a session that is open today was not over then.
DAY = (clock.now().astimezone(ZONE) - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def lay_down(service: Service, **over: Any) -> Any:
    """A night shift in 高疃镇, asked for as the administrator sends it; the password is proved now."""
    sent = {
        "area_code": GAOTUAN,
        "day": DAY.date().isoformat(),
        "shift": "night",
        "leader_name": "王镇长",
        "leader_phone": "0535-6661234",
        "officer_name": "孙值班",
        "officer_phone": "13811110000",
        **over,
    }
    return service.client("admin").post(PATH, json=sent)


def moment(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """A time of the day."""
    return DAY + timedelta(days=days, hours=hour, minutes=minute)


def at(hour: int, minute: int = 0, *, days: int = 0) -> Any:
    """The clock stopped at a time of the day."""
    return clock.frozen(moment(hour, minute, days=days))


@pytest.mark.parametrize("who", ["dispatcher.qingyang", "head.qingyang", "auditor"])
def test_only_an_administrator_lays_it_down(service: Service, who: str) -> None:
    client = service.client(who)
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, json={}).status_code == 403
    assert client.patch(f"{PATH}/00000000-0000-7000-8000-000000000000", json={}).status_code == 403
    assert service.anonymous().get(NOW).status_code == 401


def test_another_place_is_not_told_who_is_on_duty(service: Service) -> None:
    refused = service.client("dispatcher.qingyang").get(f"{NOW}?area={GAOTUAN}")
    assert (refused.status_code, refused.json["code"]) == (403, "out-of-scope")
    assert service.client("dispatcher.fushan").get(f"{NOW}?area=3706119999").status_code == 404


def test_it_works(service: Service) -> None:
    made = lay_down(service, driver_name="老赵", driver_phone="13811110001")
    assert made.status_code == 201, made.data
    assert tuple(datetime.fromisoformat(made.json[name]) for name in ("from_at", "until_at")) == (
        moment(17, 30),
        moment(8, 30, days=1),
    )
    assert (made.json["officer_has_account"], made.json["driver"]["name"]) == (False, "老赵")
    assert entries_of(service, made.json["id"]) == ["roster.made"]
    listed = service.client("admin").get(f"{PATH}?from={DAY.date()}&to={DAY.date()}&area={GAOTUAN}").json
    assert [one["id"] for one in listed["items"]] == [made.json["id"]]


def test_giving_the_role_asks_the_password_again(service: Service) -> None:
    service.client("admin")
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        refused = lay_down(service)
    assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")


def test_who_is_on_tonight_is_asked_past_midnight_too(service: Service) -> None:
    lay_down(service)
    desk = service.client("dispatcher.gaotuan")

    def officers() -> list[str]:
        return [
            one["officer"]["name"]
            for one in desk.get(f"{NOW}?area={GAOTUAN}").json["items"]
            if one["area"]["code"] == GAOTUAN
        ]

    with at(17, 29):
        assert officers() == []
        assert GAOTUAN in [one["code"] for one in desk.get(f"{NOW}?area={GAOTUAN}").json["missing"]]
    with at(23, 59):
        assert officers() == ["孙值班"]
    with at(3, days=1):
        assert officers() == ["孙值班"]
    with at(8, 30, days=1):
        assert officers() == []


def test_a_worker_learns_who_is_on_duty_where_he_works(service: Service) -> None:
    lay_down(service)
    with at(20):
        found = service.client("worker.gaotuan").get(NOW).json
    [shift] = [one for one in found["items"] if one["area"]["code"] == GAOTUAN]
    assert shift["officer"] == {"name": "孙值班", "phone": "13811110000"}


def test_the_officer_on_now_reads_a_restricted_case_and_no_longer_than_his_shift(service: Service) -> None:
    person = make(service, "", phone="13811110000")
    case = service.report("worker.qingyang", service_code="S06")
    assert lay_down(service, area_code="370611001").json["officer_has_account"] is True
    for hour, days, is_on in ((17, 0, False), (18, 0, True), (2, 1, True), (9, 1, False)):
        with at(hour, days=days):
            assert reading(service, person["id"], case["id"]) is is_on, hour


def reading(service: Service, account_id: str, incident_id: str) -> bool:
    """Whether an account is in the chain of a case now, by what every request asks."""
    with service.database.transaction("gridops_system") as session:
        actor = queries.find_actor(session, UUID(account_id))
        assert actor is not None
        enter(session, actor)
        case = find_incident(session, UUID(incident_id))
        assert case is None or case.is_restricted
        return case is not None and may_read_private(actor, [case.scope_code], case.unit_ids, case.person_ids)


def test_who_is_relieved_has_the_role_no_longer(service: Service) -> None:
    first = make(service, "", phone="13811110000")
    second = make(service, "", phone="13811110002")
    now = clock.now().astimezone(ZONE)
    shift = lay_down(service, day=now.date().isoformat(), shift="whole", starts="00:00", ends="23:59").json
    one, other = sign_in_by_code(service, first), sign_in_by_code(service, second)
    assert one.get("/api/v1/sessions/current").json["actor"]["roles"] == ["duty_officer"]
    sent = {"officer_name": "替班", "officer_phone": "13811110002"}
    assert service.client("admin").patch(f"{PATH}/{shift['id']}", json=sent).json["version"] == 2
    assert one.get("/api/v1/sessions/current").json["actor"]["roles"] == []
    assert other.get("/api/v1/sessions/current").json["actor"]["areas"] == [GAOTUAN]
    assert entries_of(service, first["id"])[-1] == entries_of(service, second["id"])[-1] == "account.changed"
    assert service.client("admin").patch(f"{PATH}/{shift['id']}", json={"ends_now": True}).status_code == 200
    assert other.get("/api/v1/sessions/current").json["actor"]["roles"] == []


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"area_code": "370611102001"}, "/area_code"),
        ({"area_code": "999"}, "/area_code"),
        ({"officer_phone": "123"}, "/officer_phone"),
        ({"officer_phone": ""}, "/officer_phone"),
        ({"leader_name": " "}, "/leader_name"),
        ({"shift": "evening"}, "/shift"),
        ({"starts": "25:00"}, "/starts"),
        ({"shift": "day", "starts": "16:00", "ends": "18:00"}, "/day"),
    ],
)
def test_what_is_wrong_is_named_by_field(service: Service, sent: dict[str, Any], pointer: str) -> None:
    lay_down(service)
    refused = lay_down(service, **sent)
    assert refused.status_code == 422, refused.data
    assert pointer in [one["pointer"] for one in refused.json["errors"]]


def test_what_is_over_stays_as_it_was(service: Service) -> None:
    shift = lay_down(service, day="2025-03-10").json
    refused = service.client("admin").patch(f"{PATH}/{shift['id']}", json={"officer_name": "别人"})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/officer_name")


def test_the_lists_take_few_trips(database_url: str, tmp_path: Path) -> None:
    with counted_service(database_url, tmp_path) as (service, trips):
        lay_down(service)
        service.client("dispatcher.gaotuan").get(NOW)
        trips.start()
        assert service.client("admin").get(PATH).json["items"]
        assert trips.trips <= 7
        trips.start()
        with at(20):
            assert service.client("dispatcher.gaotuan").get(NOW).json["items"]
        assert trips.trips <= 7
