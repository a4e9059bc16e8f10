"""The register of matters: versions with dates, refusals with their cause, who changed what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gridops import clock
from tests.duties.versions import ADMIN, a_version, log_of, put_in_force, today
from tests.reports import a_report
from tests.service import Service

C0102 = f"{ADMIN}/matters/C0102"


def _every_door(service: Service) -> dict[tuple[str, str], dict[str, Any]]:
    """Every endpoint of the register and the calendar, with something it would take."""
    admission = f"{C0102}/admissions/00000000-0000-0000-0000-000000000000"
    starts = today(service).isoformat()
    raw: dict[str, Any] = {"data": b"x"}
    return {
        ("GET", f"{ADMIN}/matters"): {},
        ("POST", f"{ADMIN}/matters"): {"json": a_version(today(service)) | {"service_code": "Z9"}},
        ("GET", C0102): {},
        ("POST", f"{C0102}/versions"): {"json": a_version(today(service))},
        ("DELETE", f"{C0102}/versions/1"): {},
        ("PUT", f"{C0102}/active"): {"json": {"is_active": False}},
        ("POST", f"{C0102}/admissions"): {"json": {"agency": "enforcement", "reason": "x"}},
        ("POST", f"{admission}/approve"): {"json": {}},
        ("POST", f"{admission}/refuse"): {"json": {"note": "x"}},
        ("POST", f"{admission}/end"): {"json": {"valid_to": starts}},
        ("GET", f"{ADMIN}/sheets"): {},
        ("POST", f"{ADMIN}/sheets"): raw,
        ("GET", f"{ADMIN}/calendar"): {},
        ("PUT", f"{ADMIN}/calendar/days/2026-11-23"): {"json": {"is_working": False}},
        ("POST", f"{ADMIN}/calendar/notices"): raw,
        ("POST", f"{ADMIN}/working-hours"): {
            "json": {"spells": [{"start": "09:00", "end": "17:00"}], "valid_from": starts}
        },
        ("POST", f"{ADMIN}/area-classes"): {
            "json": {"area_code": "370611", "class_name": "核心", "valid_from": starts}
        },
        ("POST", f"{ADMIN}/clock"): {"json": {"start": "2026-11-20T09:00:00+08:00", "limit": "2天"}},
    }


def test_only_an_administrator_sees_and_changes_the_register(service: Service) -> None:
    doors = _every_door(service)
    for name in ("worker.qingyang", "dispatcher.fushan", "supervisor.fushan", "auditor"):
        for (method, path), sent in doors.items():
            answer = service.client(name).open(method, path, **sent)
            assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope"), (name, method, path)
            assert service.anonymous().open(path, method=method, **sent).status_code == 401
    assert log_of(service, "matter.changed") == []


def test_the_register_lists_every_matter(service: Service) -> None:
    shown = service.client("admin").get(f"{ADMIN}/matters").json
    row = next(m for m in shown["items"] if m["service_code"] == "C0102")
    assert (row["service_name"], row["limit"], row["version"], row["admitted"]) == (
        "暴露垃圾",
        "4工作时",
        1,
        True,
    )
    assert {"code": "enforcement", "name": "综合行政执法"} in shown["agencies"]
    assert service.client("admin").get(f"{ADMIN}/matters/none").status_code == 404


def test_a_version_follows_another_and_closes_it(service: Service) -> None:
    starts = today(service, 10)
    answer = service.client("admin").post(f"{C0102}/versions", json=a_version(starts, season="6-9"))
    assert answer.status_code == 201
    newest, first = answer.json["versions"]
    assert (newest["version"], newest["state"], newest["valid_from"]) == (2, "coming", starts.isoformat())
    assert (first["version"], first["state"], first["valid_to"]) == (1, "in_force", starts.isoformat())
    assert answer.json["changes"][0]["actor"] == service.client("admin").actor["name"]
    told = log_of(service, "matter.changed")[-1]
    assert told["actor"] == service.client("admin").actor["id"]
    assert told["service_code"] == "C0102"
    assert {"season", "conditions", "aliases"} <= set(told["changed"])
    assert "service_name" not in told["changed"]
    row = next(
        m
        for m in service.client("admin").get(f"{ADMIN}/matters").json["items"]
        if m["service_code"] == "C0102"
    )
    assert (row["version"], row["versions"], row["coming_from"]) == (1, 2, starts.isoformat())


def test_phones_see_the_version_of_the_day(service: Service) -> None:
    def shown() -> dict[str, Any]:
        items = service.client("worker.qingyang").get("/api/v1/matters").json["items"]
        return next(m for m in items if m["service_code"] == "C0102")

    service.client("admin").post(f"{C0102}/versions", json=a_version(today(service, 5), service_name="垃圾"))
    assert (shown()["service_name"], shown()["version"]) == ("暴露垃圾", 1)
    with clock.frozen(clock.now()) as stopped:
        stopped.advance(timedelta(days=5))
        assert (shown()["service_name"], shown()["version"]) == ("垃圾", 2)


def _refused(service: Service, body: dict[str, Any]) -> list[str]:
    before = service.client("admin").get(C0102).json
    answer = service.client("admin").post(f"{C0102}/versions", json=body)
    assert answer.status_code == 422, answer.data
    assert service.client("admin").get(C0102).json == before
    return [one["pointer"] for one in answer.json["errors"]]


def test_dates_that_overlap_another_version_are_refused_and_nothing_changes(service: Service) -> None:
    ends = today(service, 30).isoformat()
    put_in_force(service, valid_to=ends)
    assert _refused(service, a_version(today(service, 20))) == ["/valid_from"]
    answer = service.client("admin").post(f"{C0102}/versions", json=a_version(today(service, 20)))
    assert "重叠" in answer.json["detail"]
    ok = service.client("admin").post(f"{C0102}/versions", json=a_version(today(service, 30)))
    assert ok.status_code == 201
    # The last one stands open; a span inside it closes it and leaves a gap behind, which is no overlap.
    inside = a_version(today(service, 25), valid_to=today(service, 35).isoformat())
    assert _refused(service, inside) == ["/valid_from", "/valid_from"]


HALF_A_DATE = {"amount": 0.5, "unit": "work_day", "mode": "from_next_day"}
WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"valid_to": "2020-01-01"}, ["/valid_to"]),
    ({"conditions": [{"limits": "尽快"}]}, ["/conditions/0/limits"]),
    ({"conditions": [{"limits": "4小时"}, {"limits": "5个星期"}]}, ["/conditions/1/limits"]),
    ({"conditions": [{"limits": [HALF_A_DATE]}]}, ["/conditions/0/limits"]),
    ({"conditions": [{"limits": []}]}, ["/conditions/0/limits"]),
    ({"stage_limits": {"accept": "马上"}}, ["/stage_limits/accept"]),
    ({"stage_limits": {"lunch": "1小时"}}, ["/stage_limits"]),
    ({"lead_agency": "nobody"}, ["/lead_agency"]),
    ({"helping_agencies": ["nobody"]}, ["/helping_agencies/0"]),
    ({"helping_agencies": ["enforcement"]}, ["/helping_agencies"]),
    ({"helping_agencies": ["water", "housing"], "led_by": {"water": "housing", "housing": "water"}}, ["/led_by"]),
    ({"helping_agencies": ["water"], "led_by": {"water": "police"}}, ["/led_by"]),
    ({"posts": {"moon": {"file": ["dispatcher"], "close": ["dispatcher"]}}}, ["/posts"]),
    ({"posts": {"grid": {"file": ["grid_worker"], "close": ["dispatcher"]}}}, ["/posts/grid/file"]),
    ({"posts": {"grid": {"file": ["grid_head"]}}}, ["/posts/grid"]),
    ({"season": "13-1"}, ["/season"]),
    ({"call_first": "ufo"}, ["/call_first"]),
    ({"photo_asked": True}, ["/photo_why"]),
    ({"arrival_asked": True, "arrival_why": " "}, ["/arrival_why"]),
    ({"fields": [{"name": "a", "label": "甲", "type": "choice", "choices": ["一"]}]}, ["/fields/0/choices"]),
]  # fmt: skip


def test_what_does_not_hold_together_is_refused_by_pointer(service: Service) -> None:
    for over, pointers in WRONG:
        assert _refused(service, a_version(today(service), **over)) == pointers, over


def test_a_round_of_leads_is_told(service: Service) -> None:
    round_of = {"water": "housing", "housing": "transport", "transport": "water"}
    body = a_version(today(service), helping_agencies=list(round_of), led_by=round_of)
    answer = service.client("admin").post(f"{C0102}/versions", json=body)
    assert answer.status_code == 422
    assert "housing → transport → water → housing" in answer.json["detail"]


def test_what_has_been_in_force_is_never_rewritten(service: Service) -> None:
    assert _refused(service, a_version(today(service, -1))) == ["/valid_from"]
    answer = service.client("admin").delete(f"{C0102}/versions/1")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/version")
    service.client("admin").post(f"{C0102}/versions", json=a_version(today(service, 3)))
    back = service.client("admin").delete(f"{C0102}/versions/2")
    assert [(v["version"], v["valid_to"]) for v in back.json["versions"]] == [(1, None)]
    assert service.client("admin").delete(f"{C0102}/versions/2").status_code == 404


def test_the_database_refuses_overlaps_whoever_writes_them(service: Service) -> None:
    columns = (
        "service_name, service_group, group_code, label_family, intake_mode, default_level, lead_agency,"
        " verification"
    )
    with pytest.raises(IntegrityError, match="ex_standard_dates"), service.database.transaction() as session:
        session.execute(
            text(
                f"INSERT INTO gridops.standard (id, matter_id, version, valid_from, conditions, {columns})"
                f" SELECT gen_random_uuid(), matter_id, 9, valid_from + 1, conditions, {columns}"
                " FROM gridops.standard LIMIT 1"
            )
        )


def test_a_new_matter_takes_its_code_and_waits_for_admission(service: Service) -> None:
    admin = service.client("admin")
    body = a_version(today(service), service_name="新事项") | {"service_code": "N0001"}
    made = admin.post(f"{ADMIN}/matters", json=body)
    assert (made.status_code, made.json["admitted"]) == (201, False)
    again = admin.post(f"{ADMIN}/matters", json=body)
    assert (again.status_code, again.json["errors"][0]["pointer"]) == (422, "/service_code")
    bad = admin.post(f"{ADMIN}/matters", json=body | {"service_code": "N0002", "lead_agency": "nobody"})
    assert bad.status_code == 422
    assert admin.get(f"{ADMIN}/matters/N0002").status_code == 404


def test_a_retired_matter_is_reported_no_more_and_its_cases_go_on(service: Service) -> None:
    case = service.report("worker.qingyang")
    retired = service.client("admin").put(f"{C0102}/active", json={"is_active": False})
    assert retired.json["is_active"] is False
    answer = service.client("worker.qingyang").post("/api/v1/reports", json=a_report())
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/service_code")
    assert service.act("dispatcher.qingyang", case, "dispatch")["state"] == "dispatched"
    assert log_of(service, "matter.changed")[-1]["is_active"] is False
