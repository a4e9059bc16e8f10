"""A sheet of persons: every fault named by cell, nothing written until it is right, and then all at once."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from gridops import clock
from tests.people.looking_after import ADMIN, actions, count_accounts, person, sign_in_by_code
from tests.service import Service
from tests.sheets.books import xlsx

PATH = f"{ADMIN}/accounts/import"
HEAD = ["姓名", "电话", "用户名", "部门", "岗位", "区域", "处置力量", "开始日期", "结束日期"]
OCTETS = "application/octet-stream"


def row(name: str, phone: Any = None, **more: Any) -> list[Any]:
    names = ("username", "agency", "role", "area", "unit", "starts", "ends")
    return [name, phone, *(more.get(n) for n in names)]


def send(
    service: Service,
    rows: Sequence[Sequence[Any]],
    change: Callable[[Any], None] | None = None,
    *,
    dry_run: bool = True,
    who: str = "admin",
) -> Any:
    content = xlsx([HEAD, *rows], change)
    path = f"{PATH}?dry_run={'true' if dry_run else 'false'}"
    return service.client(who).post(path, data=content, content_type=OCTETS)


def cells(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200, answer.data
    return {one["cell"]: one["message"] for one in answer.json["faults"]}


@pytest.mark.parametrize("who", ["dispatcher.fushan", "auditor"])
def test_only_an_administrator_may(service: Service, who: str) -> None:
    assert send(service, [row("刘洋", "13800001234")], who=who).status_code == 403
    assert service.client(who).get(f"{ADMIN}/accounts/template").status_code == 403


def test_taking_it_in_asks_the_password_again_and_looking_does_not(service: Service) -> None:
    service.client("admin")
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        assert send(service, [row("刘洋", "13800001234")]).status_code == 200
        refused = send(service, [row("刘洋", "13800001234")], dry_run=False)
        assert (refused.status_code, refused.json["code"]) == (403, "confirm-password")


def test_it_works_and_writes_nothing_before(service: Service) -> None:
    [unit] = [p["unit"] for p in person(service, "handler.qingyang")["posts"]]
    rows = [
        row("刘洋", 13800001234, agency="enforcement", role="处置人员", unit=unit["name"]),
        row("陈静", "１３８ ００００ １２３５", username="chenjing", role="受理派遣", area="清洋街道"),
        row("陈静", "13800001235", role="督查", area="370611001"),
    ]
    before = count_accounts(service)
    looked = send(service, rows).json
    assert (looked["new_accounts"], looked["new_posts"], looked["fault_count"]) == (2, 3, 0), looked["faults"]
    assert count_accounts(service) == before
    done = send(service, rows, dry_run=False)
    assert done.status_code == 200, done.data
    assert count_accounts(service) == before + 2
    made = person(service, "chenjing")
    assert {p["role"] for p in made["posts"]} == {"dispatcher", "supervisor"}
    assert made["posts"][0]["given_by"]["name"] == person(service, "admin")["name"]
    assert actions(service, made["id"])[0] == "account.made"
    assert sign_in_by_code(service, made).actor["areas"] == ["370611001"]
    assert person(service, "13800001234")["agency"]["code"] == "enforcement"
    # The same sheet again changes nothing.
    again = send(service, rows, dry_run=False).json
    assert (again["new_accounts"], again["new_posts"], again["known_posts"]) == (0, 0, 3)


def test_a_sheet_half_wrong_names_its_cells_and_writes_nothing(service: Service) -> None:
    rows = [
        row("刘洋", "13800001234", role="受理派遣", area="清洋街道"),
        row("", "13800001235"),
        row("陈静", "12345"),
        row("王强", "13900000105"),
        row("赵敏", "13800001236", role="宇航员", area="清洋街道"),
        row("孙丽", "13800001237", role="管理员", area="清洋街道"),
        row("周杰", "13800001238", role="受理派遣", area="没有这个镇"),
        row("吴磊", "13800001239", role="受理派遣"),
        row("郑爽", "13800001240", agency="没有这个部门"),
        row("冯军", None),
        row("褚英", "13800001234"),
        row("卫平", 1.38e15),
    ]
    before = count_accounts(service)
    found = cells(send(service, rows))
    assert set(found) >= {"A3", "B4", "B5", "E6", "F7", "F8", "F9", "D10", "B11", "B12", "B13"}
    assert not any(cell.endswith("2") and len(cell) == 2 for cell in found)
    assert "林书瑶" in found["B5"]
    refused = send(service, rows, dry_run=False)
    assert (refused.status_code, refused.json["code"]) == (422, "invalid")
    assert any("B4" in one["message"] for one in refused.json["errors"])
    assert count_accounts(service) == before


def test_dates_are_read_as_serials_and_as_words_and_what_is_none_is_named(service: Service) -> None:
    coming = clock.now().date() + timedelta(days=40)
    words = f"{coming.year}年{coming.month}月{coming.day}日"
    serial = (coming - date(1899, 12, 30)).days
    place = {"role": "受理派遣", "area": "清洋街道"}
    rows = [
        row("刘洋", "13800001234", starts=coming, **place),
        row("陈静", "13800001235", starts=words, **place),
        row("王强", "13800001236", starts=serial, **place),
        row("赵敏", "13800001237", starts="下个月", **place),
        row("孙丽", "13800001238", starts=date(2020, 1, 1), **place),
        row("周杰", "13800001239", starts=coming, ends=coming, **place),
    ]
    found = cells(send(service, rows))
    assert {"H5", "H6", "I7"} <= set(found)
    assert not {"H2", "H3"} & set(found)


def test_merged_cells_and_hidden_rows_are_named(service: Service) -> None:
    rows = [row("刘洋", "13800001234"), row("陈静", "13800001235"), row("王强", "13800001236")]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[4].hidden = True

    found = cells(send(service, rows, merge))
    assert found
    assert send(service, rows, merge, dry_run=False).status_code == 422


def test_a_sheet_without_names_and_one_too_long_are_refused(service: Service) -> None:
    admin = service.client("admin")
    other = xlsx([["编号", "内容"], ["1", "二"]])
    refused = admin.post(f"{PATH}?dry_run=true", data=other, content_type=OCTETS)
    assert refused.status_code == 422
    assert "姓名" in refused.json["detail"]
    lines = "姓名,电话\r\n" + "刘洋,13800001234\r\n" * 100_000
    assert admin.post(f"{PATH}?dry_run=true", data=lines.encode(), content_type=OCTETS).status_code == 413
    assert admin.post(PATH, data=b"\x00\x01", content_type=OCTETS).status_code == 422


def test_the_template_shows_how_and_makes_nobody(service: Service) -> None:
    admin = service.client("admin")
    answer = admin.get(f"{ADMIN}/accounts/template")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[1]] == HEAD
    assert "示例" in sheet["A2"].value
    for name in ("xlsx", "csv"):
        content = admin.get(f"{ADMIN}/accounts/template?format={name}").data
        taken = admin.post(f"{PATH}?dry_run=true", data=content, content_type=OCTETS).json
        assert (taken["rows"], taken["fault_count"]) == (0, 0)


def test_a_thousand_persons_take_seconds(service: Service) -> None:
    rows = [row(f"工作{n}", f"138{n:08d}", role="受理派遣", area="清洋街道") for n in range(1000)]
    done = send(service, rows, dry_run=False)
    assert done.status_code == 200, done.data
    assert done.json["new_accounts"] == done.json["new_posts"] == 1000
