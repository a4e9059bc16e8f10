"""The register of powers in a browser, and what a unit is told when it has no power for what it chose."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.service import LiveService
from tests.web.desk import Desk, act, confirm, pick
from tests.web.phone import phone_of


def open_register(desk: Desk, username: str = "admin") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}/admin/powers")
    return desk.page


def open_item(page: Page, code: str) -> None:
    page.fill("[data-part=search]", code)
    page.click(f'.choice-list button[data-key="{code}"]')
    expect(page.locator(".view-head h2 small")).to_have_text(code)


def case_with_the_squad(served: LiveService) -> dict[str, Any]:
    """Site waste in 清洋街道, with the enforcement squad that has no power over it there."""
    case = served.report("worker.qingyang", service_code="C0303")
    units = served.request("handler.qingyang", "GET", "/api/v1/sessions/current").json()["actor"]["units"]
    case = act(served, "dispatcher.qingyang", case, "dispatch", unit_ids=units)
    return act(served, "handler.qingyang", case, "accept")


def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk) -> None:
    page = open_register(desk, "supervisor.fushan")
    expect(page.locator("main .notice")).to_contain_text("只供管理员使用")
    assert not [url for url in desk.asked if "/api/v1/admin" in url]


def test_the_list_is_filtered_and_an_item_shows_its_holders_and_dates(desk: Desk) -> None:
    page = open_register(desk)
    expect(page.locator("[data-part=count]")).to_contain_text("项")
    page.get_by_role("button", name="省赋权", exact=True).click()
    expect(page.locator("[data-part=count]")).to_have_text("32 项")
    open_item(page, "FQ-11")
    table = page.locator("table.table")
    expect(table).to_contain_text("门楼街道办事处")
    expect(table).to_contain_text("2024-01-01 至 2027-01-01（不含）")
    # From the day the town is a street it is entrusted instead, whether that day is still to come or not.
    expect(table).to_contain_text("委托")


def test_a_power_is_refused_with_the_cause_then_added_replaced_and_withdrawn(desk: Desk) -> None:
    page = open_register(desk)
    page.get_by_role("button", name="新增权限").click()
    for name, words in {
        "item_code": "W-1", "item_name": "测试权限", "reference": "测试文件", "in_name_of": "高疃镇人民政府",
    }.items():  # fmt: skip
        page.fill(f"dialog [name={name}]", words)
    page.select_option("dialog [name=area_code]", "370611102")
    page.fill("dialog [name=valid_to]", "2020-01-01")
    page.fill("dialog [data-picker=service_code]", "C9999 没有")
    expect(page.locator("dialog .combo-none")).to_contain_text("没有这个事项")
    pick(page.locator("dialog"), "service_code", "道路破损", "C0110")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("dialog .field-fault")).to_contain_text("失效日期须晚于生效日期")
    page.fill("dialog [name=valid_to]", "")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".view-head h2 small")).to_have_text("W-1")
    page.get_by_role("button", name="新版本", exact=True).click()
    page.select_option("dialog [name=basis]", "entrusted")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".changes li").first).to_contain_text("依据")
    coming = page.locator('table.table tr:has(.tag[data-state="coming"])')
    coming.get_by_role("button", name="撤回").click()
    confirm(page)
    expect(coming).to_have_count(0)
    page.get_by_role("button", name="终止", exact=True).click()
    page.locator("dialog").get_by_role("button", name="终止", exact=True).click()
    expect(page.locator(".changes li").first).to_contain_text("终止于")


def test_the_preview_says_who_may_do_what_here_on_that_day(desk: Desk) -> None:
    page = open_register(desk)
    page.get_by_role("button", name="谁可以在这里做什么").click()
    page.select_option("dialog [name=area]", "370611007")
    pick(page.locator("dialog"), "asked_code", "C0303", "C0303")
    page.fill("dialog [name=on]", "2026-12-31")
    page.get_by_role("button", name="查看").click()
    expect(page.locator('dialog [data-act="penalise"]')).to_contain_text("门楼街道综合行政执法中队")
    page.fill("dialog [name=on]", "2027-01-01")
    page.get_by_role("button", name="查看").click()
    expect(page.locator('dialog [data-act="penalise"]')).not_to_contain_text("省赋权")
    expect(page.locator('dialog [data-act="remove"]')).to_contain_text("无人可以")
    page.fill("dialog [data-picker=asked_code]", "XX")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("dialog .combo-none")).to_contain_text("没有这个事项")


def test_a_phone_is_told_in_words_who_has_the_power_that_its_unit_lacks(
    browser: Browser, served: LiveService
) -> None:
    case = case_with_the_squad(served)
    with phone_of(browser, served, "handler.qingyang") as phone:
        page = phone.page
        page.click("[data-tab=tasks]")
        task = page.locator(f'[data-incident="{case["id"]}"]')
        task.locator("[data-action=handle]").click()
        task.locator("[data-choice=penalise]").click()
        expect(task.locator("[data-part=holders]")).to_contain_text(
            "有此权限的：福山区住房和城乡建设局（法定）"
        )
        task.locator("[name=note]").fill("罚款")
        task.locator(".act-form button[type=submit]").click()
        expect(task.locator(".act-form .problem")).to_have_text("请写两名执法人员的姓名和证号")
        for n, words in enumerate(("甲", "Y001", "乙", "Y002")):
            task.locator("[data-part=officers] input").nth(n).fill(words)
        task.locator(".act-form button[type=submit]").click()
        expect(task.locator(".act-form .problem")).to_contain_text("福山区住房和城乡建设局")
        task.locator("[data-choice=persuade]").click()
        expect(task.locator("[data-part=officers]")).to_be_hidden()
        task.locator(".act-form button[type=submit]").click()
        task.wait_for(state="detached")
        assert all("409" in words for words in phone.complaints), phone.complaints


def test_the_centre_chooses_the_kind_of_act_and_reads_who_has_the_power(
    desk: Desk, served: LiveService
) -> None:
    case = case_with_the_squad(served)
    page = desk.open(f"/center#{case['id']}", "handler.qingyang")
    page.locator(f'.row[data-incident="{case["id"]}"]').click()
    card = page.locator(f'[data-side=card][data-incident="{case["id"]}"]')
    card.locator("footer [data-action=handle]").click()
    form = card.locator("[data-form=handle]")
    expect(form.locator("[data-part=officers]")).to_be_hidden()
    form.locator("select[name=kind]").select_option("order")
    for n, words in enumerate(("甲", "Y001", "乙", "Y002")):
        form.locator("[data-part=officers] input").nth(n).fill(words)
    form.locator("[name=note]").fill("责令清运")
    form.locator("[data-action=confirm]").click()
    expect(form.locator(".problem")).to_contain_text(
        "没有「责令改正」权限；有此权限的是：福山区住房和城乡建设局"
    )
    form.locator("select[name=kind]").select_option("clean")
    form.locator("[data-action=confirm]").click()
    expect(
        page.locator(f'[data-side=card][data-incident="{case["id"]}"][data-state=handled]')
    ).to_be_visible()
