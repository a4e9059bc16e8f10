"""Why this unit, and what is owed: the case's card in the centre, in a browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.service import LiveService
from tests.web.desk import Desk, act, read


def open_card(desk: Desk, case: dict[str, Any]) -> Any:
    page = desk.open("/center", "dispatcher.qingyang")
    page.click(f'.row[data-incident="{case["id"]}"] .row-main')
    card = page.locator(f'[data-side=card][data-incident="{case["id"]}"]')
    card.wait_for()
    return card


def test_a_card_says_by_which_rule_and_power_and_how_the_clock_counted(
    desk: Desk, served: LiveService
) -> None:
    case = act(served, "dispatcher.qingyang", served.report("worker.qingyang"), "dispatch")
    card = open_card(desk, case)
    expect(card).to_contain_text("按派遣规则「按事项的牵头部门」")
    expect(card).to_contain_text("派遣规则 lead-agency 第 1 版")
    expect(card).to_contain_text("法定（由派驻机构行使），")
    expect(card).to_contain_text("按标准第 1 版")
    card.get_by_text("时限怎么算出来的").click()
    expect(card.locator("ol.steps li").first).to_be_visible()


def test_a_hotline_case_is_closed_with_answer_and_call_back(desk: Desk, served: LiveService) -> None:
    caller = {"name": "王女士", "phone": "13900001234"}
    case = served.report(
        "dispatcher.qingyang", origin="hotline_12345", external_number="FS1", on_behalf_of=caller
    )
    case = act(served, "dispatcher.qingyang", case, "dispatch")
    case = act(served, "handler.qingyang", case, "accept")
    case = act(served, "handler.qingyang", case, "handle", kind="clean", note="已清运")
    case = act(served, "dispatcher.qingyang", case, "verify", how="photo", result="已清理")
    card = open_card(desk, case)
    expect(card).to_contain_text("答复、回访")
    card.locator("footer [data-action=close]").click()
    form = card.locator("[data-form=close]")
    form.locator("textarea[name=answer]").fill("已清运，感谢监督")
    form.locator("select[name=call_back]").select_option("partly")
    form.locator("[data-action=confirm]").click()
    desk.page.wait_for_selector(f'[data-side=card][data-incident="{case["id"]}"][data-state=closed]')
    expect(card).to_contain_text("基本满意")
    assert read(served, "dispatcher.qingyang", case["id"])["call_back"] == "partly"


def test_after_two_returns_the_desk_is_told_that_its_word_will_stand(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang", service_code="C0107")
    for _ in range(2):
        case = act(served, "dispatcher.qingyang", case, "dispatch")
        case = act(served, "handler.qingyang", case, "return", reason="不属于本队职责")
    card = open_card(desk, case)
    card.locator("footer [data-action=dispatch]").click()
    form = card.locator("[data-form=dispatch]")
    expect(form.locator(".proposal .notice")).to_contain_text("已退单 2 次")
    form.locator("textarea[name=note]").fill("由执法中队牵头")
    form.locator("[data-action=confirm]").click()
    desk.page.wait_for_selector(f'[data-side=card][data-incident="{case["id"]}"][data-state=dispatched]')
    later = act(served, "dispatcher.qingyang", served.report("worker.qingyang", service_code="C0107"), "file")
    card = open_card(desk, later)
    expect(card).to_contain_text("依据先例")
    expect(card).to_contain_text("先例（中心在两次退单后的裁定）")


def test_the_check_that_the_standard_asks_for_is_offered_first(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang", service_code="C0101")
    case = act(served, "dispatcher.qingyang", case, "dispatch")
    case = act(served, "handler.qingyang", case, "accept")
    act(served, "handler.qingyang", case, "handle", kind="persuade", note="已自行拆除")
    card = open_card(desk, case)
    card.locator("footer [data-action=verify]").click()
    form = card.locator("[data-form=verify]")
    expect(form.locator("select[name=how]")).to_have_value("visit")
    expect(form).to_contain_text("该事项的标准：现场核查")
