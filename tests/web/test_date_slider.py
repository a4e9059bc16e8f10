"""The date slider in a browser, on a demonstration whose coming set has a day: map, tree and figures follow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gridops import clock
from gridops.db.session import Database
from gridops.demonstration.coming import SET_NAME, first_day, load_coming
from tests.conftest import settings_for
from tests.databases import Databases
from tests.demonstration.drawn import FOLDER, read
from tests.reports import at
from tests.service import LiveService
from tests.web.desk import Desk
from tests.web.spoken import chinese, said_by

TOWN, COMMUNITY, OLD = "370611105", "370611102001", "370611102200"
RADIO = "input[name=basis][value={}]"


def inside(name: str, code: str) -> dict[str, Any]:
    shape = next(shape for one, shape in read(FOLDER / f"{name}.geojson") if one["code"] == code)
    place = shape.representative_point()
    return at(round(place.x, 6), round(place.y, 6), accuracy_m=1.0)


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """Two cases in a village that will be merged, one beyond the border where the town will be."""
    with databases.copy() as url:
        database = Database(url)
        with database.transaction() as session:
            load_coming(session, first_day(clock.now().date()))
        database.close()
        opened = LiveService(settings_for(url, tmp_path_factory.mktemp("slider")), url)
        opened.start()
        opened.report("worker.gaotuan", location=inside("grids", f"{OLD}001"))
        opened.report("worker.gaotuan", location=inside("special_grids", f"{OLD}901"))
        opened.report("worker2.qingyang", location=inside("coming/villages", f"{TOWN}201"))
        yield opened
        opened.stop()


def open_supervise(desk: Desk, username: str = "supervisor.fushan") -> Page:
    page = desk.open("/supervise", username)
    page.wait_for_selector("[data-part=dates]:not([hidden])")
    return page


def slide(page: Page, key: str = "ArrowRight") -> None:
    """Move the slider by a key and wait for the answer by the other boundaries."""
    with page.expect_response(
        lambda r: r.url.endswith("/area-queries") and "group_by" in r.request.post_data
    ):
        page.focus("[data-part=dates] input[type=range]")
        page.keyboard.press(key)
    page.wait_for_selector("[data-part=results][aria-busy=false]")


def bars(page: Page) -> dict[str, int]:
    found = page.locator('ul[data-bars="area"] > li')
    return {str(li.get_attribute("data-key")): int(str(li.get_attribute("data-n"))) for li in found.all()}


def tiles_of(page: Page) -> str:
    """The set whose tiles the map draws."""
    return str(page.locator("[data-part=dates]").get_attribute("data-set"))


def test_a_supervisor_of_one_town_moves_the_slider_but_is_not_told_of_the_whole_district(desk: Desk) -> None:
    page = open_supervise(desk, "supervisor.gaotuan")
    slide(page)
    expect(page.locator(".set-words")).to_contain_text("即将生效")
    assert bars(page) == {COMMUNITY: 2}
    expect(page.locator(".set-changes")).to_be_hidden()
    assert not [url for url in desk.asked if "/comparison" in url]


def test_where_there_is_but_one_set_nothing_is_shown(
    browser: Any, databases: Databases, tmp_path: Any
) -> None:
    with databases.copy() as url:
        service = LiveService(settings_for(url, tmp_path), url)
        service.start()
        desk = Desk(browser, service)
        try:
            page = desk.open("/supervise", "supervisor.fushan")
            page.wait_for_selector("[data-total]")
            expect(page.locator("[data-part=dates]")).to_be_hidden()
            expect(page.locator("[data-part=basis-panel]")).to_be_hidden()
            desk.close()
        finally:
            service.stop()


def test_the_slider_begins_with_today(desk: Desk) -> None:
    page = open_supervise(desk)
    expect(page.locator(".set-words")).to_contain_text("现在生效")
    assert bars(page) == {OLD: 2, "none": 1}
    expect(page.locator('[role=treeitem][data-code="370611102"]')).to_be_visible()
    expect(page.locator(f'[role=treeitem][data-code="{TOWN}"]')).to_have_count(0)


def test_a_step_to_the_coming_set_moves_map_tree_and_figures(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk)
    slide(page)
    expect(page.locator(".set-words")).to_contain_text(SET_NAME)
    page.wait_for_selector(f'[role=treeitem][data-code="{TOWN}"]')
    assert bars(page) == {COMMUNITY: 2, f"{TOWN}201": 1}
    expect(page.locator("[data-part=asked]")).to_contain_text("起的区划")
    drawn = tiles_of(page)
    page.wait_for_selector("[data-map][data-idle=true]")
    assert [url for url in desk.asked if f"/tiles/territory/{drawn}/" in url]


def test_what_the_coming_set_changes_is_listed(desk: Desk) -> None:
    page = open_supervise(desk)
    slide(page)
    changes = page.locator(".set-changes")
    expect(changes.locator("> summary")).to_contain_text("新增镇街 1、村社区 74")
    changes.locator("> summary").click()
    merged = page.locator('[data-change="merged village"] li').filter(has_text="高疃社区")
    expect(merged).to_contain_text("高疃村、邹格庄、东罗格庄 → 高疃社区")
    expect(merged).to_contain_text("925 户，在办 2 件")
    expect(page.locator('[data-change="recoded village"]')).to_contain_text("集贤 → 集贤社区")


def test_an_english_reader_is_told_of_the_changes_in_english(browser: Any, served: LiveService) -> None:
    desk = Desk(browser, served, locale="en-GB")
    page = open_supervise(desk)
    slide(page)
    changes = page.locator(".set-changes")
    expect(changes.locator("> summary")).to_contain_text("Added: Townships 1, Villages and communities 74")
    changes.locator("> summary").click()
    merged = page.locator('[data-change="merged village"] li').filter(has_text="高疃社区")
    expect(merged).to_contain_text("925 households, 2 open cases")
    page.click("tr[data-incident] button")
    page.locator("[data-dialog=case] .timeline li").first.wait_for()
    assert chinese(said_by(page)) == []
    desk.close()


def test_back_to_today_the_first_figures_stand_again(desk: Desk) -> None:
    page = open_supervise(desk)
    slide(page)
    with page.expect_response("**/area-queries"):
        page.click("[data-action=set-today]")
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    assert bars(page) == {OLD: 2, "none": 1}
    expect(page.locator(f'[role=treeitem][data-code="{TOWN}"]')).to_have_count(0)
    assert "区划" not in page.locator("[data-part=asked]").inner_text()


def test_as_recorded_the_old_villages_have_their_cases_whatever_the_map_shows(desk: Desk) -> None:
    page = open_supervise(desk)
    slide(page)
    with page.expect_response("**/area-queries"):
        page.check(RADIO.format("recorded"))
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    assert bars(page) == {OLD: 2, "none": 1}
    expect(page.locator("[data-part=asked]")).to_contain_text("按上报时的区划")
    # The village is asked about although the map's set no longer has it, and left again by today's count.
    with page.expect_response("**/area-queries"):
        page.click(f'ul[data-bars="area"] li[data-key="{OLD}"] button')
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    expect(page.locator("[data-part=asked]")).to_contain_text("高疃村")
    assert bars(page) == {OLD: 2}
    with page.expect_response("**/area-queries"):
        page.check(RADIO.format("rebased"))
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    assert bars(page) == {COMMUNITY: 2, f"{TOWN}201": 1}


def test_an_export_is_of_the_boundaries_on_the_page(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk)
    slide(page)
    address = str(page.locator("a[data-export=csv]").get_attribute("href"))
    table = served.request("supervisor.fushan", "GET", address).content.decode("utf-8-sig")
    assert f"{COMMUNITY}002" in table
    assert f"{OLD}001" not in table


def test_on_a_phone_the_slider_fits_and_scrolls_nothing_sideways(browser: Any, served: LiveService) -> None:
    desk = Desk(browser, served, width=390, height=844)
    page = open_supervise(desk)
    slide(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    desk.close()
