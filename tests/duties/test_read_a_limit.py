"""Limits in the words of sheets: read, said again, refused where they cannot be read."""

from __future__ import annotations

import pytest

from gridops.duties.calendar.limits import Limit, limit_of, limit_text, parse_limit, parse_limits, sheet_text
from gridops.errors import Unfit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2紧急工作时", Limit(2, "urgent_hour")),
        ("1紧急工作日", Limit(24, "urgent_hour")),
        ("4小时", Limit(4, "work_hour")),
        ("4工作时", Limit(4, "work_hour")),
        ("1.5小时", Limit(1.5, "work_hour")),
        ("5天", Limit(5, "work_day")),
        ("2工作日", Limit(2, "work_day")),
        ("两个工作日", Limit(2, "work_day")),
        ("十五天", Limit(15, "work_day")),
        ("一百二十日", Limit(120, "work_day")),
        ("0.5天", Limit(0.5, "work_day")),
        ("半小时", Limit(0.5, "work_hour")),
        ("街道踏勘：2天", Limit(2, "work_day", name="街道踏勘")),
        ("7自然日", Limit(7, "natural_day")),
        ("30分钟", Limit(30, "urgent_minute")),
        ("１０天", Limit(10, "work_day")),
        ("不超过3日", Limit(3, "work_day")),
        ("1紧急工作时制止", Limit(1, "urgent_hour", name="制止")),
        ("制止：4小时", Limit(4, "work_hour", name="制止")),
        ("5个工作日（次日起算）", Limit(5, "work_day", "from_next_day")),
        ("自次日起5个工作日", Limit(5, "work_day", "from_next_day")),
        ("5工作日（不计当日）", Limit(5, "work_day", "from_next_day")),
        ("3 natural_day", Limit(3, "natural_day")),
        ("1 小时（夜间、节假日照算）", Limit(1, "urgent_hour")),
        ("2天(夜间和节假日也照算)", Limit(48, "urgent_hour")),
    ],
)
def test_words_of_offices_are_understood(text: str, expected: Limit) -> None:
    assert parse_limit(text) == expected
    assert parse_limits(sheet_text((expected,))) == (expected,)
    assert parse_limits(limit_text(expected)) == (expected,)
    assert limit_of(expected.as_json()) == expected


def test_several_steps_stand_in_one_cell() -> None:
    found = parse_limits("4小时制止；7天处罚，20天拆除")
    assert [(one.amount, one.unit, one.name) for one in found] == [
        (4, "work_hour", "制止"),
        (7, "work_day", "处罚"),
        (20, "work_day", "拆除"),
    ]
    assert parse_limits(sheet_text(found)) == found


@pytest.mark.parametrize(
    "text", ["", "  ", "当场", "5", "天", "0天", "-3天", "5个星期", "99999天", "3天5", "十百天", "；"]
)
def test_what_cannot_be_read_is_refused_with_the_cause(text: str) -> None:
    with pytest.raises(ValueError, match="时限"):
        parse_limits(text)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("两天左右", "2工作日"),
        ("半天", "0.5工作日"),
        ("明天4小时", "4工作时"),
        ("4小时以后", "4工作时"),
        ("约3天", "3工作日"),
        ("大概：3天", "3工作日"),
        ("3个工作日后（次日起算）", "3工作日（次日起算）"),
        ("2天街道踏勘", "2工作日"),
    ],
)
def test_what_is_not_understood_whole_is_asked_about(text: str, understood: str) -> None:
    with pytest.raises(Unfit) as asked:
        parse_limits(text)
    assert f"是 {understood} 吗" in asked.value.words.zh
    assert f"Understood as {understood}?" in asked.value.words.en
    assert parse_limits(understood)


def test_one_limit_is_not_two() -> None:
    with pytest.raises(ValueError, match="一个时限"):
        parse_limit("4小时；5天")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(24, "urgent_hour"), "1 天（夜间、节假日照算）"),
        (Limit(1, "urgent_hour"), "1 小时（夜间、节假日照算）"),
        (Limit(1.5, "urgent_hour", name="制止"), "制止：1.5 小时（夜间、节假日照算）"),
        (Limit(5, "work_day", "from_next_day"), "5工作日（次日起算）"),
        (Limit(4, "work_hour", name="制止"), "制止：4工作时"),
        (Limit(0.5, "work_day"), "0.5工作日"),
    ],
)
def test_a_limit_is_said_in_plain_words(limit: Limit, words: str) -> None:
    assert limit_text(limit) == words
