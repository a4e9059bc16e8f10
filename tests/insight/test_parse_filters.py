"""Filters as text: what is taken, what is refused in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gridops.errors import Unfit
from gridops.insight.filters import Box, Spot, parse_box, parse_moment, parse_spot, split_list

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "2,1,1,2", "1,2,2,1", "nan,0,1,1", "-181,0,1,1", "0,0,1,inf"],
)
def test_a_box_that_is_none_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_box(text)
    assert all(refused.value.words)


@pytest.mark.parametrize("text", ["121", "121,37,1", "200,37", "121,-91", "x,y"])
def test_a_spot_that_is_none_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_spot(text)
    assert all(refused.value.words)


def test_a_box_and_a_spot_are_read_in_their_order() -> None:
    assert parse_box("121.0,37.2, 121.4,37.6") == Box(121.0, 37.2, 121.4, 37.6)
    assert parse_spot("121.27,37.5") == Spot(121.27, 37.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-02-30",
        "2026-11-22T09:30:00",
        "20261122",
        "0001-01-01",
        "9999-12-31T23:59:59-23:00",
    ],
)
def test_a_time_without_its_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_moment(text, ZONE)
    assert all(refused.value.words)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", datetime(2026, 11, 21, 16, tzinfo=UTC)),
        ("2026-11-22T09:30:00+08:00", datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
        ("2026-11-22T01:30:00Z", datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
        ("2026-11-22T09:30:00 08:00", datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_day_begins_in_the_zone_and_a_lost_plus_is_found_again(text: str, moment: datetime) -> None:
    assert parse_moment(text, ZONE) == moment


def test_a_list_is_split_at_its_commas() -> None:
    assert split_list("a, b,,c") == ["a", "b", "c"]
