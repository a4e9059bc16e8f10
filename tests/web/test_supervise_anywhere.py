"""The supervisor's page in English, by keys alone, on the narrowest phone and on paper."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from gridops import clock
from gridops.insight.tables import headings
from tests.reports import at
from tests.service import LiveService
from tests.web.desk import Desk

CENTRE = at(121.27, 37.50)
ZONE = ZoneInfo("Asia/Shanghai")


def open_supervise(desk: Desk, served: LiveService) -> Page:
    """The page with a case to count."""
    served.report("worker.qingyang", location=CENTRE)
    page = desk.open("/supervise", "supervisor.qingyang")
    page.wait_for_selector("[data-total]")
    return page


def test_an_english_reader_s_table_of_a_polygon_has_the_service_s_english_headings(
    browser: Any, served: LiveService, tmp_path: Path
) -> None:
    served.report("worker.qingyang", location=CENTRE)
    desk = Desk(browser, served, locale="en-GB")
    ring = "121.2,37.4;121.4,37.4;121.4,37.6;121.2,37.6;121.2,37.4"
    page = desk.open(f"/supervise?polygon={ring}", "supervisor.qingyang")
    page.wait_for_selector("[data-total]")
    expect(page.locator("[data-part=asked]")).to_contain_text("Drawn area")
    with page.expect_download() as table:
        page.click("button[data-export=csv]")
    table.value.save_as(tmp_path / "cases.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == headings("en")
    assert {row["State"] for row in rows} == {"Reported"}
    assert {row["Origin"] for row in rows} == {"Patrol"}
    desk.close()


def test_on_paper_question_and_answer_stand_and_nothing_to_press(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk, served)
    page.emulate_media(media="print")
    for shown in (
        "h1", "[data-part=asked]", "[data-part=as-of]", "[data-total]", 'ul[data-bars="area"] .bar-name',
        '[data-indicator="filing_rate"] .hint', "tr[data-incident] td",
    ):  # fmt: skip
        expect(page.locator(shown).first).to_be_visible()
    expect(page.locator("[data-part=asked]")).to_contain_text("清洋街道")
    expect(page.locator(".pages")).to_have_text(re.compile(r"第 1–\d+ 件，共 \d+ 件"), use_inner_text=True)
    expect(page.locator("[data-part=as-of]")).to_contain_text(str(clock.now().astimezone(ZONE).year))
    for hidden in (".desk-head", ".question", ".map-holder", ".exports", ".segments"):
        assert (
            page.locator(hidden).evaluate_all("found => found.some((one) => one.checkVisibility())") is False
        )


def test_on_the_narrowest_phone_nothing_scrolls_sideways_under_one_heading(
    browser: Any, served: LiveService
) -> None:
    for language in ("zh", "en"):
        phone = Desk(browser, served, width=320, height=640)
        page = phone.open(f"/supervise?lang={language}", "supervisor.qingyang")
        page.wait_for_selector("[data-total]")
        expect(page.locator("h1")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        phone.close()


def test_arrow_keys_open_and_walk_the_tree_and_enter_asks(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk, served)
    page.focus('[role=treeitem][data-code="370611001"]')
    page.keyboard.press("ArrowRight")
    village = str(page.locator("[role=treeitem]:focus").get_attribute("data-code"))
    assert village != "370611001"
    with page.expect_response("**/area-queries"):
        page.keyboard.press("Enter")
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    expect(page.locator(f'[role=treeitem][data-code="{village}"]')).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[role=treeitem]:focus")).to_have_attribute("data-code", "370611001")
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[role=treeitem][data-code="370611001"]')).to_have_attribute("aria-expanded", "false")
