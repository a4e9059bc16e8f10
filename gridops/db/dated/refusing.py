"""What dated registers say when they refuse; a register may say some of it in words of its own."""

from __future__ import annotations

from typing import NamedTuple

from gridops.errors import Problem, fault
from gridops.words import Words


class Refusals(NamedTuple):
    """What a register says to a change that it refuses, and where withdrawals point to."""

    begins_in_the_past: Words = Words("新版本不能早于今天生效", "A new version begins today at the earliest")
    begins_before_the_old: Words = Words(
        "新版本须晚于原版本生效", "It must begin after the version that it replaces"
    )
    ends_in_the_past: Words = Words("失效日期不能早于今天", "It ends today at the earliest")
    ends_before_it_begins: Words = Words("失效日期须晚于生效日期", "It must end after it begins")
    has_begun: Words = Words("已生效的不能撤回，只能终止", "What is in force stays; it can be ended")
    withdrawal_points_to: str = "/valid_from"


USUAL = Refusals()


def refuse(pointer: str, words: Words) -> Problem:
    """422 with one of a register's refusals."""
    return fault(pointer, words.zh, words.en)


def stale(version: int) -> Problem:
    """409: what was to be changed became something else while the change was on its way."""
    words = (
        "刚被他人更新，请刷新后再试",
        "It has just been changed by somebody else; look again and try once more",
    )
    return Problem("stale-version", words, version=version)
