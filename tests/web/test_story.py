"""The story of the whole street, on three pages at once: the phone reports, the centre sends, the phone finishes,
the supervisor's count goes up."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.service import LiveService
from tests.web.desk import Desk
from tests.web.phone import phone_of

#: A matter of the grid's own level: the unit proposed is the grid's, to which the reporting worker belongs.
WORDS, CODE = "沿街晾挂", "C0511"


def total(desk: Desk) -> int:
    return int(str(desk.page.locator("[data-total]").get_attribute("data-total")))


def test_a_report_walks_the_whole_street(browser: Any, live_service: LiveService) -> None:
    center, supervise = Desk(browser, live_service), Desk(browser, live_service)
    supervise.open("/supervise", "supervisor.qingyang").wait_for_selector("[data-total]")
    before = total(supervise)
    desk = center.open("/center", "dispatcher.qingyang")
    desk.evaluate("window.sameDocument = true")
    with phone_of(browser, live_service, "worker.qingyang") as phone:
        phone.begin(WORDS, CODE)
        phone.page.wait_for_selector('[data-datum="wgs84"]')
        number = phone.send()
        row = desk.locator(".queue .row, .row", has_text=number[-9:]).first
        row.wait_for()
        case_id = row.get_attribute("data-incident")
        row.locator(".row-main").click()
        card = desk.locator(f'[data-side=card][data-incident="{case_id}"]')
        card.locator("[data-action=dispatch]").click()
        card.locator("[data-form=dispatch] [data-action=confirm]").click()
        phone.page.click("[data-tab=tasks]")
        task = phone.page.locator(f'[data-incident="{case_id}"]')
        task.locator("[data-action=accept]").click()
        task.locator("[data-action=handle]").click()
        task.locator("[data-choice=clean]").click()
        task.locator("[name=note]").fill("已劝导，收走了")
        task.locator(".act-form button[type=submit]").click()
        desk.wait_for_selector(f'[data-side=card][data-incident="{case_id}"][data-state=handled]')
        assert phone.complaints == []
    assert desk.evaluate("window.sameDocument") is True
    supervise.page.click("[data-action=ask]")
    expect(supervise.page.locator("[data-total]")).to_have_attribute("data-total", str(before + 1))
    center.close()
    supervise.close()
