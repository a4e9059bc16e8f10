"""The supervisor's question in the page's address: a reload and a sent link ask the same."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.reports import at
from tests.service import LiveService
from tests.web.desk import Desk

NORTH = at(121.262, 37.522)


def wait_for_answer(page: Page) -> None:
    page.wait_for_selector("[data-total]")
    page.wait_for_selector("[data-part=results][aria-busy=false]")


def test_an_area_that_is_not_the_reader_s_own_is_refused_and_nothing_is_counted(
    desk: Desk, served: LiveService
) -> None:
    served.report("worker.gaotuan", location=at(121.08, 37.45))
    desk.sign_in("supervisor.qingyang")
    desk.page.goto(f"{served.url}/supervise?area=370611102")
    expect(desk.page.locator("[data-part=problem]")).to_be_visible()
    expect(desk.page.locator("[data-total]")).to_have_count(0)
    desk.page.wait_for_selector("[data-map=ready]")


def test_an_area_that_nobody_knows_is_told_and_the_reader_s_own_is_asked(desk: Desk) -> None:
    page = desk.open("/supervise?area=999999999", "supervisor.qingyang")
    wait_for_answer(page)
    expect(page.locator("[data-part=asked]")).to_contain_text("清洋街道")
    assert "area=370611001" in page.url


def test_a_link_asks_for_the_same_village_days_classes_and_counting(desk: Desk, served: LiveService) -> None:
    served.report("worker.qingyang", location=NORTH, service_code="C0101")
    page = desk.open("/supervise", "supervisor.qingyang")
    wait_for_answer(page)
    page.evaluate("document.querySelector('[data-code=C0101]').click()")
    page.wait_for_selector('[data-total="1"]')
    village = str(page.locator('ul[data-bars="area"] > li').get_attribute("data-key"))
    page.click("[data-period=month]")
    page.click('[data-switch=word] [data-value="grid"]')
    page.click('[data-switch=shade] [data-value="heat"]')
    page.click(f'[role=treeitem][data-code="{village}"] .tree-name')
    expect(page.locator(f'[role=treeitem][data-code="{village}"]')).to_have_attribute("aria-selected", "true")
    wait_for_answer(page)
    expect(page).to_have_url(re.compile(f"area={village}"))
    expect(page.locator("[data-part=asked]")).not_to_contain_text("清洋街道")
    wait_for_answer(page)
    sentence, address = page.locator("[data-part=asked]").inner_text(), page.url
    assert f"area={village}" in address
    page.goto("about:blank")
    page.goto(address)
    wait_for_answer(page)
    expect(page.locator("[data-part=asked]")).to_have_text(sentence)
    expect(page.locator("[data-code=C0101]")).to_be_checked()
    for name, value in (("word", "grid"), ("shade", "heat")):
        pressed = page.locator(f'[data-switch={name}] [data-value="{value}"]')
        expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-period=month]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_selector("[data-map=ready]")


def test_a_drawn_range_in_the_address_is_asked_and_can_be_cleared(desk: Desk, served: LiveService) -> None:
    served.report("worker.qingyang", location=NORTH)
    ring = "121.2,37.4;121.4,37.4;121.4,37.6;121.2,37.6;121.2,37.4"
    page = desk.open(f"/supervise?polygon={ring}", "supervisor.qingyang")
    wait_for_answer(page)
    expect(page.locator("[data-part=asked]")).to_contain_text("手绘范围")
    assert int(str(page.locator("[data-total]").get_attribute("data-total"))) > 0
    page.click("[data-action=draw-clear]")
    expect(page.locator("[data-part=asked]")).to_contain_text("清洋街道")
    wait_for_answer(page)
