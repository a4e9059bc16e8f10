"""The register of matters and the work calendar in a browser: what an administrator sees, changes and is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.service import LiveService
from tests.web.desk import Desk, confirm, pick

HEAD = "类别,大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限"
HOSTILE = '<img src=x onerror="window.broken=1">'


def open_page(desk: Desk, path: str, username: str = "admin") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}{path}")
    return desk.page


def open_matter(page: Page, code: str) -> None:
    page.fill("[data-part=search]", code)
    page.click(f'.choice-list button[data-key="{code}"]')
    expect(page.locator(".view-head h2 small")).to_have_text(code)


@pytest.mark.parametrize("path", ["/admin/matters", "/admin/calendar"])
def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk, path: str) -> None:
    page = open_page(desk, path, "supervisor.fushan")
    expect(page.locator("main .notice")).to_contain_text("只供管理员使用")
    assert not [url for url in desk.asked if "/api/v1/admin" in url]


def test_a_version_is_made_previewed_and_withdrawn(desk: Desk) -> None:
    page = open_page(desk, "/admin/matters")
    open_matter(page, "C0110")
    page.get_by_role("button", name="新版本", exact=True).click()
    page.fill("dialog [name=limits]", "随便")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog .field-fault")).to_contain_text("时限读不懂：随便")
    page.fill("dialog [name=limits]", "4小时制止；7天处罚")
    page.fill("dialog [name=filing]", HOSTILE)
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog")).to_have_count(0)
    coming = page.locator(".version", has=page.locator('[data-state="coming"]'))
    coming.locator("summary").click()
    expect(coming).to_contain_text("制止：4工作时；处罚：7工作日")
    expect(coming).to_contain_text(HOSTILE)
    expect(page.locator(".changes li").first).to_contain_text("立案结案条件与时限")
    page.get_by_role("button", name="预览").click()
    pick(page.locator("dialog"), "area", "qyjd", "370611001")
    page.get_by_role("button", name="试算").click()
    expect(page.locator("dialog .answer")).to_contain_text("适用第 1 版")
    page.keyboard.press("Escape")
    coming.get_by_role("button", name="撤回").click()
    confirm(page)
    expect(coming).to_have_count(0)
    assert page.evaluate("window.broken") is None


def test_a_new_matter_is_admitted_after_an_application(desk: Desk, served: LiveService) -> None:
    page = open_page(desk, "/admin/matters")
    page.get_by_role("button", name="新事项").click()
    for name, text in {
        "service_code": "N0001", "service_name": "共享单车乱放", "service_group": "街面秩序", "group_code": "C05",
    }.items():  # fmt: skip
        page.fill(f"dialog [name={name}]", text)
    page.fill("dialog [name=limits]", "2小时")
    page.get_by_role("button", name="建立事项").click()
    expect(page.locator("[data-panel=admission]")).to_contain_text("未准入")
    page.get_by_role("button", name="申请准入").click()
    page.select_option("dialog [name=agency]", "enforcement")
    page.fill("dialog [name=reason]", "群众反映多")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_role("button", name="批准").click()
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("[data-panel=admission]")).to_contain_text("网格员可以上报")
    items = served.request("worker.qingyang", "GET", "/api/v1/matters").json()["items"]
    assert any(m["service_code"] == "N0001" for m in items)


def _file(text: str, name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": io.BytesIO(text.encode()).getvalue()}


def test_a_sheet_is_looked_at_before_it_is_taken_in(desk: Desk) -> None:
    page = open_page(desk, "/admin/matters")
    page.get_by_role("button", name="导入标准表").click()
    good = f"{HEAD}\n事件,01,市容环境,01,私搭乱建,综合行政执法局,,正在搭建,拆除,15天\n"
    page.set_input_files("dialog input[type=file]", _file(good.replace("15天", "酌情"), "bad.csv"))
    page.fill("dialog [name=list]", "试导")
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("dialog .unread")).to_contain_text("时限读不懂：酌情")
    expect(page.locator("dialog .unread")).to_contain_text("J2")
    expect(page.get_by_role("button", name="导入", exact=True)).to_be_disabled()
    page.set_input_files("dialog input[type=file]", _file(good, "good.csv"))
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("dialog .answer")).to_contain_text("将新增 1")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator("dialog")).to_have_count(0)
    open_matter(page, "EV0101")
    expect(page.locator("[data-panel=admission]")).to_contain_text("未准入")
    page.get_by_role("button", name="导出").click()
    page.select_option("dialog select[name=list]", "试导")
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载").click()
    assert saved.value.suggested_filename == "standards.xlsx"


def _book_with_a_hidden_sheet() -> dict[str, Any]:
    book = Workbook()
    limit = "看情况"
    book.active.append(HEAD.split(","))
    book.active.append(
        ["事件", "01", "市容环境", "01", "私搭乱建", "综合行政执法局", "", "正在搭建", "拆除", limit]
    )
    old = book.create_sheet("旧表")
    old.append(HEAD.split(","))
    old.sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "book.xlsx", "mimeType": kind, "buffer": held.getvalue()}


def test_what_was_left_out_of_a_sheet_is_told_in_the_readers_language(desk: Desk) -> None:
    page = open_page(desk, "/admin/matters?lang=en")
    page.get_by_role("button", name="Import").click()
    page.set_input_files("dialog input[type=file]", _book_with_a_hidden_sheet())
    page.fill("dialog [name=list]", "trial")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator("dialog [data-remark]")).to_have_text("The hidden sheet 旧表 was not read")
    row = page.locator("dialog .unread tbody tr")
    expect(row).to_contain_text("J2")
    expect(row.locator("td").last).not_to_contain_text("读不懂")


def test_an_unknown_year_warns_until_its_notice_is_taken_in(desk: Desk) -> None:
    page = open_page(desk, "/admin/calendar")
    expect(page.locator(".month")).to_have_count(12)
    expect(page.locator('.day[data-day="made-up"]').first).to_be_visible()
    page.get_by_role("button", name="下一年").click()
    expect(page.locator("[data-part=year]")).to_have_text("2027 年")
    expect(page.locator("[data-part=known]")).to_contain_text("未录入")
    page.get_by_role("button", name="导入放假安排").click()
    both = "日期,类型,节日\n2027-01-01,放假,元旦\n2027-01-01,上班,\n"
    page.set_input_files("dialog input[type=file]", _file(both, "bad.csv"))
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("dialog .problem")).to_contain_text("2027-01-01 既放假又上班")
    page.set_input_files(
        "dialog input[type=file]", _file("日期,类型,节日\n2027-01-01,放假,元旦\n", "good.csv")
    )
    page.get_by_role("button", name="先看看").click()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator("[data-part=known]")).to_contain_text("已录入")
    expect(page.locator("[data-part=warnings]")).to_be_hidden()
    day = page.get_by_role("button", name="2027-01-01 周五，放假：元旦")
    expect(day).to_have_attribute("data-day", "off")
    page.get_by_role("button", name="2027-01-04 周一，工作日").click()
    page.select_option("dialog select[name=kind]", "no")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="2027-01-04 周一，放假")).to_be_visible()


def test_hours_and_classes_are_added_and_the_clock_follows(desk: Desk) -> None:
    page = open_page(desk, "/admin/calendar")
    page.get_by_role("button", name="新增作息时间").click()
    pick(page.locator("dialog"), "area_code", "gtz", "370611102")
    page.fill("dialog [name=spells]", "9:00-12:00、13:00-17:00")
    page.fill("dialog [name=season_from]", "01-01")
    page.fill("dialog [name=season_to]", "12-31")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("[data-part=hours]")).to_contain_text("09:00–12:00，13:00–17:00")
    page.get_by_role("button", name="新增区域类别").click()
    pick(page.locator("dialog"), "area_code", "gtz", "370611102")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("[data-part=classes]")).to_contain_text("50%")
    page.fill("[data-part=clock] [name=limit]", "2小时")
    page.fill("[data-part=clock] [name=start]", "2027-06-07T08:00")
    pick(page.locator("[data-part=clock]"), "area", "gtz", "370611102")
    page.get_by_role("button", name="试算").click()
    answer = page.locator("[data-part=clock] .answer")
    expect(answer).to_contain_text("2027-06-07 10:00")
    expect(answer).to_contain_text("时限按 50% 计")
