"""Pure: which kind of unit an agency has, how the telephone numbers of a unit are written, how it stands on a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from gridops.db.dated.rules import State
from gridops.errors import Fault, Unfit
from gridops.people.accounts.rules import plain_phone

#: The kinds of agencies that are edited by hand, each with the kinds of its units, the usual one first. Units of
#: grids and villages come and go with the boundaries.
UNIT_KINDS: Mapping[str, tuple[str, ...]] = {
    "body": ("body",),
    "stationed": ("stationed", "body"),
    "outside": ("outside",),
}
#: Numbers that are called by a few digits (110, 12345, 95598), and those that are the same everywhere (400…).
_SHORT = re.compile(r"1\d{2}|1\d{4}|9\d{4,5}|[48]00\d{7}")


class Dated(Protocol):
    """An agency or a unit, as far as its days are asked; without a first day it has always been."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def unit_phone(text: str) -> str:
    """A number as it is kept: that of a person or an office, or a service's short one; raises Unfit for neither."""
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    return digits if _SHORT.fullmatch(digits) else plain_phone(text)


def standing_on(row: Dated, day: date) -> State:
    """Whether an agency or a unit is over, in service, or only coming on a day."""
    if row.valid_from is not None and row.valid_from > day:
        return "coming"
    return "past" if row.valid_to is not None and row.valid_to <= day else "in_force"


def kind_of_unit(agency_kind: str, said: str | None) -> str:
    """The kind of a unit of an agency; raises Unfit where such an agency has none of that kind, or none by hand."""
    kinds = UNIT_KINDS.get(agency_kind)
    if kinds is None:
        raise Unfit(
            "网格和村社区的力量随边界自动设立，不能手工新增",
            "Units of grids and villages come with the boundaries, none is added by hand",
        )
    kind = said or kinds[0]
    if kind not in kinds:
        raise Unfit("这类部门没有这种力量", "An agency of this kind has no such unit")
    return kind


def check_days(valid_from: date | None, valid_to: date | None, *, today: date) -> list[Fault]:
    """What is wrong with the days of something new, at /valid_from and /valid_to."""
    if valid_from is not None and valid_from < today:
        return [Fault("/valid_from", "开始日期不能早于今天", "It begins today at the earliest")]
    if valid_to is not None and valid_to <= (valid_from or today):
        return [Fault("/valid_to", "结束日期须晚于开始日期", "It must end after it begins")]
    return []
