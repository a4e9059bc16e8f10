"""Every page of the administrator: one heading, both languages, the narrowest phone, and an address that is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.service import LiveService
from tests.web.desk import Desk

PAGES = {
    "/admin/start": "First run",
    "/admin/people": "People and posts",
    "/admin/units": "Agencies and units",
    "/admin/rosters": "Duty roster",
    "/admin/certificates": "Certificates",
    "/admin/matters": "Matters and standards",
    "/admin/powers": "Powers",
    "/admin/responsibilities": "Responsibilities",
    "/admin/routing": "Routing",
    "/admin/calendar": "Calendar and clock",
    "/admin/geodata": "Boundaries and grids",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_speaks_english_and_fits_the_narrowest_phone(
    browser: object, served: LiveService, path: str
) -> None:
    phone = Desk(browser, served, width=320, height=640)  # type: ignore[arg-type]
    phone.sign_in("admin")
    phone.page.goto(f"{served.url}{path}?lang=en")
    expect(phone.page.locator("h1")).to_have_text([PAGES[path]])
    expect(phone.page.locator("main#main")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
    asked = "document.querySelector('[data-action=sign-out]').textContent"
    assert phone.page.evaluate(asked) == "Sign out"
    # A text without English would be told on the console, which ends the test.
    phone.close()


def test_what_is_shown_stands_in_the_address_and_comes_back_with_it(desk: Desk) -> None:
    desk.sign_in("admin")
    page = desk.page
    page.goto(f"{desk.service.url}/admin/powers")
    page.fill("[data-part=search]", "FQ-1")
    page.click('.choice-list button[data-key="FQ-11"]')
    expect(page.locator(".view-head h2 small")).to_have_text("FQ-11")
    page.reload()
    expect(page.locator(".view-head h2 small")).to_have_text("FQ-11")
    expect(page.locator("[data-part=search]")).to_have_value("FQ-1")
    page.goto(f"{desk.service.url}/admin/powers#FQ-11")
    page.reload()
    expect(page.locator(".view-head h2 small")).to_have_text("FQ-11")


def test_the_list_answers_to_arrow_keys(desk: Desk) -> None:
    desk.sign_in("admin")
    page = desk.page
    page.goto(f"{desk.service.url}/admin/powers")
    first = page.locator(".choice-list button").first
    first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator(".choice-list button").nth(1)
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-current", "true")
    expect(page.locator(".view-head h2")).to_contain_text(second.locator("span").first.inner_text())


def test_a_refusal_is_said_at_its_field_in_the_language_of_the_page(desk: Desk) -> None:
    desk.sign_in("admin")
    page = desk.page
    page.goto(f"{desk.service.url}/admin/calendar?lang=en")
    page.get_by_role("button", name="Add working hours").click()
    page.fill("dialog [name=valid_to]", "2020-01-01")
    page.get_by_role("button", name="Save").click()
    fault = page.locator("dialog .field-fault, dialog .problem").first
    expect(fault).to_be_visible()
    assert not [c for c in fault.inner_text() if "一" <= c <= "鿿"]
    expect(page.locator("dialog [name=valid_to]")).to_have_value("2020-01-01")
