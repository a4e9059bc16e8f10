"""Sockets at the door: strangers wait shortly and make room, whoever is cut is gone from the kernel too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from gridops.demonstration.sign_ins import PASSWORD
from tests.conftest import settings_for
from tests.live.test_follow_the_stream import Screen
from tests.reports import a_report
from tests.service import LiveService
from tests.torture.raw_sockets import (
    connect,
    crowd,
    hear,
    held_by_kernel,
    is_over,
    say,
    say_who,
    send_upgrade,
    upgrade,
)

STRANGERS = 199
WAYS = ["live process", "one process"]


@pytest.fixture(scope="module", params=WAYS)
def served(
    request: pytest.FixtureRequest, databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveService]:
    """One service for the attacks of this file, its sockets in a process of their own and in threads."""
    folder: Path = tmp_path_factory.mktemp("served")
    with databases.copy() as url:
        has_live_process = request.param == WAYS[0]
        opened = LiveService(settings_for(url, folder), url, has_live_process=has_live_process)
        opened.start()
        yield opened
        opened.stop()


def _until(is_so: Callable[[], bool], within: float) -> bool:
    until = time.monotonic() + within
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _threads(service: LiveService) -> int:
    name = "live" if "live" in service.processes else "web0"
    return len(list(Path(f"/proc/{service.processes[name].pid}/task").iterdir()))


def test_a_stranger_is_refused_the_library_s_own_namespace(served: LiveService) -> None:
    with connect(served.ports[0]) as stranger:
        upgrade(stranger)
        say(stranger, "40")
        assert b'44{"message":"not-authenticated"}' in hear(stranger, b'authenticated"}')
    with connect(served.ports[0]) as known:
        upgrade(known, more=f"Authorization: Bearer {served.token('dispatcher.qingyang')}\r\n")
        say(known, "40")
        assert b'44{"message":"not-found"}' in hear(known, b'not-found"}')


def test_a_head_with_a_ticket_or_token_that_is_none_is_refused_before_the_upgrade(
    served: LiveService,
) -> None:
    for query, more in (
        ("&ticket=none", ""),
        ("", "Authorization: Bearer none\r\n"),
        ("", "Authorization: x\r\n"),
    ):
        with connect(served.ports[0]) as stranger:
            send_upgrade(stranger, query=query, more=more)
            said = hear(stranger, b"not-authenticated")
            assert said.startswith(b"HTTP/1.1 401")
            assert b'"code":"not-authenticated"' in said


def test_a_ticket_in_the_address_opens_one_socket(served: LiveService) -> None:
    ticket = served.request("dispatcher.qingyang", "POST", "/api/v1/live-tickets").json()["ticket"]
    with connect(served.ports[0]) as first, connect(served.ports[0]) as second:
        upgrade(first, query=f"&ticket={ticket}")
        say(first, "40/live,")
        assert b"caught_up" in hear(first, b"caught_up")
        send_upgrade(second, query=f"&ticket={ticket}")
        assert hear(second, b"not-authenticated").startswith(b"HTTP/1.1 401")


def test_a_socket_is_admitted_once(served: LiveService) -> None:
    token = served.token("dispatcher.qingyang")
    with connect(served.ports[0]) as screen:
        upgrade(screen)
        say_who(screen, token=token)
        assert b"caught_up" in hear(screen, b"caught_up")
        say_who(screen, token=token)
        assert b"44/live," in hear(screen, b"44/live,")


def test_whoever_says_nothing_is_gone_after_five_seconds(served: LiveService) -> None:
    with connect(served.ports[0]) as stranger:
        send_upgrade(stranger)
        began = time.monotonic()
        assert is_over(stranger, within=9)
        assert time.monotonic() - began > 4


def test_whoever_says_too_much_is_cut(served: LiveService) -> None:
    with connect(served.ports[0]) as loud:
        upgrade(loud)
        say_who(loud, token=served.token("dispatcher.qingyang"))
        hear(loud, b"caught_up")
        with pytest.raises(OSError, match=r"pipe|reset"):  # noqa: PT012 - any of the frames may be the one too many
            for _ in range(50):
                say(loud, "42/live," + "x" * 10_000)
                time.sleep(0.05)


def test_strangers_keep_no_dispatcher_out(served: LiveService) -> None:
    token = served.token("dispatcher.qingyang")
    with crowd(served.ports[0], STRANGERS) as strangers:
        for stranger in strangers:
            send_upgrade(stranger)
        began = time.monotonic()
        screen = Screen(served.url, token=token)
        screen.until(lambda: screen.caught_up)
        case = served.report("worker.qingyang")
        screen.until(lambda: any(e["entity_id"] == case["id"] for e in screen.events))
        assert time.monotonic() - began < 10
        with connect(served.ports[0]) as by_cookie:
            upgrade(by_cookie, more=f"Cookie: gridops_session={token}\r\n")
            say(by_cookie, "40/live,")
            assert b"caught_up" in hear(by_cookie, b"caught_up")
        assert requests.get(f"{served.url}/healthz", timeout=5).status_code == 200
        ports = [stranger.getsockname()[1] for stranger in strangers]
        assert _until(lambda: not held_by_kernel(ports), within=20), "strangers' connections stay"
    assert "disconnected" not in screen.told
    screen.close()


def test_who_is_cut_and_never_reads_leaves_no_connection_and_no_thread(served: LiveService) -> None:
    """They connect, read nothing, are sent more than fits on the way, and then lose their right."""
    sign_in = {"username": "dispatcher.qingyang", "password": PASSWORD}
    token = requests.post(f"{served.url}/api/v1/sessions", json=sign_in, timeout=10).json()["token"]
    before = _threads(served)
    screen = Screen(served.url, token=served.token("dispatcher.qingyang"))
    with crowd(served.ports[0], 12, buffer=4_096) as slow:
        for one in slow:
            upgrade(one)
            say_who(one, token=token)
            assert b"caught_up" in hear(one, b"caught_up")
        screen.until(lambda: screen.caught_up)
        batch = {"reports": [a_report() for _ in range(150)]}
        sent = served.request("worker.qingyang", "POST", "/api/v1/reports/batch", json=batch)
        assert {one["status"] for one in sent.json()["results"]} == {201}
        screen.until(lambda: len(screen.events) >= 150)
        ports = [one.getsockname()[1] for one in slow]
        assert len(held_by_kernel(ports)) == len(slow)
        own = {"Authorization": f"Bearer {token}"}
        gone = requests.delete(f"{served.url}/api/v1/sessions/current", headers=own, timeout=10)
        assert gone.status_code == 204
        assert _until(lambda: not held_by_kernel(ports), within=10), "a connection that was cut stays"
        screen.close()
        assert _until(lambda: _threads(served) <= before + 6, within=10), (before, _threads(served))
