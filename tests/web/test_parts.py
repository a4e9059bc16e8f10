"""The shared parts of the pages, on the page that shows them all: nothing typed is lost, keys and names are enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.service import LiveService, Service
from tests.web.desk import Desk


def open_parts(desk: Desk, path: str = "/admin/parts", username: str = "admin") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}{path}")
    return desk.page


@pytest.fixture
def narrow(browser: Any, served: LiveService) -> Iterator[Desk]:
    """A desk page on the narrowest phone."""
    opened = Desk(browser, served, width=320, height=640)
    yield opened
    opened.close()


def test_outside_the_demonstration_there_is_no_such_page(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridops.web.routes.is_demo", lambda: False)
    assert service.anonymous().get("/admin/parts").status_code == 404


def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk) -> None:
    page = open_parts(desk, username="supervisor.fushan")
    expect(page.locator("main .notice")).to_contain_text("只供管理员使用")


def test_neither_escape_nor_a_click_beside_a_window_loses_what_was_typed(desk: Desk) -> None:
    page = open_parts(desk)
    page.click("[data-action=window]")
    page.fill("dialog [name=note]", "写了一半")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(5, 5)):
        leave()
        leave()
        expect(page.locator("dialog .dialog-leaving")).to_be_visible()
        expect(page.locator("dialog [name=note]")).to_have_value("写了一半")
    page.get_by_role("button", name="继续填写").click()
    expect(page.locator("dialog .dialog-leaving")).to_have_count(0)
    page.get_by_role("button", name="关闭").click()
    page.click("[data-action=abandon]")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_window_without_anything_typed_closes_at_once_and_gives_the_focus_back(desk: Desk) -> None:
    page = open_parts(desk)
    page.click("[data-action=window]")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-action=window]")).to_be_focused()


def test_an_open_form_keeps_its_text_when_the_thing_changes_and_says_what_changed(desk: Desk) -> None:
    page = open_parts(desk)
    form = page.locator("[data-panel=open-form]")
    form.locator("textarea").fill("写了一半")
    form.locator("[data-action=change]").click()
    expect(form.locator(".changed-meanwhile")).to_contain_text("一般 → 紧急")
    expect(form.locator("textarea")).to_have_value("写了一半")
    form.locator("[data-action=accept-changes]").click()
    expect(form.locator(".changed-meanwhile")).to_have_count(0)
    expect(form.locator("textarea")).to_have_value("写了一半")


def test_what_was_ticked_and_chosen_stays_when_a_form_is_refused(desk: Desk) -> None:
    desk.sign_in("admin")
    page = desk.page
    page.goto(f"{desk.service.url}/admin/routing")
    page.locator("[data-origin=agency]").click()
    page.uncheck("dialog [name=may_merge]")
    page.fill("dialog [name=own_limit]", "很久")
    page.get_by_role("button", name="建立新版本").click()
    expect(page.locator("dialog .field-fault")).to_contain_text("读不懂")
    expect(page.locator("dialog [name=may_merge]")).not_to_be_checked()
    expect(page.locator("dialog [name=own_limit]")).to_have_value("很久")


def test_an_area_is_chosen_by_the_initials_of_its_pinyin_and_keys_alone(desk: Desk) -> None:
    page = open_parts(desk)
    area = page.locator("[data-picker=area]")
    area.press_sequentially("qyjd")
    expect(page.locator("[data-option='370611001']")).to_be_visible()
    area.press("Enter")
    expect(page.locator("[data-part=picked]")).to_have_text("370611001 清洋街道")
    area.fill("没有的地方")
    expect(page.locator(".combo-none").first).to_be_visible()
    assert area.evaluate("input => input.validationMessage") == "请从列表中选一个"


def test_tabs_answer_to_arrow_keys_and_the_address_holds_the_one_shown(desk: Desk) -> None:
    page = open_parts(desk)
    page.locator("[data-tab=one]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tab=two]")).to_be_focused()
    expect(page.locator("#tab-two")).to_be_visible()
    assert page.url.endswith("?tab=two")
    page.reload()
    expect(page.locator("#tab-two")).to_be_visible()


def test_a_table_is_sorted_by_numbers_as_people_count(desk: Desk) -> None:
    page = open_parts(desk, "/admin/parts?tab=two")
    cells = page.locator("#tab-two tbody td:first-child")
    page.locator("#tab-two button.sort").first.click()
    expect(cells).to_have_text(["A-1", "A-2", "A-10"])
    page.locator("#tab-two button.sort").first.click()
    expect(cells).to_have_text(["A-10", "A-2", "A-1"])


def test_a_form_drawn_from_the_contract_knows_what_is_required(desk: Desk) -> None:
    page = open_parts(desk)
    day = page.locator("[data-panel=schema] [name=valid_from]")
    expect(day).to_have_attribute("type", "date")
    assert day.evaluate("input => input.required")


def test_help_opens_by_its_key_but_not_while_typing(desk: Desk) -> None:
    page = open_parts(desk)
    page.locator("[data-panel=fields] [name=code]").press("?")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog[data-dialog=help]")).to_contain_text("打开这份帮助")


def test_the_language_is_switched_for_every_word_and_kept(desk: Desk) -> None:
    page = open_parts(desk)
    page.click("[data-language=en]")
    expect(page.locator("h1")).to_have_text("Parts of the pages")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-place]")).to_have_text("")
    shown = page.locator("#page").inner_text().replace("中文", "")
    page.goto(f"{desk.service.url}/admin/parts")
    expect(page.locator("h1")).to_have_text("Parts of the pages")
    name = page.locator(".actor-name").inner_text().split("\n")[0]
    assert not [c for c in shown.replace(name, "") if "一" <= c <= "鿿"]
    page.click("[data-language=zh]")
    expect(page.locator("h1")).to_have_text("页面部件")


def test_the_page_fits_the_narrowest_phone(narrow: Desk) -> None:
    page = open_parts(narrow)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_the_heading_stays_and_the_buttons_go(desk: Desk) -> None:
    page = open_parts(desk)
    expect(page.locator("[data-panel=lists]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".desk-head")).to_be_hidden()
    expect(page.locator("[data-action=window]")).to_be_hidden()
