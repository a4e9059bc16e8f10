"""Extra fields: each fault by its pointer, and definitions that hold together."""

from __future__ import annotations

from typing import Any

import pytest

from gridops.duties.matters.fields import FieldAsked, check_definitions, check_fields

PHOTO = "7f0c8a55-0000-4000-8000-000000000001"
FIELDS = (
    FieldAsked("floors", "层数", "number", least=1, most=40),
    FieldAsked("material", "材料", "choice", choices=("砖混", "彩钢")),
    FieldAsked("hazards", "隐患", "choice", required=False, choices=("用火", "用电", "通道"), multiple=True),
    FieldAsked("seen_on", "发现日期", "date", required=False),
    FieldAsked("owner", "当事人", "text", required=False, least=2, most=5),
    FieldAsked("overview", "全景照片", "photo", required=False),
)
GOOD: dict[str, Any] = {"floors": 2, "material": "彩钢"}


def faults(sent: dict[str, Any]) -> list[str]:
    return [one.pointer for one in check_fields(FIELDS, sent, {PHOTO})]


def test_all_that_is_asked_is_answered() -> None:
    assert faults(GOOD) == []
    everything = {"hazards": ["用火", "通道"], "seen_on": "2026-11-02", "owner": "王某某", "overview": PHOTO}
    assert faults(GOOD | everything) == []


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"floors": "2"}, "/fields/floors"),
        ({"floors": True}, "/fields/floors"),
        ({"floors": 0}, "/fields/floors"),
        ({"floors": 41}, "/fields/floors"),
        ({"floors": None}, "/fields/floors"),
        ({"material": "木"}, "/fields/material"),
        ({"material": ["砖混"]}, "/fields/material"),
        ({"hazards": ["用火", "用火"]}, "/fields/hazards"),
        ({"hazards": [["用火"]]}, "/fields/hazards"),
        ({"seen_on": "2026-02-30"}, "/fields/seen_on"),
        ({"seen_on": "昨天"}, "/fields/seen_on"),
        ({"seen_on": 20261102}, "/fields/seen_on"),
        ({"owner": "王"}, "/fields/owner"),
        ({"owner": "一二三四五六"}, "/fields/owner"),
        ({"owner": 5}, "/fields/owner"),
        ({"overview": "7f0c8a55-0000-4000-8000-000000000002"}, "/fields/overview"),
        ({"overview": 1}, "/fields/overview"),
        ({"other": "x"}, "/fields/other"),
        ({"<b>": "x"}, "/fields/?"),
    ],
)
def test_each_fault_is_named_by_its_field(sent: dict[str, Any], pointer: str) -> None:
    assert faults(GOOD | sent) == [pointer]


def test_every_fault_is_named_at_once() -> None:
    assert faults({"floors": 0, "owner": "王"}) == ["/fields/floors", "/fields/material", "/fields/owner"]


def test_a_matter_that_asks_for_nothing_takes_notes_as_they_come() -> None:
    assert check_fields((), {"anything": 1}, set()) == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ([FieldAsked("Big", "大", "text")], "/fields/0/name"),
        ([FieldAsked("a", "甲", "text"), FieldAsked("a", "乙", "text")], "/fields/1/name"),
        ([FieldAsked("a", "甲", "colour")], "/fields/0/type"),
        ([FieldAsked("a", "甲", "choice", choices=("一", "一"))], "/fields/0/choices"),
        ([FieldAsked("a", "甲", "number", least=3, most=2)], "/fields/0/least"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_named(fields: list[FieldAsked], pointer: str) -> None:
    assert [one.pointer for one in check_definitions(fields)] == [pointer]
