"""登记事件 in a browser: cases that came by telephone, by 12345 or with a visitor, with a point or without."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.service import LiveService
from tests.web.desk import Desk, read


def test_without_matter_or_place_nothing_is_sent_and_the_form_says_what_is_missing(desk: Desk) -> None:
    page = desk.open("/center", "dispatcher.qingyang")
    page.click("header [data-action=register]")
    page.click("[data-side=register] footer [data-action=confirm]")
    expect(page.locator("[data-form=register] .problem")).to_contain_text("事项")
    page.locator("[data-picker=service_code]").fill("暴露垃圾")
    page.keyboard.press("Enter")
    page.click("[data-side=register] footer [data-action=confirm]")
    expect(page.locator("[data-form=register] .problem")).to_contain_text("位置")
    assert not [url for url in desk.asked if url.endswith("/api/v1/reports")]


def test_a_call_is_registered_for_an_area_where_nobody_knows_the_point(
    desk: Desk, served: LiveService
) -> None:
    page = desk.open("/center", "dispatcher.qingyang")
    page.click("header [data-action=register]")
    form = page.locator("[data-form=register]")
    form.locator("select[name=origin]").select_option("hotline_12345")
    form.locator("input[name=external_number]").fill("YT20261122001")
    form.locator("[data-picker=service_code]").fill("暴露垃圾")
    form.locator('[data-option="C0102"]').click()
    form.locator("[data-action=pick-area]").click()
    form.locator("[data-picker=area_code]").fill("清洋")
    area = form.locator("[data-picker=area_code] ~ [role=listbox] [data-option]").first
    code = area.get_attribute("data-option")
    area.click()
    form.locator("textarea[name=description]").fill("市民来电：小区门口垃圾没人清")
    form.locator("input[name=person_name]").fill("王建国")
    form.locator("input[name=person_phone]").fill("13800001234")
    page.click("[data-side=register] footer [data-action=confirm]")
    card = page.locator("[data-side=card][data-incident]")
    card.wait_for()
    held = read(served, "dispatcher.qingyang", str(card.get_attribute("data-incident")))
    assert held["origin"] == "hotline_12345"
    assert [n["number"] for n in held["external_numbers"]] == ["YT20261122001"]
    assert held["reported_location"] == {"source": "area", "area_code": code}
    assert held["on_behalf_of"]["name"] == "王**"
    # A 12345 case cannot be rejected, so no such button is offered.
    expect(card.locator("[data-action=reject]")).to_have_count(0)


def test_a_visitor_is_registered_at_a_point_clicked_on_the_map(desk: Desk, served: LiveService) -> None:
    page = desk.open("/center", "dispatcher.qingyang")
    page.click("header [data-action=register]")
    form = page.locator("[data-form=register]")
    form.locator("select[name=origin]").select_option("desk")
    form.locator("[data-picker=service_code]").fill("垃圾没人收")
    page.keyboard.press("Enter")
    form.locator("[data-action=pick-place]").click()
    box = page.locator("[data-part=map]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(form).to_contain_text("CGCS2000")
    page.click("[data-side=register] footer [data-action=confirm]")
    card = page.locator("[data-side=card][data-incident]")
    card.wait_for()
    held = read(served, "dispatcher.qingyang", str(card.get_attribute("data-incident")))
    assert (held["origin"], held["service_code"]) == ("desk", "C0102")
    assert held["reported_location"]["coord_sys"] == "cgcs2000"
    assert held["reported_location"]["source"] == "manual"
