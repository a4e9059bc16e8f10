"""The centre's page takes the snapshot in pages and hears the stream meanwhile: it ends as the whole one is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from gridops.web import assets
from tests.reports import a_report
from tests.service import LiveService
from tests.web.desk import Desk, act, verified_case

MANY = 230
#: Of the test's pages, so that a few cases fill several.
LIMIT = 100
WHO = "dispatcher.qingyang"


class Pages:
    """Between page and service: makes the snapshot's pages small, loses some and holds some back once they are read."""

    def __init__(self, desk: Desk) -> None:
        self.asked = 0  # later pages
        self.lost: set[int] = set()
        self.held_back: set[int] = set()
        self.held: list[tuple[Route, Any]] = []
        desk.context.route("**/api/v1/snapshot?*", self._answer)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        assert "limit=1000" in url
        smaller = url.replace("limit=1000", f"limit={LIMIT}")
        if "page=" in url:
            self.asked += 1
        if "page=" in url and self.asked in self.lost:
            route.abort()
        elif "page=" in url and self.asked in self.held_back:
            self.held.append((route, route.fetch(url=smaller)))
        else:
            route.fulfill(response=route.fetch(url=smaller))

    def wait(self, page: Page) -> None:
        """Until a page is held back that shows how things stood when it was read."""
        while not self.held:
            page.wait_for_timeout(20)

    def release(self) -> None:
        """Let what was held back arrive."""
        for route, answer in self.held:
            route.fulfill(response=answer)
        self.held.clear()


def whole(service: LiveService) -> dict[str, Any]:
    return dict(service.request(WHO, "GET", "/api/v1/snapshot").json())


def report_many(service: LiveService) -> None:
    sent = {"reports": [a_report() for _ in range(MANY)]}
    answer = service.request("worker.qingyang", "POST", "/api/v1/reports/batch", json=sent)
    assert answer.status_code == 200, answer.text


def figure(page: Page, name: str) -> Any:
    return page.locator(f"[data-counter={name}]")


def shows_the_whole(page: Page, service: LiveService) -> None:
    """Every row and every figure is what the snapshot without pages says."""
    expect(page.locator("[data-part=reading]")).to_have_count(0)
    expected = whole(service)
    for name in ("open", "soon", "overdue", "reported_today", "closed_today"):
        expect(figure(page, name)).to_have_text(str(expected["counters"][name]))
    expect(page.locator("[data-count=all]")).to_have_text(str(len(expected["incidents"])))
    while page.locator("[data-part=more] button.wide").count():
        page.locator("[data-part=more] button.wide").first.click()
        page.wait_for_timeout(200)
    rows = page.locator(".row").evaluate_all("all => all.map((r) => [r.dataset.incident, r.dataset.state])")
    assert len(rows) == len(expected["incidents"])
    assert dict(rows) == {brief["id"]: brief["state"] for brief in expected["incidents"]}


def test_what_the_stream_tells_while_pages_are_on_their_way_is_not_undone(
    desk: Desk, served: LiveService
) -> None:
    report_many(served)
    changed, rejected = (served.report("worker.qingyang") for _ in range(2))
    closed = verified_case(served)
    before = whole(served)
    pages = Pages(desk)
    pages.held_back = {2}
    page = desk.open("/center?order=newest", WHO)
    pages.wait(page)
    expect(page.locator(".row")).to_have_count(2 * LIMIT)
    expect(page.locator("[data-count=all]")).to_have_text(f"{2 * LIMIT}+")
    expect(page.locator("[data-part=reading]")).to_be_visible()
    # What is counted is not what happens to be here.
    expect(figure(page, "open")).to_have_text(str(before["counters"]["open"]))
    expect(figure(page, "reported_today")).to_have_text(str(before["counters"]["reported_today"]))
    act(served, "dispatcher.fushan", changed, "file")
    act(served, "dispatcher.fushan", rejected, "reject", reason="情况不属实")
    act(served, WHO, closed, "close", disposition="已清运")
    new = served.report("worker.qingyang")
    expect(page.locator(f'.row[data-incident="{changed["id"]}"]')).to_have_attribute("data-state", "filed")
    expect(page.locator(f'.row[data-incident="{new["id"]}"]')).to_have_count(1)
    pages.release()
    expect(page.locator("[data-part=reading]")).to_have_count(0)
    shown = page.locator(f'.row[data-incident="{changed["id"]}"]')
    expect(shown).to_have_attribute("data-state", "filed")
    for gone in (rejected, closed):
        expect(page.locator(f'.row[data-incident="{gone["id"]}"]')).to_have_count(0)
    shows_the_whole(page, served)


def test_a_page_that_is_lost_is_asked_for_again(desk: Desk, served: LiveService) -> None:
    report_many(served)
    pages = Pages(desk)
    pages.lost = {1, 2, 4}
    page = desk.open("/center?order=newest", WHO)
    shows_the_whole(page, served)
    assert pages.asked > len(pages.lost) + 1


#: The store and the pages alone, with a service that the test plays: `answer(n, {…})` answers the n-th request.
PREPARE = """
async () => {
  const { CaseStore } = await import('/static/js/center/store.js');
  const { SnapshotPages } = await import('/static/js/center/pages.js');
  const waiting = [];
  window.fetch = (url) => new Promise((go) => waiting.push({ url, go }));
  const until = async (isSo) => { while (!isSo()) await new Promise((go) => setTimeout(go, 5)); };
  window.answer = async (n, briefs, next, status = 200) => {
    await until(() => waiting[n]);
    const counters = { open: 9, soon: 0, overdue: 0, reported_today: 5, closed_today: 3 };
    const said = { cursor: n, incidents: briefs, units: [], counters, next_page: next || null };
    waiting[n].go(new Response(JSON.stringify(said), { status }));
    await new Promise((go) => setTimeout(go, 20));
    return waiting[n].url;
  };
  window.asked = () => waiting.length;
  window.store = new CaseStore();
  window.refused = 0;
  window.pages = new SnapshotPages({
    onPage: (page, isFirst) => store.load(page, isFirst), onRefused: () => { window.refused += 1; } });
  window.brief = (id, version, state = 'filed') => ({ id, version, state, due_state: 'normal' });
  window.event = (action, one) => store.take({
    action, entity: 'incident', entity_id: one.id, version: one.version,
    data: action === 'entity.left' ? {} : { incident: one } });
  window.held = () => [...store.cases.values()].map((one) => `${one.id}${one.version}`).sort().join(' ');
}
"""


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page that has nothing but our own files."""

    def serve(route: Route) -> None:
        asset = assets.find_asset(urlsplit(route.request.url).path.removeprefix("/static/"))
        if asset is not None:
            route.fulfill(body=asset.body, content_type=asset.content_type)
        else:
            route.fulfill(body="<!doctype html><html></html>", content_type="text/html")

    context = browser.new_context()
    context.route("**/*", serve)
    opened = context.new_page()
    opened.goto("http://gridops.test/")
    opened.evaluate(PREPARE)
    yield opened
    context.close()


def ran(page: Page, steps: str) -> Any:
    """What the steps returned."""
    return page.evaluate(f"async () => {{ {steps} }}")


def test_an_older_brief_of_a_later_page_changes_nothing(alone: Page) -> None:
    found = ran(
        alone,
        """const begun = pages.begin(); await answer(0, [brief('a', 1)], 'p2'); const cursor = await begun;
        event('incident.filed', brief('b', 4)); event('incident.closed', brief('c', 7, 'closed'));
        event('entity.left', brief('d', 3)); event('incident.filed', brief('a', 2));
        await answer(1, [brief('b', 3), brief('c', 6), brief('d', 2), brief('e', 1)]);
        return [cursor, held(), store.isWhole, store.counters().closed_today];""",
    )
    # The page was read before c was closed: its figures do not count that yet.
    assert found == [0, "a2 b4 e1", True, 4]


def test_figures_are_the_service_s_until_all_is_here_and_count_nothing_twice(alone: Page) -> None:
    found = ran(
        alone,
        """pages.begin(); await answer(0, [brief('a', 1)], 'p2'); const first = store.counters();
        event('incident.reported', brief('b', 1)); event('incident.reported', brief('n', 1));
        event('incident.closed', brief('a', 2, 'closed'));
        await answer(1, [brief('b', 1)]); return [first, store.counters()];""",
    )
    served = {"open": 9, "soon": 0, "overdue": 0, "reported_today": 5, "closed_today": 3}
    # b stands on the page whose figures are taken, n came after it, a was closed before it.
    assert found == [served, {**served, "open": 2, "reported_today": 6}]


def test_a_new_snapshot_leaves_the_pages_of_the_old_one_and_keeps_rows_until_it_is_whole(alone: Page) -> None:
    found = ran(
        alone,
        """pages.begin(); await answer(0, [brief('a', 1), brief('b', 1)], 'p2');
        const again = pages.begin(); await answer(2, [brief('a', 2)], 'q2'); const cursor = await again;
        await answer(1, [brief('x', 1)], 'p3'); const between = held();
        await answer(3, [brief('c', 1)]);
        return [cursor, between, held(), asked(), store.isWhole];""",
    )
    assert found == [2, "a2 b1", "a2 c1", 4, True]


def test_a_page_that_fails_is_asked_again_and_a_refused_one_tells_that_all_must_begin_anew(
    alone: Page,
) -> None:
    found = ran(
        alone,
        """pages.begin(); await answer(0, [brief('a', 1)], 'p2'); const failed = await answer(1, [], null, 503);
        const again = await answer(2, [brief('b', 1)], 'p3'); await answer(3, [], null, 422);
        await answer(4, [brief('c', 1)]);
        return [failed === again, refused, held(), store.isWhole];""",
    )
    assert found == [True, 1, "a1 b1 c1", True]


def test_after_the_session_s_end_the_next_page_waits_for_the_sign_in(alone: Page) -> None:
    found = ran(
        alone,
        """pages.begin(); await answer(0, [brief('a', 1)], 'p2'); await answer(1, [], null, 401);
        await new Promise((go) => setTimeout(go, 900)); const before = asked();
        window.dispatchEvent(new Event('gridops:signed-in')); await answer(2, [brief('b', 1)]);
        return [before, held()];""",
    )
    assert found == [2, "a1 b1"]
