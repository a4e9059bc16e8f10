"""The work calendar: seeded, changed by notices and by hand, hours by place and season, loud where it is unknown."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gridops import clock
from gridops.cli import main
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.notice import read_notice, whole_year
from gridops.errors import Problem
from gridops.sheets import open_book
from tests.duties.versions import ADMIN, log_of, today
from tests.service import Service

NOTICE = """日期,类型,节日
2027-01-01,放假,元旦
2027年2月5日~2027年2月11日,放假,春节
2027/2/14,上班,春节调休
20271001,休,国庆节
2026-12-31,上班,
"""
TOWN, OTHER_TOWN = "370611001", "370611102"


def test_a_notice_names_holidays_and_make_up_days() -> None:
    notice = read_notice(open_book(NOTICE.encode()))
    days = whole_year(notice)
    assert (notice.year, len(days)) == (2027, 365)
    assert not days[date(2027, 2, 8)].is_working
    assert days[date(2027, 2, 8)].note == "春节"
    assert days[date(2027, 2, 14)].is_working
    # What the notice does not name is worked from Monday to Friday.
    assert days[date(2027, 3, 1)].is_working
    assert not days[date(2027, 3, 6)].is_working


@pytest.mark.parametrize(
    "text",
    [
        "date,kind\n2027-02-05,holiday\n2027-02-14,work\n",
        "from,to,type,name\n2027-02-05,2027-02-05,off,春节\n2027-02-14,,makeup,春节\n",
        "day,is_working\n2027-02-05,false\n2027-02-14,true\n",
        "# 国务院办公厅通知\n2027-02-05,放假\n2027-02-14,补班\n",
    ],
)
def test_notices_come_in_several_shapes(text: str) -> None:
    days = read_notice(open_book(text.encode())).days
    assert {day.isoformat(): one.is_working for day, one in days.items()} == {
        "2027-02-05": False,
        "2027-02-14": True,
    }


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("date,kind\n2027-02-05,holiday\n2027-02-05,work\n", "2027-02-05 既放假又上班"),
        ("from,to,kind\n2027-10-01,2027-10-07,放假\n2027-10-03,,上班\n", "2027-10-03 既放假又上班"),
        ("date,kind\n2027-02-30,holiday\n", "没有这一天"),
        ("date,kind\n国庆,holiday\n", "日期读不懂"),
        ("date,kind\n2027-02-05,perhaps\n", "放假还是上班"),
        ("from,to,kind\n2027-10-07,2027-10-01,放假\n", "先后不对"),
        ("from,to,kind\n2027-01-01,2027-12-31,放假\n", "跨度太长"),
        ("", "没有日期"),
        ("date,kind\n", "没有日期"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_with_the_cause(text: str, cause: str) -> None:
    with pytest.raises(Problem) as refused:
        read_notice(open_book(text.encode()))
    assert any(cause in one.zh for one in refused.value.faults)


def _calendar(service: Service, year: int) -> dict[str, Any]:
    return dict(service.client("admin").get(f"{ADMIN}/calendar?year={year}").json)


def test_a_notice_is_taken_in_whole_or_not_at_all(service: Service) -> None:
    admin = service.client("admin")
    assert not _calendar(service, 2027)["is_known"]
    both = admin.post(f"{ADMIN}/calendar/notices", data=f"{NOTICE}2027-01-01,上班,\n".encode())
    assert both.status_code == 422
    assert "2027-01-01 既放假又上班" in both.json["detail"]
    assert not _calendar(service, 2027)["is_known"]
    looked = admin.post(f"{ADMIN}/calendar/notices?dry_run=true", data=NOTICE.encode("gb18030"))
    assert (looked.status_code, looked.json["holidays"], looked.json["working"]) == (200, 9, 1)
    assert not _calendar(service, 2027)["is_known"]
    done = admin.post(f"{ADMIN}/calendar/notices", data=NOTICE.encode())
    # Two of the nine fall on a weekend anyway, and a day of 2026 is worked as it was.
    assert (done.json["year"], done.json["changed"]) == (2027, 8)
    shown = _calendar(service, 2027)
    assert shown["is_known"]
    assert {"day": "2027-02-14", "is_working": True, "note": "春节调休"} in shown["days"]
    assert shown["changes"][0]["actor"] == admin.actor["name"]
    assert "2027-02-14" in log_of(service, "calendar.changed")[-1]["days"]


def test_the_command_takes_a_notice_in(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "notice.csv"
    env = {"DATABASE_URL": service.database.url, "GRIDOPS_VAR": str(service.settings.var_dir)}
    path.write_text("date,kind\n2027-02-05,holiday\n2027-02-05,work\n")
    bad = CliRunner().invoke(main, ["duties", "import-calendar", str(path)], env=env)
    assert (bad.exit_code, "既放假又上班" in bad.stderr) == (1, True)
    assert not _calendar(service, 2027)["is_known"]
    path.write_text(NOTICE)
    done = CliRunner().invoke(main, ["duties", "import-calendar", str(path)], env=env)
    assert json.loads(done.stdout) == {"year": 2027, "days": 11, "changed": 8}
    assert _calendar(service, 2027)["is_known"]
    seeded = CliRunner().invoke(main, ["duties", "seed-calendar"], env=env)
    assert seeded.stdout == "Nothing to put in.\n"


def test_an_unknown_year_is_told_loudly(service: Service) -> None:
    with clock.frozen(datetime(2027, 3, 1, tzinfo=UTC)):
        ready = service.anonymous().get("/readyz").json
        assert any("2027" in line for line in ready["warnings"])
        service._clients.clear()
        warned = service.client("admin").get(f"{ADMIN}/matters").json["warnings"]
        assert any("2027 年放假安排尚未录入" in line for line in warned)
        service.client("admin").post(f"{ADMIN}/calendar/notices", data=NOTICE.encode())
        assert service.client("admin").get(f"{ADMIN}/matters").json["warnings"] == []
        assert service.anonymous().get("/readyz").json["warnings"] == []


def test_a_few_days_of_a_year_do_not_make_it_known(service: Service) -> None:
    text = NOTICE + "2028-01-02,上班,元旦调休\n"
    service.client("admin").post(f"{ADMIN}/calendar/notices", data=text.encode())
    with service.database.transaction() as session:
        assert not calendar_queries.has_calendar_year(session, 2028)
        assert calendar_queries.clock_terms(session, "Asia/Shanghai", date(2028, 1, 1)).calendar.is_working(
            date(2028, 1, 2)
        )


def test_a_day_is_changed_by_hand_only_in_a_known_year(service: Service) -> None:
    admin = service.client("admin")
    shown = admin.put(f"{ADMIN}/calendar/days/2026-11-23", json={"is_working": False, "note": "停电"})
    assert {"day": "2026-11-23", "is_working": False, "note": "停电"} in shown.json["days"]
    for day in ("2027-01-04", "2026-02-30", "tomorrow"):
        bad = admin.put(f"{ADMIN}/calendar/days/{day}", json={"is_working": False})
        assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/day")
    assert not _calendar(service, 2027)["days"]


WINTER = {
    "area_code": TOWN,
    "spells": [{"start": "08:30", "end": "12:00"}, {"start": "14:00", "end": "17:30"}],
    "season_from": "10-01",
    "season_to": "04-30",
    "valid_from": "2026-01-01",
}


def test_hours_hold_by_town_and_season(service: Service) -> None:
    admin = service.client("admin")
    assert admin.post(f"{ADMIN}/working-hours", json=WINTER).status_code == 201
    with service.database.transaction() as session:
        here = calendar_queries.clock_terms(
            session, "Asia/Shanghai", date(2026, 11, 1), f"{TOWN}201001"
        ).calendar
        there = calendar_queries.clock_terms(session, "Asia/Shanghai", date(2026, 11, 1), OTHER_TOWN).calendar
    assert here.length_on(date(2026, 12, 1)) == timedelta(hours=7)
    assert here.length_on(date(2026, 6, 1)) == timedelta(hours=8)
    assert there.length_on(date(2026, 12, 1)) == timedelta(hours=8)
    asked = {"start": "2026-12-01T17:00:00+08:00", "limit": "1小时"}
    due = [
        admin.post(f"{ADMIN}/clock", json=asked | {"area_code": area}).json["due_at"]
        for area in (TOWN, OTHER_TOWN)
    ]
    assert due == ["2026-12-02T01:00:00Z", "2026-12-01T10:00:00Z"]


@pytest.mark.parametrize("kind", ["hours", "classes"])
def test_rows_with_dates_do_not_overlap_and_end_on_a_day(service: Service, kind: str) -> None:
    admin = service.client("admin")
    path = f"{ADMIN}/working-hours" if kind == "hours" else f"{ADMIN}/area-classes"
    row = (
        WINTER
        if kind == "hours"
        else {"area_code": TOWN, "class_name": "核心", "percent": 50, "valid_from": "2026-01-01"}
    )
    made = admin.post(path, json=row).json[kind][0]
    again = admin.post(path, json=row | {"valid_from": "2026-06-01"})
    assert (again.status_code, again.json["errors"][0]["pointer"]) == (422, "/valid_from")
    ends = today(service, 1).isoformat()
    early = admin.post(f"{path}/{made['id']}/end", json={"valid_to": today(service, -1).isoformat()})
    assert (early.status_code, early.json["errors"][0]["pointer"]) == (422, "/valid_to")
    ended = admin.post(f"{path}/{made['id']}/end", json={"valid_to": ends})
    assert ended.json[kind][0]["valid_to"] == ends
    assert admin.post(path, json=row | {"valid_from": ends}).status_code == 201
    elsewhere = f"{path}/00000000-0000-0000-0000-000000000000/end"
    assert admin.post(elsewhere, json={"valid_to": ends}).status_code == 404


def test_hours_that_cannot_be_right_are_refused(service: Service) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"spells": [{"start": "12:00", "end": "08:00"}]}, "/spells"),
        ({"spells": [{"start": "08:00", "end": "12:00"}, {"start": "11:00", "end": "15:00"}]}, "/spells"),
        ({"season_to": "02-30"}, "/season_to"),
        ({"valid_to": "2025-01-01"}, "/valid_to"),
        ({"area_code": "999999"}, "/area_code"),
    ]
    for over, pointer in wrong:
        answer = service.client("admin").post(f"{ADMIN}/working-hours", json=WINTER | over)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer), over
    assert _calendar(service, 2026)["hours"] == []


def test_a_class_shortens_limits_where_it_holds(service: Service) -> None:
    admin = service.client("admin")
    core = {"area_code": TOWN, "class_name": "核心", "percent": 50, "valid_from": "2026-01-01"}
    assert admin.post(f"{ADMIN}/area-classes", json=core).status_code == 201
    asked = {"start": "2026-11-02T08:00:00+08:00", "limit": "4小时", "area_code": f"{TOWN}201"}
    found = admin.post(f"{ADMIN}/clock", json=asked).json
    assert (found["due_at"], found["area_class"]) == ("2026-11-02T02:00:00Z", "核心")
    assert "50%" in found["steps"][0]["text"]
