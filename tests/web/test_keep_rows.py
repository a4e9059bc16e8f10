"""A long queue in the centre: a row's node stays as long as its case is in the list, whatever the stream tells."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.reports import a_report
from tests.service import LiveService
from tests.web.desk import Desk, act

MANY = 260
#: As many rows as the queue shows before more are asked for.
SHOWN = 200


def report_many(service: LiveService) -> None:
    """Bring the queue to its full length in one request."""
    sent = {"reports": [a_report() for _ in range(MANY)]}
    answer = service.request("worker.qingyang", "POST", "/api/v1/reports/batch", json=sent)
    assert answer.status_code == 200, answer.text


def test_a_row_keeps_its_node_and_its_focus_while_cases_come_and_change(
    desk: Desk, served: LiveService
) -> None:
    report_many(served)
    first = served.report("worker.qingyang")
    second = served.report("worker.qingyang")
    page = desk.open("/center?order=newest", "dispatcher.qingyang")
    expect(page.locator(".row")).to_have_count(SHOWN)
    page.evaluate("for (const row of document.querySelectorAll('.row')) row.isOfBefore = true")
    button = page.locator(f'.row[data-incident="{first["id"]}"] .row-main')
    button.focus()
    act(served, "dispatcher.fushan", first, "file")
    act(served, "dispatcher.fushan", second, "reject", reason="情况不属实")
    expect(page.locator(f'.row[data-incident="{first["id"]}"]')).to_have_attribute("data-state", "filed")
    expect(page.locator(f'.row[data-incident="{second["id"]}"]')).to_have_count(0)
    expect(button).to_be_focused()
    kept = "[...document.querySelectorAll('.row')].filter((row) => row.isOfBefore).length"
    # The one that left made room for one that was not shown before.
    assert (page.locator(".row").count(), page.evaluate(kept)) == (SHOWN, SHOWN - 1)
