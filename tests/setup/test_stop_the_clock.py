"""The clock: aware, in UTC, and standing still when a test says so."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gridops import clock
from tests.ending import finish

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.now() <= clock.now()


def test_a_frozen_clock_stands_and_moves_when_told() -> None:
    with clock.frozen(NOON) as stopped:
        assert clock.now() == NOON
        assert clock.now().utcoffset() == timedelta(0)
        stopped.advance(timedelta(hours=2))
        assert clock.now() == NOON + timedelta(hours=2)
    assert clock.now() != NOON


def test_a_frozen_clock_freezes_other_threads_too() -> None:
    seen: list[datetime] = []
    with clock.frozen(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        finish(thread)
    assert seen == [NOON]


def test_nested_freezing_returns_to_the_outer_time() -> None:
    with clock.frozen(NOON):
        with clock.frozen(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.frozen(datetime(2026, 11, 22)):  # noqa: DTZ001
        pass


def test_the_zone_of_the_deployment_gives_its_day() -> None:
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert late.astimezone(clock.zone("Asia/Shanghai")).date().day == 23
