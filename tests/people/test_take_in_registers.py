"""Sheets of units, shifts and certificates: looked at, refused by cell, all of it or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.people.looking_after_units import ADMIN, find_unit
from tests.service import Service

UNITS = ("部门", "力量名称", "服务区域", "电话", "值守时间", "备用电话")
ROSTER = ("镇街", "日期", "班次", "开始时间", "带班领导", "领导电话", "值班员", "值班员电话")
CERTIFICATES = ("证号", "姓名", "部门", "有效期至")


def book(headings: Sequence[str], *rows: Sequence[Any]) -> bytes:
    made = Workbook()
    made.active.append(list(headings))
    for row in rows:
        made.active.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def send(
    service: Service, register: str, content: bytes, *, dry_run: bool = False, who: str = "admin"
) -> Any:
    path = f"{ADMIN}/{register}/import?dry_run={str(dry_run).lower()}"
    headers = {"Content-Type": "application/octet-stream"}
    return service.client(who).post(path, data=content, headers=headers)


@pytest.mark.parametrize("register", ["units", "rosters", "certificates"])
def test_only_an_administrator_may(service: Service, register: str) -> None:
    assert send(service, register, b"", who="dispatcher.fushan").status_code == 403
    assert service.client("auditor").get(f"{ADMIN}/{register}/template").status_code == 403


@pytest.mark.parametrize("register", ["units", "rosters", "certificates"])
def test_the_template_is_read_back_and_its_example_is_nobody(service: Service, register: str) -> None:
    for shape in ("xlsx", "csv"):
        template = service.client("admin").get(f"{ADMIN}/{register}/template?format={shape}")
        assert template.status_code == 200
        looked = send(service, register, template.data, dry_run=True)
        assert (looked.status_code, looked.json["rows"], looked.json["faults"]) == (200, 0, [])


def test_units_are_made_and_changed_and_a_second_time_nothing_is(service: Service) -> None:
    content = book(
        UNITS,
        ("供电", "清洋供电服务站", "清洋街道", "９５５９８", "24 小时", None),
        ("物业服务企业", "门楼物业", "370611007", "0535 6123456", "8:00—18:00", 13800001234),
    )
    looked = send(service, "units", content, dry_run=True).json
    assert find_unit(service, "power")["name"] != "清洋供电服务站"
    taken = send(service, "units", content)
    assert taken.status_code == 200, taken.data
    assert {**taken.json, "is_dry_run": True} == looked
    unit = find_unit(service, "power")
    assert (unit["name"], unit["phones"]) == ("清洋供电服务站", [{"number": "95598", "hours": "24 小时"}])
    again = send(service, "units", content).json
    assert (again["made"], again["changed"], again["same"]) == (0, 0, again["rows"])


def test_a_sheet_half_wrong_writes_nothing_and_names_each_cell(service: Service) -> None:
    content = book(
        UNITS,
        ("供电", "清洋供电服务站", "清洋街道", "95598", None, None),
        ("没有的公司", "甲", "清洋街道", None, None, None),
        ("供电", "乙", "不存在的镇", None, None, None),
        ("供电", "丙", "370611102", "12", None, None),
    )
    looked = send(service, "units", content, dry_run=True).json
    assert [(one["row"], one["column"]) for one in looked["faults"]] == [
        (3, "部门"),
        (4, "服务区域"),
        (5, "电话"),
    ]
    refused = send(service, "units", content)
    assert (refused.status_code, len(refused.json["errors"])) == (422, 3)
    assert find_unit(service, "power")["name"] != "清洋供电服务站"


def test_a_roster_with_dates_of_every_kind_and_a_hidden_sheet(service: Service) -> None:
    made = Workbook()
    made.active.append(list(ROSTER))
    people = ("王镇长", "13811112221", "孙值班", "13811112222")
    for day, shift, starts in (
        (46_000, "夜班", None),
        ("2025年12月11日", "白班", "8:00"),
        ("２０２５－１２－１２", "全天", "８：３０"),
    ):
        made.active.append(["高疃镇", day, shift, starts, *people])
    hidden = made.create_sheet("旧表")
    hidden.append(list(ROSTER))
    hidden.append(["高疃镇", "坏日期", "夜班", None, *people])
    hidden.sheet_state = "hidden"
    taken = send(service, "rosters", saved(made))
    assert taken.status_code == 200, taken.data
    assert (taken.json["rows"], taken.json["made"]) == (3, 3)
    days = [
        one["day"] for one in service.client("admin").get(f"{ADMIN}/rosters?area=370611102").json["items"]
    ]
    assert days == ["2025-12-09", "2025-12-11", "2025-12-12"]
    refused = send(service, "rosters", saved(made), dry_run=True).json
    assert {one["column"] for one in refused["faults"]} == {"日期"}


def test_two_rows_of_one_time_are_refused_at_the_second(service: Service) -> None:
    row = ("高疃镇", "2025-12-09", "夜班", None, "王镇长", "13811112221", "孙值班", "13811112222")
    looked = send(service, "rosters", book(ROSTER, row, row), dry_run=True).json
    assert [(one["row"], one["column"]) for one in looked["faults"]] == [(3, "日期")]
    assert looked["made"] == 1


def test_certificates_are_registered_and_renewed(service: Service) -> None:
    row = ["15060100001", "王海波", "综合执法", "2026-12-31"]
    assert send(service, "certificates", book(CERTIFICATES, row)).json["made"] == 1
    row[3] = "2031-12-31"
    assert send(service, "certificates", book(CERTIFICATES, row)).json["changed"] == 1
    [one] = service.client("admin").get(f"{ADMIN}/certificates?q=15060100001").json["items"]
    assert (one["valid_until"], one["version"]) == ("2031-12-31", 2)
    # A number of digits alone that the spreadsheet cut to its first ones is surely another's.
    looked = send(service, "certificates", book(CERTIFICATES, ["1.5E+17", *row[1:]]), dry_run=True).json
    assert [cell["column"] for cell in looked["faults"]] == ["证号"]


def test_merged_cells_are_every_rows(service: Service) -> None:
    made = load_workbook(
        io.BytesIO(
            book(CERTIFICATES, ("A1", "甲", "综合执法", "2031-12-31"), ("A2", "乙", None, "2031-12-31"))
        )
    )
    made.active.merge_cells("C2:C3")
    taken = send(service, "certificates", saved(made))
    assert (taken.status_code, taken.json["made"]) == (200, 2), taken.data


def test_a_sheet_without_end_is_refused_at_once(service: Service) -> None:
    rows = "\r\n".join(f"A{n},甲,综合执法,2031-12-31" for n in range(2_001))
    refused = send(service, "certificates", f"证号,姓名,部门,有效期至\r\n{rows}".encode())
    assert (refused.status_code, refused.json["code"]) == (413, "too-large")
    rows = "\r\n".join(f"A{n},甲,综合执法,2031-12-31" for n in range(100_000))
    refused = send(service, "certificates", f"证号,姓名,部门,有效期至\r\n{rows}".encode(), dry_run=True)
    assert (refused.status_code, refused.json["code"]) == (413, "too-large")
    assert service.client("admin").get(f"{ADMIN}/certificates").json["items"] == []
