"""Whose duty it is, in a browser: the list, hand-downs decided, burdens answered; the forms of the centre."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.service import LiveService
from tests.web.desk import Desk, act, confirm, pick

TOWN, DISTRICT = "dispatcher.qingyang", "dispatcher.fushan"


def open_page(desk: Desk, username: str = "admin", part: str = "") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}/admin/responsibilities{part}")
    return desk.page


def at_district(served: LiveService, service_code: str) -> dict[str, Any]:
    case = served.report("worker.qingyang", service_code=service_code)
    return act(served, TOWN, case, "escalate", level="district", note="超出本级")


def card_of(page: Page, case: dict[str, Any]) -> Any:
    page.locator(f'.row[data-incident="{case["id"]}"]').click()
    return page.locator(f'[data-side=card][data-incident="{case["id"]}"]')


def test_who_has_no_part_in_it_is_told_so(desk: Desk) -> None:
    page = open_page(desk, "worker.qingyang")
    expect(page.locator("main .notice")).to_contain_text("供管理员、受理派遣和督查人员使用")
    assert not [url for url in desk.asked if "/api/v1/hand-downs" in url]


def test_a_supervisor_reads_the_report_and_never_the_administrators_list(desk: Desk) -> None:
    page = open_page(desk, "supervisor.qingyang")
    expect(page.locator("[data-tab=hand-downs]")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-tab=list]")).to_have_count(0)
    assert not [url for url in desk.asked if "/api/v1/admin" in url]


def test_an_item_is_refused_with_the_cause_then_added_and_replaced(desk: Desk) -> None:
    page = open_page(desk)
    page.get_by_role("button", name="新增项目").click()
    for name, words in {"item_code": "W-1", "item_name": "测试项目", "reference": "测试清单"}.items():
        page.fill(f"dialog [name={name}]", words)
    page.select_option("dialog [name=kind]", "taken_back")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("dialog .field-fault")).to_contain_text("须写明上级部门")
    page.select_option("dialog [name=upper_agency]", "transport")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".view-head h2 small")).to_have_text("W-1")
    page.get_by_role("button", name="新版本", exact=True).click()
    page.select_option("dialog [name=paid_by]", "shared")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".changes li").first).to_contain_text("经费")
    expect(page.locator('table.table tr:has(.tag[data-state="coming"])')).to_contain_text("区镇分担")


def test_what_is_done_first_is_shown_and_edited(desk: Desk) -> None:
    page = open_page(desk)
    page.get_by_role("button", name="先处置、后裁定").click()
    expect(page.locator("table.table")).to_contain_text("全部 12345 来件")
    page.get_by_role("button", name="加入", exact=True).click()
    pick(page.locator("dialog"), "service_code", "道路破损", "C0110")
    page.locator("dialog").get_by_role("button", name="加入").click()
    added = page.locator('table.table tr:has-text("道路破损")')
    added.get_by_role("button", name="移出").click()
    confirm(page)
    expect(added).to_have_count(0)


def test_the_centre_hands_down_and_the_town_sends_back_with_one_tap(
    desk: Desk, browser: Any, served: LiveService
) -> None:
    case = at_district(served, "E11")
    page = desk.open("/center", DISTRICT)
    card = card_of(page, case)
    card.locator("footer [data-action=hand_down]").click()
    form = card.locator("[data-form=hand_down]")
    expect(form).to_contain_text("SH-03「危险废物处置」（上级收回），镇街可以一键退回")
    form.locator("[data-action=confirm]").click()
    expect(form.locator(".problem")).to_contain_text("下派须写明依据")
    form.locator("[name=basis]").fill("会议纪要")
    form.locator("[name=funding]").fill("区财政")
    form.locator("[data-action=confirm]").click()
    expect(card.locator(".timeline")).to_contain_text("下派")
    town = Desk(browser, served)
    card = card_of(town.open("/center", TOWN), case)
    card.locator("footer [data-action=escalate]").click()
    card.locator('[data-form=escalate] [data-item="SH-03"]').click()
    expect(card.locator(".timeline")).to_contain_text("镇街退回下派，依据 SH-03")
    town.close()


def test_a_dispute_is_decided_on_the_report(desk: Desk, served: LiveService) -> None:
    case = at_district(served, "H03")
    act(served, DISTRICT, case, "hand_down")
    page = open_page(desk, "supervisor.fushan", "#hand-downs")
    row = page.locator(f'table.table tr:has-text("{case["case_number"]}")')
    expect(row).to_contain_text("先处置：防汛救灾")
    row.get_by_role("button", name="裁定").click()
    page.select_option("dialog [name=decision]", "shared")
    page.fill("dialog [name=note]", "区镇各半")
    page.locator("dialog").get_by_role("button", name="裁定").click()
    expect(row).to_contain_text("裁定：区镇分担。区镇各半")
    page.get_by_role("button", name="已裁定 1").click()
    expect(page.locator("table.table tbody tr")).to_have_count(1)


def test_a_burden_is_recorded_and_answered(desk: Desk) -> None:
    page = open_page(desk, TOWN, "#burdens")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("dialog [name=area_code] option")).to_have_text(["清洋街道"])
    page.fill("dialog [name=asked_by]", "某部门")
    page.fill("dialog [name=asked]", "要求签订责任状")
    page.locator("dialog").get_by_role("button", name="登记").click()
    row = page.locator('table.table tr:has-text("某部门")')
    expect(row).to_contain_text("待答复")
    row.get_by_role("button", name="答复").click()
    page.fill("dialog [name=answer]", "未经批准，不签")
    page.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("未经批准，不签")
