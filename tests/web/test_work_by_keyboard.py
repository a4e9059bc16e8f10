"""The governance centre worked without a mouse, and by an address that holds what it shows; nothing typed is lost."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.service import LiveService
from tests.web.desk import Desk, act, read
from tests.web.test_center_page import open_card, open_center


def press_until_focused(page: Page, key: str, selector: str, most: int = 40) -> None:
    """Press a key until what `selector` names has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to {selector}")


def test_a_case_in_the_address_is_opened_while_the_map_is_still_coming(
    desk: Desk, served: LiveService
) -> None:
    case = served.report("worker.qingyang")
    held: list[Route] = []
    may_come: list[bool] = []
    desk.page.route(
        "**/tiles/territory/**", lambda route: route.continue_() if may_come else held.append(route)
    )
    desk.sign_in("dispatcher.qingyang")
    desk.page.goto(f"{served.url}/center?case={case['id']}")
    card = desk.page.locator(f'[data-side=card][data-incident="{case["id"]}"]')
    expect(card.locator("footer [data-action=dispatch]")).to_be_visible()
    expect(desk.page.locator("[data-part=map]")).to_have_attribute("data-map", "loading")
    may_come.append(True)
    while held:
        held.pop().continue_()
    desk.page.wait_for_selector("[data-map=ready]")


def test_a_reload_shows_the_same_tab_order_search_and_case(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    page = open_center(desk)
    page.click("[data-tab=reported]")
    page.select_option("[data-part=order]", "newest")
    page.fill("[data-part=search]", case["case_number"])
    open_card(page, case)
    page.reload()
    page.locator(f'[data-side=card][data-incident="{case["id"]}"]').wait_for()
    expect(page.locator("[data-tab=reported]")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-part=order]")).to_have_value("newest")
    expect(page.locator("[data-part=search]")).to_have_value(case["case_number"])
    expect(page.locator(".row")).to_have_count(1)
    page.wait_for_selector("[data-map=ready]")


def test_what_was_typed_survives_a_change_of_the_case_and_is_sent_with_it(
    desk: Desk, served: LiveService
) -> None:
    case = served.report("worker.qingyang")
    page = open_center(desk)
    card = open_card(page, case)
    card.locator("[data-action=dispatch]").click()
    note = card.locator("[data-form=dispatch] textarea[name=note]")
    note.fill("请带好清运工具")
    act(served, "dispatcher.fushan", case, "file")
    expect(card).to_have_attribute("data-state", "filed")
    expect(card.locator("[data-form=dispatch] [role=alert]").first).to_contain_text("→ 立案")
    expect(note).to_have_value("请带好清运工具")
    expect(note).to_be_focused()
    card.locator("[data-action=confirm]").click()
    expect(card).to_have_attribute("data-state", "dispatched")
    answer = served.request("dispatcher.qingyang", "GET", f"/api/v1/incidents/{case['id']}/timeline")
    assert "请带好清运工具" in [entry["note"] for entry in answer.json()["items"]]


def test_escape_asks_before_it_drops_what_was_typed(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    page = open_center(desk)
    card = open_card(page, case)
    card.locator("[data-action=reject]").click()
    text = card.locator("[data-form=reject] textarea")
    text.fill("情况不属实")
    page.keyboard.press("Escape")
    page.locator("[data-dialog=confirm]").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("[data-dialog=confirm]")).to_have_count(0)
    expect(text).to_have_value("情况不属实")
    card.get_by_role("button", name="关闭卡片").click()
    page.click("[data-dialog=confirm] [data-action=yes]")
    expect(card).to_be_hidden()


def test_a_case_goes_from_the_queue_to_its_closing_by_keys_alone(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    page = open_center(desk)
    page.keyboard.press("?")
    expect(page.locator("[data-dialog=help]")).to_contain_text("到队列")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(case["case_number"])
    expect(page.locator(".row")).to_have_count(1)
    press_until_focused(page, "Tab", ".row-main")
    page.keyboard.press("Enter")
    card = page.locator(f'[data-side=card][data-incident="{case["id"]}"]')
    card.locator("footer [data-action=dispatch]").wait_for()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(card.locator("[data-proposed]")).to_contain_text("综合行政执法中队")
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-state", "dispatched")
    expect(page.locator(".row-main").first).to_be_focused()
    held = read(served, "dispatcher.qingyang", case["id"])
    held = act(served, "handler.qingyang", held, "accept")
    held = act(served, "handler.qingyang", held, "handle", kind="clean", note="已清运")
    act(served, "dispatcher.qingyang", held, "verify", how="phone", result="已办好")
    expect(card).to_have_attribute("data-state", "verified")
    page.keyboard.press("a")
    expect(card.locator("footer [data-action=close]")).to_be_focused()
    page.keyboard.press("Enter")
    press_until_focused(page, "Tab", "[data-form=close] [data-action=confirm]")
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-state", "closed")
    assert read(served, "dispatcher.qingyang", case["id"])["state"] == "closed"


def test_tabs_and_rows_answer_to_arrow_keys(desk: Desk, served: LiveService) -> None:
    for n in range(2):
        served.report("worker.qingyang", description=f"第{n}处")
    page = open_center(desk)
    page.locator(".row").nth(1).wait_for()
    page.focus("[data-tab=all]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tab=reported]")).to_be_focused()
    expect(page.locator("[data-tab=reported]")).to_have_attribute("aria-selected", "true")
    press_until_focused(page, "Tab", ".row-main")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".row-main").nth(1)).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".row-main").nth(0)).to_be_focused()


def test_the_buttons_of_a_governance_case_say_the_words_of_governance(
    desk: Desk, served: LiveService
) -> None:
    case = served.report("worker.qingyang", service_code="M01", description="两家为楼道堆物争执")
    page = open_center(desk)
    card = open_card(page, case)
    expect(card.locator("footer [data-action=dispatch]")).to_have_text("受理并分流")
    expect(card.locator("footer")).not_to_contain_text("派遣")
    card.locator("[data-action=dispatch]").click()
    expect(card.locator("[data-form=dispatch] [data-action=confirm]")).to_have_text("受理并分流")
