"""The page of routing in a browser: rules with versions, ties refused, origins, precedents, and the preview."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.service import LiveService
from tests.web.desk import Desk, confirm, pick

HOSTILE = '<img src=x onerror="window.broken=1">'


def open_page(desk: Desk, username: str = "admin") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}/admin/routing")
    return desk.page


def preview(page: Page, matter: str, area: str) -> Any:
    form = page.locator("[data-part=preview]")
    pick(form, "service_code", matter, matter)
    if area:
        pick(form, "area_code", area, area)
    else:
        form.locator("[data-picker=area_code]").fill("")
        # Its list opens a moment later, over the button, and closes when one goes on.
        form.locator("[data-picker=area_code]").press("Tab")
    form.get_by_role("button", name="看看会怎样").click()
    return form


def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk) -> None:
    page = open_page(desk, "dispatcher.qingyang")
    expect(page.locator("main .notice")).to_contain_text("只供管理员使用")
    assert not [url for url in desk.asked if "/api/v1/admin" in url]


def fill_rule(page: Page, code: str, name: str) -> None:
    page.get_by_role("button", name="新规则").click()
    for field, text in {"code": code, "name": name}.items():
        page.fill(f"dialog [name={field}]", text)
    pick(page.locator("dialog"), "service_code", "C0102", "C0102")
    pick(page.locator("dialog"), "area_code", "qyjd", "370611001")
    page.get_by_role("button", name="加一步").click()
    page.select_option("dialog [name=whose]", "agency")
    page.select_option("dialog [name=agency]", "market")


def test_a_rule_is_made_previewed_and_withdrawn(desk: Desk) -> None:
    page = open_page(desk)
    expect(page.locator("[data-rule]")).to_have_count(4)
    fill_rule(page, "rubbish-test", f"清洋垃圾{HOSTILE}")
    page.fill("dialog [data-picker=area_code]", "999999")
    page.get_by_role("button", name="建立规则").click()
    expect(page.locator("dialog .combo-none")).to_contain_text("没有这个区域")
    pick(page.locator("dialog"), "area_code", "qyjd", "370611001")
    page.get_by_role("button", name="建立规则").click()
    expect(page.locator("dialog")).to_have_count(0)
    rule = page.locator("[data-rule=rubbish-test]")
    expect(page.locator("[data-rule]").first).to_have_attribute("data-rule", "rubbish-test")
    expect(rule.locator("summary").first).to_contain_text(HOSTILE)
    rule.locator("summary").first.click()
    expect(rule).to_contain_text("镇街 清洋街道")
    expect(rule).to_contain_text("镇街的市场监督管理")
    expect(page.locator("[data-part=changes] li").first).to_contain_text("规则 rubbish-test 第 1 版")
    form = preview(page, "C0102", "370611001")
    expect(form.locator(".answer")).to_contain_text("清洋街道市场监督管理所")
    expect(form.locator(".answer")).to_contain_text("▸ 清洋垃圾")
    fill_rule(page, "rubbish-tie", "另一条")
    page.get_by_role("button", name="建立规则").click()
    expect(page.locator("dialog .field-fault")).to_contain_text("无法分出先后")
    page.keyboard.press("Escape")
    page.click("dialog [data-action=abandon]")
    rule.get_by_role("button", name="另立新版本").click()
    page.select_option("dialog [name=to_level]", "village")
    page.get_by_role("button", name="建立新版本").click()
    expect(rule.locator("summary").first).to_contain_text("起有新版")
    rule.get_by_text("其他版本").click()
    rule.get_by_role("button", name="撤回").click()
    confirm(page)
    expect(rule.locator("summary").first).not_to_contain_text("起有新版")
    assert page.evaluate("window.broken") is None


def test_a_rule_without_a_step_is_told_so_at_its_steps(desk: Desk) -> None:
    page = open_page(desk)
    fill_rule(page, "no-step", "没有一步")
    page.locator("dialog").get_by_role("button", name="删去这一条").click()
    page.get_by_role("button", name="建立规则").click()
    field = page.get_by_role("group", name="处置力量")
    expect(field.locator(".field-fault")).to_contain_text("至少写一步")
    expect(page.locator("dialog .field-fault")).to_have_count(1)


def test_what_has_not_the_form_of_a_field_is_said_there_without_a_librarys_words(desk: Desk) -> None:
    page = open_page(desk)
    fill_rule(page, "winter", "冬天")
    page.fill("dialog [name=season_from]", "立冬")
    # As from a browser that does not look at patterns itself.
    page.eval_on_selector("dialog form", "form => { form.noValidate = true; }")
    page.get_by_role("button", name="建立规则").click()
    expect(page.locator("dialog [data-field=season_from] .field-fault")).to_have_text("格式不对")
    expect(page.locator("dialog .field-fault")).to_have_count(1)
    expect(page.locator("dialog")).not_to_contain_text("/season_from")


def test_the_preview_says_what_is_wrong_with_the_question(desk: Desk) -> None:
    page = open_page(desk)
    form = preview(page, "C0102", "")
    expect(form.locator(".problem")).to_be_visible()
    form.locator("[data-picker=service_code]").fill("NONE")
    expect(form.locator(".combo-none")).to_contain_text("没有这个事项")
    form.locator("[name=lon]").fill("121.27")
    form.locator("[name=lat]").fill("37.50")
    form = preview(page, "C0104", "")
    expect(form.locator(".answer")).to_contain_text("清洋街道")
    expect(form.locator(".answer")).to_contain_text("时限怎么算出来的")


def test_an_origins_policy_is_changed_from_a_day_on(desk: Desk) -> None:
    page = open_page(desk)
    row = page.locator("[data-part=origins] tr", has_text="12345 热线")
    expect(row).to_contain_text("不得不予受理")
    expect(row).to_contain_text("可退回12345 热线中心（2工作日（次日起算）内）")
    page.locator("[data-origin=agency]").click()
    page.fill("dialog [name=own_limit]", "很久")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog .field-fault")).to_contain_text("读不懂")
    page.fill("dialog [name=own_limit]", "10工作日")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("[data-part=origins] tr", has_text="部门转办").first).to_contain_text(
        "自带时限 10工作日"
    )


def decide(served: LiveService) -> dict[str, Any]:
    """A case that was returned twice and then decided by the centre."""

    def act(username: str, action: str, **body: Any) -> None:
        url = f"/api/v1/incidents/{case['id']}/actions/{action}"
        sent = {"version": case["version"], **body}
        answer = served.request(username, "POST", url, json=sent)
        assert answer.status_code == 200, answer.text
        case.update(answer.json())

    case = served.report("worker.qingyang", service_code="C0107")
    for _ in range(2):
        act("dispatcher.qingyang", "dispatch")
        act("handler.qingyang", "return", reason="不属于本队职责")
    act("dispatcher.qingyang", "dispatch", note="由执法中队牵头，公安配合")
    return case


def test_a_precedent_is_listed_cited_and_ended(desk: Desk, served: LiveService) -> None:
    case = decide(served)
    page = open_page(desk)
    table = page.locator("[data-part=precedents]")
    expect(table).to_contain_text(case["case_number"])
    expect(table).to_contain_text("由执法中队牵头，公安配合")
    form = preview(page, "C0107", "370611001")
    expect(form.locator(".answer")).to_contain_text("依据先例")
    table.get_by_role("button", name="终止").click()
    page.fill("dialog [name=why]", "职责清单已明确")
    page.locator("dialog button[type=submit]").click()
    expect(table).to_contain_text("终止：职责清单已明确")
    form = preview(page, "C0107", "370611001")
    expect(form.locator(".answer")).not_to_contain_text("依据先例")
