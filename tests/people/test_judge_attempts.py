"""How long an attempt waits, as pure arithmetic: nothing at first, then doubling, never beyond the longest wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridops.people.attempts.rules import FORGOTTEN_AFTER, LIMITS, Limit, Tally, judge, wait_after

START = datetime(2026, 11, 26, 8, tzinfo=UTC)
LIMIT = Limit(free=3, longest_s=8, drains_s=60)


def test_waits_double_up_to_the_longest() -> None:
    assert [wait_after(level, LIMIT) for level in range(9)] == [0, 0, 0, 1, 2, 4, 8, 8, 8]


def test_an_attempt_that_comes_too_soon_changes_nothing() -> None:
    full = Tally(4, START)
    verdict = judge(full, LIMIT, START + timedelta(seconds=1.5))
    assert (verdict.tally, verdict.wait_s) == (full, 0.5)
    assert judge(full, LIMIT, START + timedelta(seconds=2)).wait_s == 0


def test_an_address_with_many_at_home_has_more_before_it_waits() -> None:
    assert judge(Tally(4, START), LIMIT, START).wait_s > 0
    assert judge(Tally(4, START), LIMIT, START, extra=2).wait_s == 0


def test_a_clock_set_back_lets_nobody_wait_longer_than_the_longest_wait() -> None:
    full, earlier = Tally(20, START), START - timedelta(hours=5)
    first = judge(full, LIMIT, earlier)
    assert first.wait_s == LIMIT.longest_s
    again = judge(first.tally, LIMIT, earlier + timedelta(seconds=LIMIT.longest_s))
    assert again.wait_s == 0


@pytest.mark.parametrize("limit", LIMITS.values(), ids=list(LIMITS))
def test_every_tally_has_drained_when_it_is_forgotten(limit: Limit) -> None:
    assert limit.most(0) * limit.drains_s < FORGOTTEN_AFTER.total_seconds()


@given(st.lists(st.floats(-3600, 3600), max_size=60), st.sampled_from(sorted(LIMITS)))
def test_whatever_the_clock_does_a_wait_has_an_end_and_is_no_longer_than_said(
    steps: list[float], kind: str
) -> None:
    limit, tally, now = LIMITS[kind], Tally(0, START), START  # type: ignore[index]
    for step in steps:
        now += timedelta(seconds=step)
        verdict = judge(tally, limit, now)
        assert 0 <= verdict.wait_s <= limit.longest_s
        assert 0 <= verdict.tally.level <= limit.most(0)
        if verdict.wait_s:
            after = judge(verdict.tally, limit, now + timedelta(seconds=verdict.wait_s))
            assert after.wait_s < 0.001
        tally = verdict.tally


@given(st.lists(st.floats(0, 30), max_size=200))
def test_no_pace_of_guessing_gets_more_than_the_free_ones_and_one_for_each_wait(gaps: list[float]) -> None:
    tally, now, tried = Tally(0, START), START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        verdict = judge(tally, LIMIT, now)
        tally, tried = verdict.tally, tried + (verdict.wait_s == 0)
    spent_s = (now - START).total_seconds()
    # What drains is tried again without a wait; beyond that the first waits are short and the others long.
    assert tried <= LIMIT.free + 4 + spent_s / LIMIT.longest_s + spent_s / LIMIT.drains_s + 1
