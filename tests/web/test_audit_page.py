"""The page of audit in a browser: log, looks at persons, the door, the quarantine that an administrator settles."""

from __future__ import annotations

import json

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.reports import a_report
from tests.service import LiveService
from tests.web.desk import Desk, act, confirm

DESK = "dispatcher.qingyang"


def open_page(desk: Desk, username: str, asked: str = "") -> Page:
    desk.sign_in(username)
    desk.page.goto(f"{desk.service.url}/audit{asked}")
    desk.page.wait_for_selector("main#main")
    return desk.page


@pytest.mark.parametrize("username", [DESK, "supervisor.fushan"])
def test_everybody_else_is_told_that_it_is_not_for_him(desk: Desk, username: str) -> None:
    page = open_page(desk, username)
    expect(page.locator("main .notice")).to_contain_text("只供审计和管理员使用")
    assert not [url for url in desk.asked if "/api/v1/audit" in url]


def test_the_log_is_narrowed_to_a_case_and_to_a_person(desk: Desk, served: LiveService) -> None:
    case = act(served, DESK, served.report("worker.qingyang"), "file")
    other = served.report("worker.qingyang")
    page = open_page(desk, "auditor")
    rows = page.locator("[data-entry]")
    expect(page.locator("[data-entry='incident.filed']").first).to_contain_text("立案")
    page.fill("input[name=number]", case["case_number"])
    page.get_by_role("button", name="查询").click()
    expect(rows).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text(other["case_number"])
    page.click("[data-action=widen]")
    expect(page.locator("main")).to_contain_text(other["case_number"])
    page.locator("[data-entry='incident.filed'] button.link").first.click()
    expect(page.locator("main")).not_to_contain_text(other["case_number"])


def test_looks_at_persons_are_listed_with_their_purpose(desk: Desk, served: LiveService) -> None:
    case = served.report("worker.qingyang", on_behalf_of={"name": "王小二", "phone": "13900001234"})
    path = f"/api/v1/incidents/{case['id']}/reveals"
    assert (
        served.request(DESK, "POST", path, json={"purpose": "visit", "note": "上门核实"}).status_code == 201
    )
    page = open_page(desk, "auditor", "?tab=reveals")
    row = page.locator("[data-look]").first
    expect(row).to_contain_text(case["case_number"])
    expect(row).to_contain_text("上门核实")
    expect(page.locator("main")).not_to_contain_text("13900001234")


def test_the_auditor_sees_refused_requests_and_the_quarantine_without_buttons(
    desk: Desk, served: LiveService
) -> None:
    assert served.request("worker.qingyang", "GET", "/api/v1/admin/location-faults").status_code == 403
    page = open_page(desk, "auditor", "?tab=refused")
    expect(page.locator("[data-entry='request.refused']").first).to_contain_text("location-faults")
    send(served, b"{")
    page = open_page(desk, "auditor", "?tab=quarantine")
    expect(page.locator("[data-body]").first).to_contain_text("/api/v1/reports")
    expect(page.locator("[data-action=retry]")).to_have_count(0)


def send(served: LiveService, body: bytes) -> None:
    """A body that cannot be read."""
    headers = {
        "Authorization": f"Bearer {served.token('worker.qingyang')}",
        "Content-Type": "application/json",
    }
    answer = requests.post(f"{served.url}/api/v1/reports", data=body, headers=headers, timeout=30)
    assert answer.status_code == 400


def test_the_administrator_takes_a_body_in_again_or_puts_it_away(desk: Desk, served: LiveService) -> None:
    report = a_report(description="路口积水")
    send(served, json.dumps(report, ensure_ascii=False).encode("gb18030"))
    page = open_page(desk, "admin", "?tab=quarantine")
    expect(page.locator("[data-tab=entries]")).to_have_count(0)
    waiting = page.locator("[data-body]").count()
    page.locator("[data-action=retry]").first.click()
    expect(page.locator(".toast")).to_contain_text("已收下")
    expect(page.locator("[data-body]")).to_have_count(waiting - 1)
    path = f"/api/v1/incidents/{report['client_id']}"
    assert served.request("worker.qingyang", "GET", path).json()["description"] == "路口积水"
    send(served, b"{{{")
    page.reload()
    page.locator("[data-action=dismiss]").first.click()
    confirm(page)
    expect(page.locator("[data-body]")).to_have_count(waiting - 1)


def test_it_speaks_english_on_the_narrowest_phone(browser: object, served: LiveService) -> None:
    phone = Desk(browser, served, width=320, height=640)  # type: ignore[arg-type]
    phone.sign_in("auditor")
    for tab in ("entries", "reveals", "sign-ins", "refused", "quarantine"):
        phone.page.goto(f"{served.url}/audit?lang=en&tab={tab}")
        expect(phone.page.locator("h1")).to_have_text(["Audit"])
        expect(phone.page.locator(f"[data-tab-shown={tab}]")).to_be_visible()
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
    phone.close()
