"""The phone's forms keep what was typed whatever becomes of the case; and the page is English where that is chosen."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from tests.service import LiveService
from tests.web.phone import phone_of
from tests.web.test_field_page import dispatch_to_me


def test_what_was_typed_for_a_task_outlives_changes_of_the_case(
    browser: Browser, served: LiveService
) -> None:
    case = served.report("worker.qingyang")
    dispatch_to_me(served, "worker.qingyang", case)
    with phone_of(browser, served, "worker.qingyang") as phone:
        page = phone.page
        page.click("[data-tab=tasks]")
        task = page.locator(f'[data-incident="{case["id"]}"]')
        task.locator("[data-action=decline]").click()
        task.locator("[name=reason]").fill("写到一半的原因")
        desk_acts(served, case["id"], "correct", service_code="C0103", note="看错了")
        task.locator(".changed-meanwhile").wait_for()
        assert "事项" in task.locator(".changed-meanwhile").inner_text()
        assert task.locator("[name=reason]").input_value() == "写到一半的原因"
        task.locator(".act-form button[type=submit]").click()
        # Not yet read: the service says that the case is another by now, and the text stays.
        task.locator(".act-form > .problem").wait_for()
        assert task.locator("[name=reason]").input_value() == "写到一半的原因"
        task.locator("[data-action=accept-changes]").click()
        desk_acts(served, case["id"], "recall", reason="另派")
        task.locator("text=不在您的任务里").wait_for()
        assert task.locator("[name=reason]").input_value() == "写到一半的原因"
        task.locator(".act-form button.quiet").click()
        task.wait_for(state="detached")
        assert [c for c in phone.complaints if "409" not in c] == []


def desk_acts(service: LiveService, case_id: str, action: str, **body: Any) -> None:
    """Have the desk make a move on the case as it is now."""
    case = service.request("dispatcher.qingyang", "GET", f"/api/v1/incidents/{case_id}").json()
    path = f"/api/v1/incidents/{case_id}/actions/{action}"
    sent = {"version": case["version"], **body}
    answer = service.request("dispatcher.qingyang", "POST", path, json=sent)
    assert answer.status_code == 200, answer.text


def test_in_english_every_word_of_the_page_is_english(browser: Browser, served: LiveService) -> None:
    case = served.report("worker.qingyang")
    dispatch_to_me(served, "worker.qingyang", case)
    with phone_of(browser, served, "worker.qingyang", begin_at="/field?lang=en") as phone:
        page = phone.page
        for hash_ in ("#/", "#/new", "#/mine", "#/tasks"):
            page.goto(f"{served.url}/field{hash_}")
            page.wait_for_selector("main.body > *")
            page.wait_for_timeout(300)
            assert chinese_words(page) == [], hash_
        page.locator(f'[data-incident="{case["id"]}"] [data-action=accept]').click()
        page.locator(f'[data-incident="{case["id"]}"] [data-action=handle]').click()
        assert chinese_words(page) == []
        assert phone.complaints == []


def chinese_words(page: Page) -> list[str]:
    """Chinese that stands on the page and is not data: names of matters, areas, people and units are."""
    return list(
        page.evaluate(
            """() => {
        const data = '.case-head h3, .case-place > span, .case-words, .case-sub, .matter-name, .matter-more, '
            + '.group summary, .chip[data-matter], .account-card strong, .history, [data-language], .call, .phrase';
        const found = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const node = walk.currentNode;
            if (/[\u4e00-\u9fff]/.test(node.data) && !node.parentElement.closest(data)) found.push(node.data.trim());
        }
        for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
            for (const name of ['aria-label', 'placeholder', 'title']) {
                const text = one.getAttribute(name) || '';
                if (/[\u4e00-\u9fff]/.test(text) && !one.closest(data)) found.push(text);
            }
        }
        return found;
    }"""
        )
    )
