"""So many reports at a time for each process; who waits is taken in the order they came, and holds no connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import pytest

from gridops.http.endpoint import runtime
from gridops.http.turnstile import Turnstile
from tests.service import Service


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another thread does; fails after ten seconds."""
    give_up = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def test_who_waits_is_taken_in_the_order_they_came() -> None:
    stile, taken = Turnstile(1), []

    def take(n: int) -> None:
        with stile.turn():
            taken.append(n)

    threads = [Thread(target=take, args=(n,)) for n in range(5)]
    with stile.turn():
        for n, thread in enumerate(threads):
            thread.start()
            until(lambda n=n: stile.waiting == n + 1)  # type: ignore[misc]
        assert taken == []
    for thread in threads:
        thread.join(10)
    assert taken == [0, 1, 2, 3, 4]
    assert stile.waiting == 0


def test_no_more_are_taken_at_once_than_there_are_places() -> None:
    stile, inside, most = Turnstile(2), [0], [0]

    def take() -> None:
        for _ in range(50):
            with stile.turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.0005)
                inside[0] -= 1

    threads = [Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most[0] == 2


def test_a_place_is_given_back_by_what_fails() -> None:
    stile = Turnstile(1)
    for _ in range(3):
        with pytest.raises(RuntimeError), stile.turn():
            raise RuntimeError
    assert stile.waiting == 0


def test_a_report_that_waits_holds_no_connection_and_lists_go_on(service: Service) -> None:
    with service.app.app_context():
        run = runtime()
    run.reports = Turnstile(1)
    done: list[str] = []
    with run.reports.turn():
        thread = Thread(target=lambda: done.append(service.report("worker.qingyang")["id"]))
        thread.start()
        until(lambda: run.reports.waiting == 1)
        assert run.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert service.client("worker.qingyang").get("/api/v1/incidents").status_code == 200
        assert done == []
    thread.join(30)
    assert len(done) == 1
