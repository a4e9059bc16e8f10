"""The supervisor's page in a browser, on a service of its own: asking about an area, a period, classes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from gridops.insight.tables import headings
from tests.conftest import settings_for
from tests.databases import Databases
from tests.reports import at
from tests.service import LiveService
from tests.web.desk import Desk, act

#: Two places of 清洋街道 in different villages, and one of 高疃镇.
CENTRE, NORTH = at(121.27, 37.50), at(121.262, 37.522)
GAOTUAN = at(121.08, 37.45)


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """One running service with known cases; tests that add some bring a class of their own."""
    with databases.copy() as url:
        opened = LiveService(settings_for(url, tmp_path_factory.mktemp("supervise")), url)
        opened.start()
        for _ in range(3):
            opened.report("worker.qingyang", location=CENTRE)
        filed = opened.report("worker.qingyang", location=NORTH, service_code="C0101")
        act(opened, "dispatcher.qingyang", filed, "file")
        opened.report("worker.qingyang", location=NORTH, service_code="S06", description="不外传")
        opened.report("worker.gaotuan", location=GAOTUAN)
        yield opened
        opened.stop()


def open_supervise(desk: Desk, username: str = "supervisor.qingyang") -> Page:
    page = desk.open("/supervise", username)
    page.wait_for_selector("[data-total]")
    return page


def total(page: Page) -> int:
    return int(str(page.locator("[data-total]").get_attribute("data-total")))


def bars(page: Page, name: str) -> dict[str, int]:
    found = page.locator(f'ul[data-bars="{name}"] > li')
    return {str(li.get_attribute("data-key")): int(str(li.get_attribute("data-n"))) for li in found.all()}


def choose_class(page: Page, code: str) -> None:
    with page.expect_response("**/area-queries"):
        page.evaluate("code => document.querySelector(`[data-code=${code}]`).click()", code)
    page.wait_for_selector("[data-part=results][aria-busy=false]")


def test_nobody_signed_in_sees_the_form_and_nothing_is_asked(desk: Desk, served: LiveService) -> None:
    desk.page.goto(f"{served.url}/supervise")
    expect(desk.page.locator("input[name=username]")).to_be_visible()
    assert not [url for url in desk.asked if "/api/v1/area" in url]


def test_a_supervisor_of_another_town_counts_his_own_cases_only(desk: Desk) -> None:
    page = open_supervise(desk, "supervisor.gaotuan")
    assert total(page) == 1
    expect(page.locator("[data-part=asked]")).to_contain_text("高疃镇")


def test_counts_by_village_class_and_state_agree_with_the_query(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk)
    sent = {
        "area": "370611001", "from": "2000-01-01", "to": "2100-01-01",
        "group_by": ["village", "service_group", "state"], "include": ["counts"],
    }  # fmt: skip
    answer = served.request("supervisor.qingyang", "POST", "/api/v1/area-queries", json=sent).json()
    expected: dict[str, dict[str, int]] = {"village": {}, "service_group": {}, "state": {}}
    for count in answer["counts"]:
        for word, sums in expected.items():
            sums[count["key"][word]] = sums.get(count["key"][word], 0) + count["n"]
    assert total(page) == answer["total"]
    assert bars(page, "area") == expected["village"]
    assert bars(page, "class") == expected["service_group"]
    assert bars(page, "state") == expected["state"]


def test_the_question_is_worded_with_place_period_and_classes(desk: Desk) -> None:
    page = open_supervise(desk)
    page.click("[data-period=today]")
    choose_class(page, "C0102")
    asked = page.locator("[data-part=asked]").inner_text()
    place, period, classes = asked.split(" · ")
    assert (place, classes) == ("清洋街道", "暴露垃圾")
    assert len(period) == len("2026-11-22")


def test_a_class_and_a_village_narrow_the_count(desk: Desk) -> None:
    page = open_supervise(desk)
    choose_class(page, "C0101")
    assert total(page) == 1
    assert bars(page, "state") == {"filed": 1}
    code = next(iter(bars(page, "area")))
    with page.expect_response("**/area-queries"):
        page.click(f'[role=treeitem][data-code="{code}"] .tree-name')
    page.wait_for_selector("[data-part=results][aria-busy=false]")
    assert bars(page, "area") == {code: 1}


def test_a_past_period_holds_nothing_and_says_so(desk: Desk) -> None:
    page = open_supervise(desk)
    dates = page.locator("[data-part=period] input[type=date]")
    dates.nth(0).fill("2020-01-01")
    dates.nth(1).fill("2020-01-31")
    page.wait_for_selector('[data-total="0"]')
    expect(page.locator("[data-part=cases]")).to_contain_text("没有事件")
    expect(page.locator("[data-part=asked]")).to_contain_text("2020-01-01 至 2020-01-31")


def test_the_count_goes_up_by_itself_when_a_report_comes_in(desk: Desk, served: LiveService) -> None:
    page = open_supervise(desk)
    choose_class(page, "C0103")
    assert total(page) == 0
    served.report("worker.qingyang", service_code="C0103", location=CENTRE)
    page.wait_for_selector('[data-total="1"]')
    assert bars(page, "state") == {"reported": 1}


def test_a_drawn_polygon_counts_what_lies_inside_and_can_be_cleared(desk: Desk) -> None:
    page = open_supervise(desk)
    choose_class(page, "C0102")
    whole = total(page)
    box = page.locator("[data-part=map]").bounding_box()
    assert box is not None
    page.click("[data-action=draw]")
    # West of the street's southern half: nothing of it lies in there.
    for right, down in ((0.05, 0.70), (0.20, 0.70), (0.20, 0.85)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_timeout(350)
    page.click("[data-action=draw-finish]")
    expect(page.locator("[data-part=asked]")).to_contain_text("手绘范围")
    page.wait_for_selector('[data-total="0"]')
    page.click("[data-action=draw-clear]")
    page.wait_for_selector(f'[data-total="{whole}"]')


def test_indicators_show_their_parts_and_definition(desk: Desk) -> None:
    page = open_supervise(desk)
    choose_class(page, "C0101")
    line = page.locator('[data-indicator="filing_rate"]')
    expect(line).to_contain_text("1 / 1")
    expect(line).to_contain_text("100%")
    line.locator("summary").click()
    expect(line).to_contain_text("已立案")


def test_exports_hold_the_cases_without_restricted_ones(desk: Desk, tmp_path: Path) -> None:
    page = open_supervise(desk)
    with page.expect_download() as table:
        page.click("[data-export=csv]")
    table.value.save_as(tmp_path / "cases.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with page.expect_download() as layer:
        page.click("[data-export=geojson]")
    layer.value.save_as(tmp_path / "cases.geojson")
    features = json.loads((tmp_path / "cases.geojson").read_text())["features"]
    assert len(rows) == len(features) == total(page) - 1
    assert "S06" not in {row["事项代码"] for row in rows}


def test_a_workbook_is_offered_beside_and_holds_the_same_cases(desk: Desk, tmp_path: Path) -> None:
    page = open_supervise(desk)
    with page.expect_download() as book:
        page.click("[data-export=xlsx]")
    assert book.value.suggested_filename.endswith(".xlsx")
    book.value.save_as(tmp_path / "cases.xlsx")
    with page.expect_download() as table:
        page.click("[data-export=csv]")
    table.value.save_as(tmp_path / "cases.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "cases.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == shown[0]
    assert len(rows) == len(shown) == total(page)


def test_a_polygon_is_exported_like_an_area(desk: Desk, tmp_path: Path) -> None:
    page = open_supervise(desk)
    box = page.locator("[data-part=map]").bounding_box()
    assert box is not None
    page.click("[data-action=draw]")
    for right, down in ((0.10, 0.04), (0.58, 0.04), (0.97, 0.2), (0.97, 0.78), (0.03, 0.78)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_timeout(350)
    page.click("[data-action=draw-finish]")
    expect(page.locator("[data-part=asked]")).to_contain_text("手绘范围")
    inside = total(page)
    assert inside >= 4
    expect(page.locator("[data-export=xlsx]")).to_have_count(0)
    with page.expect_download() as table:
        page.click("button[data-export=csv]")
    table.value.save_as(tmp_path / "cases.csv")
    text = (tmp_path / "cases.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert "家庭暴力" not in text
    assert {row["事项代码"] for row in rows} >= {"C0102", "C0101"}
    # The same headings as the service's own table, words instead of codes, every digit of a long number.
    assert tuple(rows[0]) == headings("zh")
    assert all(row["案件编号"].endswith("\t") and len(row["案件编号"].strip()) == 19 for row in rows)
    assert not {row["来源"] for row in rows} & {"patrol", "phone", "desk"}


def test_a_row_of_the_table_opens_the_whole_case(desk: Desk) -> None:
    page = open_supervise(desk)
    choose_class(page, "C0101")
    page.click("tr[data-incident] button")
    window = page.locator("[data-dialog=case]")
    expect(window).to_contain_text("私搭乱建")
    expect(window.locator(".timeline")).to_contain_text("立案")


def test_the_district_is_counted_by_township_and_its_enforcement_areas_are_offered(desk: Desk) -> None:
    page = open_supervise(desk, "supervisor.fushan")
    page.click('[data-switch=word] [data-value="township"]')
    page.wait_for_selector('ul[data-bars="area"] > li[data-key="370611102"]')
    assert set(bars(page, "area")) == {"370611001", "370611102"}
    expect(page.locator('[role=treeitem][data-code="370611E01"]')).to_contain_text("执法片区")
