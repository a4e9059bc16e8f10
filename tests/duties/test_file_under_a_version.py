"""A case and the version it is filed under: limits, outer clock, stages, posts, fields, what is asked and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gridops import clock
from tests.duties.versions import ADMIN, a_version, log_of, put_in_force, today
from tests.reports import QINGYANG, a_report
from tests.service import Service

DESK, WORKER = "dispatcher.qingyang", "worker.qingyang"
CONDITIONS = [
    {"filing_condition": "正在搭建", "closing_condition": "已制止", "limits": "4小时制止；7天处罚；20天拆除"},
    {"filing_condition": "已建成", "closing_condition": "已拆除", "limits": "10自然日"},
]
PHOTO = {"sha256": "a" * 64, "content_type": "image/jpeg", "size": 1000, "stage": "after"}
#: A Monday, eight in the morning in Shanghai.
MONDAY = datetime(2026, 11, 2, 0, tzinfo=UTC)


@pytest.fixture
def monday() -> Iterator[clock.StoppedClock]:
    """It is Monday, eight in the morning, until a test says otherwise."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped


def clock_of(service: Service, case: dict[str, Any], name: str = DESK) -> dict[str, Any]:
    """The clock of a case as the contract shows it."""
    answer = service.client(name).get(f"/api/v1/incidents/{case['id']}/clock")
    assert answer.status_code == 200, answer.data
    return dict(answer.json)


def _try(service: Service, name: str, case: dict[str, Any], action: str, **body: Any) -> Any:
    path = f"/api/v1/incidents/{case['id']}/actions/{action}"
    return service.client(name).post(path, json={"version": case["version"], **body})


def test_a_case_keeps_the_version_it_was_filed_under(service: Service) -> None:
    first = service.act(DESK, service.report(WORKER), "file")
    put_in_force(service, conditions=[{"limits": "9天"}], service_name="垃圾", verification="none")
    second = service.act(DESK, service.report(WORKER), "file")
    assert [clock_of(service, case)["limit"] for case in (first, second)] == ["4工作时", "9工作日"]
    assert [clock_of(service, case)["standard"]["version"] for case in (first, second)] == [1, 2]
    assert (first["service_name"], second["service_name"]) == ("暴露垃圾", "垃圾")
    # The old case is still checked before it is closed, as its version says.
    for case, closes in ((first, False), (second, True)):
        sent = service.act(DESK, case, "dispatch", unit_ids=[service.client(WORKER).actor["units"][0]])
        done = service.act(WORKER, service.act(WORKER, sent, "accept"), "handle", kind="clean", note="清了")
        shown = service.client(DESK).get(f"/api/v1/incidents/{done['id']}").json
        assert ("close" in shown["allowed_actions"]) is closes


def test_a_report_made_before_a_version_is_filed_under_the_one_in_force(service: Service) -> None:
    case = service.report(WORKER)
    put_in_force(service, conditions=[{"limits": "9天"}])
    assert clock_of(service, service.act(DESK, case, "file"))["limit"] == "9工作日"


def test_the_condition_that_was_met_sets_the_limits(monday: clock.StoppedClock, service: Service) -> None:
    put_in_force(service, conditions=CONDITIONS)
    first = service.act(DESK, service.report(WORKER), "file")
    second = service.act(DESK, service.report(WORKER), "dispatch", condition=2)
    bad = _try(service, DESK, service.report(WORKER), "file", condition=3)
    assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/condition")
    shown = clock_of(service, first)
    assert [(one["name"], one["due_at"]) for one in shown["limits"]] == [
        ("制止", "2026-11-02T04:00:00Z"),
        ("处罚", "2026-11-10T10:00:00Z"),
        ("拆除", "2026-11-27T10:00:00Z"),
    ]
    assert first["due_at"] == shown["due_at"] == "2026-11-27T10:00:00Z"
    other = clock_of(service, second)
    assert (other["standard"]["condition"], other["standard"]["closing_condition"]) == (2, "已拆除")
    assert second["due_at"] == "2026-11-12T00:00:00Z"
    assert [one["condition"] for one in log_of(service, "incident.filed")] == [1, 2]


def test_the_local_limit_ends_before_the_hotlines(monday: clock.StoppedClock, service: Service) -> None:
    put_in_force(service, conditions=[{"limits": "5天"}], outer_margin_minutes=120)
    case = service.report(
        DESK,
        origin="hotline_12345",
        external_number="12345-1",
        external_due_at="2026-11-04T18:00:00+08:00",
        occurred_at=monday.at.isoformat(),
    )
    case = service.act(DESK, case, "file")
    assert case["due_at"] == "2026-11-04T08:00:00Z"
    assert "外部时限" in clock_of(service, case)["steps"][-1]["text"]


def test_whole_dates_leave_the_day_of_filing_out(service: Service) -> None:
    with clock.frozen(datetime(2026, 9, 30, 8, 30, tzinfo=UTC)):
        put_in_force(service, conditions=[{"limits": "2天（次日起算）"}])
        case = service.report(WORKER, occurred_at="2026-09-30T16:00:00+08:00")
        case = service.act(DESK, case, "file")
    assert case["due_at"] == "2026-10-09T10:00:00Z"


def test_place_gives_hours_and_class_and_a_correction_reckons_anew(
    monday: clock.StoppedClock, service: Service
) -> None:
    admin = service.client("admin")
    core = {"area_code": "370611001", "class_name": "核心", "percent": 50, "valid_from": "2026-01-01"}
    assert admin.post(f"{ADMIN}/area-classes", json=core).status_code == 201
    case = service.act(DESK, service.report(WORKER), "file")
    shown = clock_of(service, case)
    assert (case["due_at"], shown["area_class"]) == ("2026-11-02T02:00:00Z", "核心")
    moved = service.act(DESK, case, "correct", service_code="C0103")
    assert clock_of(service, moved)["limit"] == "5工作日"
    assert moved["due_at"] == "2026-11-04T04:00:00Z"


def test_stages_have_limits_of_their_own(monday: clock.StoppedClock, service: Service) -> None:
    put_in_force(service, stage_limits={"file": "30分钟", "accept": "1小时", "handle": "8小时"})
    case = service.report(WORKER)
    monday.advance(timedelta(minutes=20))
    case = service.act(DESK, case, "dispatch", unit_ids=[service.client(WORKER).actor["units"][0]])
    monday.advance(timedelta(hours=2))
    service.act(WORKER, case, "accept")
    stages = {s["stage"]: s for s in clock_of(service, case)["stages"]}
    assert list(stages) == ["file", "accept", "handle"]
    assert stages["file"]["due_at"] == "2026-11-02T00:30:00Z"
    assert stages["file"]["ended_at"] == "2026-11-02T00:20:00Z"
    assert stages["accept"]["due_at"] < stages["accept"]["ended_at"]
    assert (stages["handle"]["due_at"], stages["handle"]["ended_at"]) == ("2026-11-03T02:20:00Z", None)


def test_who_files_and_closes_is_the_standards_and_a_stand_in_is_recorded(service: Service) -> None:
    posts = {
        "grid": {"file": ["grid_head"], "close": ["grid_head"], "stand_in": ["dispatcher"]},
        "township": {"file": ["approver"], "close": ["approver"], "stand_in": []},
    }
    put_in_force(service, default_level="grid", posts=posts)
    case = service.report(WORKER)
    # The head of the grid is on post, so the desk does not file in his place.
    assert _try(service, DESK, case, "file").status_code == 403
    assert _try(service, DESK, case, "dispatch").status_code == 403
    shown = service.client(DESK).get(f"/api/v1/incidents/{case['id']}").json
    assert not {"file", "dispatch", "reject"} & set(shown["allowed_actions"])
    assert service.act("head.qingyang", case, "file")["state"] == "filed"
    with service.database.transaction() as session:
        session.execute(text("UPDATE gridops.account SET is_active = false WHERE username = 'head.qingyang'"))
    second = service.act(DESK, service.report(WORKER), "file")
    assert second["state"] == "filed"
    assert [one.get("stood_in_for") for one in log_of(service, "incident.filed")] == [None, ["grid_head"]]


def test_closing_by_a_stand_in_is_recorded(service: Service) -> None:
    posts = {"grid": {"file": ["dispatcher"], "close": ["duty_officer"], "stand_in": ["dispatcher"]}}
    put_in_force(service, default_level="grid", posts=posts, verification="none")
    case = service.act(DESK, service.report(WORKER), "dispatch")
    case = service.act(WORKER, service.act(WORKER, case, "accept"), "handle", kind="clean", note="清了")
    assert service.act(DESK, case, "close", disposition="已清理")["state"] == "closed"
    assert log_of(service, "incident.closed")[-1]["stood_in_for"] == ["duty_officer"]


@pytest.fixture
def asking(service: Service) -> Service:
    """A matter that asks for extra fields."""
    fields = [
        {"name": "floors", "label": "层数", "type": "number", "least": 1},
        {"name": "overview", "label": "全景", "type": "photo", "why": "判定是否在建"},
    ]
    put_in_force(service, fields=fields)
    return service


def test_fields_are_answered_as_the_matter_asks(asking: Service) -> None:
    photo = PHOTO | {"client_id": str(uuid.uuid4()), "stage": "before"}
    shown = next(
        m for m in asking.client(WORKER).get("/api/v1/matters").json["items"] if m["service_code"] == "C0102"
    )
    assert [(f["name"], f["required"], f["why"]) for f in shown["fields"]] == [
        ("floors", True, ""),
        ("overview", True, "判定是否在建"),
    ]
    case = asking.report(WORKER, fields={"floors": 2, "overview": photo["client_id"]}, media=[photo])
    assert case["fields"] == {"floors": 2, "overview": photo["client_id"]}


def test_each_fault_of_a_field_is_named_and_harms_no_other_report(asking: Service) -> None:
    bad = a_report(fields={"floors": 0, "colour": "红"})
    answer = asking.client(WORKER).post("/api/v1/reports", json=bad)
    assert answer.status_code == 422
    assert {e["pointer"] for e in answer.json["errors"]} == {
        "/fields/floors",
        "/fields/colour",
        "/fields/overview",
    }
    batch = asking.client(WORKER).post(
        "/api/v1/reports/batch", json={"reports": [bad, a_report(service_code="C0104")]}
    )
    assert [one["status"] for one in batch.json["results"]] == [422, 201]


def test_a_photo_and_an_arrival_are_asked_only_where_the_standard_says_why(service: Service) -> None:
    put_in_force(
        service,
        photo_asked=True,
        photo_why="结案须对比",
        arrival_asked=True,
        arrival_why="涉危险源须核实位置",
    )
    unit = service.client(WORKER).actor["units"][0]
    case = service.act(
        WORKER, service.act(DESK, service.report(WORKER), "dispatch", unit_ids=[unit]), "accept"
    )
    early = _try(service, WORKER, case, "handle", kind="clean", note="清了")
    assert (early.status_code, early.json["errors"][0]["pointer"]) == (422, "/kind")
    nowhere = _try(service, WORKER, case, "arrive")
    assert (nowhere.status_code, nowhere.json["errors"][0]["pointer"]) == (422, "/location")
    assert "涉危险源须核实位置" in nowhere.json["detail"]
    case = service.act(WORKER, case, "arrive", location=QINGYANG)
    bare = _try(service, WORKER, case, "handle", kind="clean", note="清了")
    assert (bare.status_code, bare.json["errors"][0]["pointer"]) == (422, "/media")
    photo = PHOTO | {"client_id": str(uuid.uuid4())}
    assert service.act(WORKER, case, "handle", kind="clean", note="清了", media=[photo])["state"] == "handled"
    plain = service.report(WORKER, service_code="C0104")
    plain = service.act(WORKER, service.act(DESK, plain, "dispatch", unit_ids=[unit]), "accept")
    assert service.act(WORKER, plain, "handle", kind="clean", note="扫了")["state"] == "handled"


def test_a_preview_says_what_a_case_would_get(service: Service) -> None:
    admin = service.client("admin")
    asked = {"start": "2026-11-02T08:00:00+08:00", "service_code": "C0102", "area_code": "370611001"}
    found = admin.post(f"{ADMIN}/clock", json=asked).json
    assert (found["due_at"], found["limit"], found["version"]) == ("2026-11-02T04:00:00Z", "4工作时", 1)
    assert found["unit"] == "清洋街道综合行政执法中队"
    paused = asked | {"pauses": [{"start": "2026-11-02T08:00:00+08:00", "end": "2026-11-02T10:00:00+08:00"}]}
    assert admin.post(f"{ADMIN}/clock", json=paused).json["due_at"] == "2026-11-02T08:00:00Z"
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"limit": "2天"}, "/limit"),
        ({"service_code": None}, "/limit"),
        ({"service_code": None, "limit": "很快"}, "/limit"),
        ({"service_code": "none"}, "/service_code"),
        ({"condition": 2}, "/condition"),
        ({"area_code": "999999"}, "/area_code"),
        ({"start": "2020-01-01T08:00:00+08:00"}, "/service_code"),
        ({"pauses": [{"start": "2026-11-02T10:00:00+08:00", "end": "2026-11-02T08:00:00+08:00"}]}, "/limit"),
    ]
    for over, pointer in wrong:
        answer = admin.post(f"{ADMIN}/clock", json=asked | over)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer), over


def test_a_version_from_tomorrow_changes_nothing_today(service: Service) -> None:
    body = a_version(today(service, 1), conditions=[{"limits": "9天"}])
    assert service.client("admin").post(f"{ADMIN}/matters/C0102/versions", json=body).status_code == 201
    assert clock_of(service, service.act(DESK, service.report(WORKER), "file"))["limit"] == "4工作时"
