"""The pages' stream client against a socket of the test's own: order, gaps, new snapshots, coming back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from gridops.web import assets

#: A socket that the test drives: every opened one is kept with what it was asked for.
PREPARE = """
async () => {
  const { LiveStream } = await import('/static/js/shared/live.js');
  window.sockets = []; window.events = []; window.states = []; window.resyncs = 0;
  const io = (namespace, options) => {
    const heard = {};
    const socket = {
      options, isOpen: true,
      on: (name, act) => { heard[name] = act; },
      off: () => Object.keys(heard).forEach((name) => delete heard[name]),
      disconnect: () => { socket.isOpen = false; },
      say: (name, data) => heard[name] && heard[name](data),
    };
    window.sockets.push(socket);
    return socket;
  };
  window.stream = new LiveStream({
    io, area: '370611',
    onEvent: (event) => window.events.push(event.seq),
    onState: (state) => window.states.push(state),
    onResync: async () => { window.resyncs += 1; return 50; },
  });
  window.socket = async (n) => {
    for (let i = 0; i < 400 && window.sockets.length <= n; i += 1) await new Promise((go) => setTimeout(go, 10));
    return window.sockets[n];
  };
  window.event = (seq, prev) => ({ seq, prev, action: 'incident.filed', data: {} });
}
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that has nothing but our own files and endless tickets."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        asset = assets.find_asset(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if asset is not None:
            route.fulfill(body=asset.body, content_type=asset.content_type)
        elif path == "/api/v1/live-tickets":
            route.fulfill(status=201, json={"ticket": "once"})
        else:
            route.fulfill(body="<!doctype html><html></html>", content_type="text/html")

    context = browser.new_context()
    context.route("**/*", answer)
    opened = context.new_page()
    opened.goto("http://gridops.test/")
    opened.evaluate(PREPARE)
    yield opened
    context.close()


def told(page: Page, steps: str) -> dict[str, Any]:
    """What the page was told once the steps were done."""
    script = f"async () => {{ {steps}; return {{events, states, resyncs, state: stream.state}}; }}"
    return dict(page.evaluate(script))


def test_events_come_once_and_in_order(page: Page) -> None:
    found = told(
        page,
        """stream.start(10); const s = await socket(0);
        s.say('connect'); s.say('event', event(11, 10)); s.say('event', event(11, 10));
        s.say('event', event(14, 11)); s.say('event', event(12, 11)); s.say('caught_up', {cursor: 14})""",
    )
    assert found["events"] == [11, 14]
    assert found["states"] == ["connecting", "catching_up", "live"]


def test_the_socket_is_opened_with_ticket_cursor_and_area(page: Page) -> None:
    auth = page.evaluate("async () => { stream.start(10); return (await socket(0)).options; }")
    assert auth["auth"] == {"ticket": "once", "cursor": 10, "area": "370611"}
    assert auth["transports"] == ["websocket"]


def test_what_is_said_before_the_connection_is_told_counts(page: Page) -> None:
    found = told(
        page,
        "stream.start(10); const s = await socket(0); s.say('caught_up', {cursor: 12}); s.say('connect')",
    )
    assert found["state"] == "live"


def test_a_gap_is_fetched_by_the_cursor(page: Page) -> None:
    cursor = page.evaluate(
        """async () => { stream.start(10); const s = await socket(0);
        s.say('connect'); s.say('caught_up', {cursor: 12}); s.say('event', event(20, 18));
        const again = await socket(1); s.say('event', event(13, 12));
        return [again.options.auth.cursor, s.isOpen, events]; }"""
    )
    assert cursor == [12, False, []]


def test_a_lost_connection_is_told_and_taken_up_again(page: Page) -> None:
    found = told(
        page,
        """stream.start(); const s = await socket(0); s.say('connect'); s.say('caught_up', {cursor: 7});
        s.say('disconnect'); const again = await socket(1); again.say('connect');
        again.say('event', event(8, 7)); again.say('caught_up', {cursor: 8});
        if (again.options.auth.cursor !== 7) throw new Error('cursor')""",
    )
    assert found["states"] == [
        "connecting", "catching_up", "live", "offline", "connecting", "catching_up", "live"
    ]  # fmt: skip
    assert found["events"] == [8]


def test_a_new_snapshot_is_taken_where_the_cursor_is_too_old(page: Page) -> None:
    found = told(
        page,
        """stream.start(10); const s = await socket(0); s.say('connect'); s.say('resync_required', {});
        s.say('event', event(49, 48)); const again = await socket(1);
        if (again.options.auth.cursor !== 50) throw new Error('cursor')""",
    )
    assert (found["resyncs"], found["events"]) == (1, [])


def test_a_stopped_stream_stays_silent(page: Page) -> None:
    found = told(
        page,
        """stream.start(10); const s = await socket(0); s.say('connect'); stream.stop();
        s.say('event', event(11, 10)); s.say('disconnect'); await new Promise((go) => setTimeout(go, 900));
        if (sockets.length !== 1) throw new Error('came back')""",
    )
    assert (found["events"], found["state"]) == ([], "offline")
